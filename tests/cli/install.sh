# make install, make uninstall: the program runs from where it was put, or moved to, and nothing is left. TAP.
# shellcheck disable=SC2016
. "$(dirname "$0")/../lib.sh"
: "${BUILD:=$root/build/release}"
# What was built is installed, and nothing is built anew: other tests run with it.
of_make() {
	env -u MAKEFLAGS -u MFLAGS make --no-print-directory -C "$root" -o all BUILD="$BUILD" DESTDIR="$here/dest" PREFIX=/opt/it "$@" \
		>out 2>err
	status=$?
}
of_make install
ok '[ $status -eq 0 ] && [ ! -s err ]' "make install"
mv dest/opt/it moved
unset SANDBOX_LESSONS SANDBOX_LUA
program=$here/moved/bin/sandbox
rm -r moved/share/sandbox/lessons/13-semaphore
"$program" lessons --names >out 2>err
ok 'grep -qx deadlock out && ! grep -qx semaphore out' "its lessons are those beside it"
"$program" run deadlock --set meals=1 --set ordered=1 >out 2>err
status=$?
ok '[ $status -eq 0 ] && grep -q "P5" out' "a lesson runs"
"$program" help Lock.acquire >out 2>err
ok 'grep -q "lock:acquire" out' "the reference is there"
ok 'cmp -s moved/share/man/man1/sandbox.1 <("$program" help man)' "the manual page"
ok 'cmp -s moved/share/bash-completion/completions/sandbox <("$program" help bash)' "the completion of bash"
ok 'cmp -s moved/share/zsh/site-functions/_sandbox <("$program" help zsh)' "the completion of zsh"

# A symbolic link to it is it.
mkdir links
ln -s "$program" links/sandbox
links/sandbox lessons --names >out 2>err
ok '! grep -qx semaphore out && grep -qx deadlock out' "through a link"

# The modules for lua5.4, wherever they were moved to.
cat >pool.lua <<'LUA'
local mp = require "multiprocessing"
local pool <close> = mp.Pool(2)
print(table.concat(pool:map(function(x) return x * x end, {1, 2, 3}), " "))
LUA
preload=
if [ "${VARIANT-}" = asan ]; then # lua5.4 knows nothing of sanitizers
	preload=$("${CC-cc}" -print-file-name=libasan.so)
	export ASAN_OPTIONS="${ASAN_OPTIONS-}:detect_leaks=0"
fi
in_lua() {
	LUA_PATH="$here/moved/share/lua/5.4/?.lua" LUA_CPATH="$here/moved/lib/lua/5.4/?.so" LD_PRELOAD=$preload \
		lua5.4 pool.lua >out 2>err
	status=$?
}
in_lua
ok '[ $status -eq 0 ] && [ "$(cat out)" = "1 4 9" ]' "lua5.4 runs a scenario with it"

# It takes nothing from the source tree where it has its own.
mv moved/share/sandbox/lua/pool.lua kept.lua
"$program" run pool.lua >out 2>err
ok 'grep -qF "$here/moved/share/sandbox/lua/pool.lua" out err' "its modules are those beside it"
in_lua
ok '[ $status -ne 0 ] && grep -qF "$here/moved/share/sandbox/lua/pool.lua" err' "and those of the module beside the module"
mv kept.lua moved/share/sandbox/lua/pool.lua

mkdir -p dest/opt && mv moved dest/opt/it
touch dest/opt/it/bin/other
of_make uninstall
ok '[ $status -eq 0 ] && [ "$(find dest ! -type d)" = dest/opt/it/bin/other ]' "make uninstall takes all of it away, and nothing else"
echo "1..$count"
