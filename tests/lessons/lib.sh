# For the tests of all lessons.
# shellcheck shell=bash

# settings LESSON: of the knobs with which the scenario prints the same lines each time, as its same.c and same.py do.
settings() {
	case $(basename "$1") in
	10-lost-update) echo own=1 ;;
	11-lock) echo lock=2 ;;
	12-guard) echo guard=1 ;;
	15-condition) echo again=1 ;;
	17-deadlock) echo ordered=1 ;;
	18-rlock) echo rlock=1 ;;
	19-philosophers) echo cure=4 ;;
	20-recovery) echo detect=1 ;;
	21-banker) echo careful=1 ;;
	22-starvation) echo fair=1 ;;
	24-abandoned) echo repair=1 ;;
	esac
}
