# sandbox doctor on a real terminal, and the completion of bash by a real Tab. TAP.
# shellcheck disable=SC2016
. "$(dirname "$0")/lib.sh"
terminal 130 40
keys 'cd "$(dirname $SANDBOX)"; $SANDBOX doctor; echo status $?' Enter
ok 'until_seen "status 0"' "nothing is missing here"
ok 'screen | grep -qE "^good +size +130 columns, 40 rows +all seven panels at once"' "its size"
ok 'screen | grep -qE "^good +colours +256 +"' "its colours"
ok 'screen | grep -qE "^good +wide characters +锁 takes 2, ─ takes 1 +"' "how wide it shows what we draw"
ok 'screen | grep -qE "^good +terminal +TERM=[a-z]+-256color +it can show the screen"' "its type"
keys "clear; stty -a | tr ';' '\n' | grep -c -e ' icanon' -e ' echo ' -e ' isig'; echo back\$((40 + 2))" Enter
ok 'until_seen back42 && screen | grep -qx 1' "the terminal is as it was"

# A small one of an old kind: what is limited is said. Lines that are too long for it are joined here.
terminal 78 20
keys 'clear; TERM=vt100 $SANDBOX doctor; echo over$((40 + 2))' Enter
until_seen over42
tmux -S "$socket" capture-pane -pJ -S - >"$here/all"
ok 'grep -qE "^limited +size +78 columns, 20 rows +one panel at a time" "$here/all"' "78x20: one panel at a time"
ok 'grep -qE "^limited +colours +none +bold and reverse only" "$here/all"' "a vt100 has no colours"

terminal 100 30
keys '. <($SANDBOX help bash); PATH=$(dirname $SANDBOX):$PATH; clear' Enter
until_gone PATH
keys 'sandbox run dead' Tab '--set=phil' Tab '2 --schedu' Tab 'pc' Tab
ok 'until_seen "sandbox run deadlock --set=philosophers=2 --schedule pct"' "bash completes by Tab"
keys C-u 'sandbox export --to=per' Tab '--out ' Tab
ok 'until_seen "sandbox export --to=perfetto --out"' "a value behind ="
echo "1..$count"
