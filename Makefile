# make            build build/sandbox
# make run        install what is missing, build, start the screen    LESSON=deadlock: straight into a lesson
# make test       install what is missing, build, run every test      T="tests/cli/run.sh ...": only these
# make lint       include directions, luacheck, shellcheck, a build without warnings
# make bench      how fast, beside Python and C; what the screen and exploring cost
# make soak       the faults and the kill storms, long; a death at every instruction
# make install    the program, lessons, Lua modules, manual page, completions; PREFIX=/usr/local DESTDIR=
# make uninstall
#
# VARIANT=release|debug|asan|coverage builds under build/$(VARIANT)/; release is also linked to build/sandbox.
# CFLAGS, CPPFLAGS, LDFLAGS and CC are yours; changing them rebuilds what they touch.
# DEVELOPER=1: warnings are errors. V=1: show the commands.

VARIANT ?= release
BUILD   ?= build/$(VARIANT)
PREFIX  ?= /usr/local
LESSON  ?=

CFLAGS ?= -g
WARNINGS := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla -Wpointer-arith -Wformat=2 -Wundef \
            -Wno-missing-field-initializers
ifdef DEVELOPER
WARNINGS += -Werror
endif
OPTIMIZE_release  := -O2
OPTIMIZE_debug    := -Og
OPTIMIZE_asan     := -O1 -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
OPTIMIZE_coverage := -O0 --coverage
OPTIMIZE := $(OPTIMIZE_$(VARIANT))
# gcc's shared libubsan ignores log_path, and tests/run reads the reports there.
LINK_asan := $(if $(findstring clang,$(CC)),,-static-libubsan)
ifeq ($(OPTIMIZE),)
$(error VARIANT=$(VARIANT) is not one of release, debug, asan, coverage)
endif

# pkg-config is asked once, when the first recipe needs it: `make run` may have to install it before.
MODULES := lua5.4 ncursesw libcmark libutf8proc
TEST_MODULES := libcjson cmocka
PC_CFLAGS = $(eval PC_CFLAGS := $$(shell pkg-config --cflags $(MODULES)))$(PC_CFLAGS)
MODULE_LIBS = $(eval MODULE_LIBS := $$(shell pkg-config --libs libutf8proc))$(MODULE_LIBS)
TEST_CFLAGS = $(eval TEST_CFLAGS := $$(shell pkg-config --cflags $(TEST_MODULES)))$(TEST_CFLAGS)
TEST_LIBS = $(eval TEST_LIBS := $$(shell pkg-config --libs $(TEST_MODULES)))$(TEST_LIBS)
PC_LIBS   = $(eval PC_LIBS := $$(shell pkg-config --libs $(MODULES)))$(PC_LIBS)

# The user's CFLAGS come last, and stay the user's.
# Position-independent: the same objects make the program and the Lua module, which shows one name only.
ALL_CFLAGS = -std=gnu11 $(OPTIMIZE) -fPIC -fvisibility=hidden $(WARNINGS) -D_GNU_SOURCE -Isandbox $(PC_CFLAGS) \
             -DSANDBOX_SOURCE_DIR='"$(CURDIR)"' $(CPPFLAGS) $(CFLAGS)
ALL_LDFLAGS = $(OPTIMIZE) $(LINK_$(VARIANT)) $(LDFLAGS)

SOURCES := $(wildcard sandbox/*/*.c)
OBJECTS := $(SOURCES:%.c=$(BUILD)/obj/%.o)
PROGRAM := $(BUILD)/sandbox
LIBRARY := $(BUILD)/libsandbox.a
MODULE  := $(BUILD)/multiprocessing_core.so

# What the program says of itself: its manual page, and completions of shells.
MANUAL  := $(BUILD)/sandbox.1 $(BUILD)/sandbox.bash $(BUILD)/_sandbox

UNIT_SOURCES := $(wildcard tests/unit/*.c)
UNITS := $(UNIT_SOURCES:tests/%.c=$(BUILD)/tests/%)
BENCH_SOURCES := $(wildcard tests/bench/*.c)
BENCHES := $(BENCH_SOURCES:tests/%.c=$(BUILD)/tests/%)

# What prove runs: the long ones first. A lib.sh is sourced by the tests beside it.
TEST_SCRIPTS := $(filter-out %/lib.sh tests/bench/%,$(wildcard tests/*/*.sh))
T ?= $(filter tests/faults/%,$(TEST_SCRIPTS)) $(filter-out tests/faults/%,$(TEST_SCRIPTS)) \
     $(UNIT_SOURCES) $(wildcard tests/lua/*.lua) $(wildcard tests/conformance/*.lua)

# As many jobs as there are processors, unless the person said.
JOBS = $(if $(filter -j% --jobserver%,$(MAKEFLAGS)),,-j$(shell nproc))
quote = '$(subst ','\'',$1)'
say = $(if $(V),,@echo '  $1  $2';)

.DELETE_ON_ERROR:
.PHONY: all
all: $(PROGRAM) $(MODULE) $(MANUAL) $(BUILD)/compile_commands.json
ifeq ($(BUILD),build/release)
	@ln -sf release/sandbox release/multiprocessing_core.so build/
endif
ifneq ($(filter build/%,$(BUILD)),)
	@ln -sf $(BUILD:build/%=%)/compile_commands.json build/compile_commands.json
endif

# -z now: else every child would look up the functions it calls first, in all libraries.
$(PROGRAM): $(BUILD)/obj/sandbox/main.o $(LIBRARY)
	$(call say,LINK,$@)$(CC) -Wl,-z,now $(ALL_LDFLAGS) -o $@ $^ $(PC_LIBS) -lm

# What of Lua it needs is the host's: a second Lua in one process would be another one. It stays when the host closes
# its state: exit(3) comes later.
$(MODULE): $(BUILD)/obj/sandbox/module.o $(LIBRARY)
	$(call say,LINK,$@)$(CC) -shared -Wl,-z,nodelete -Wl,--exclude-libs,ALL $(ALL_LDFLAGS) -o $@ $^ $(MODULE_LIBS) -lm

$(BUILD)/sandbox.1: page = man
$(BUILD)/sandbox.bash: page = bash
$(BUILD)/_sandbox: page = zsh
$(MANUAL): $(PROGRAM)
	$(call say,HELP,$@)$(PROGRAM) help $(page) >$@

$(LIBRARY): $(OBJECTS)
	@rm -f $@
	$(call say,AR  ,$@)$(AR) rcs $@ $^

$(BUILD)/obj/%.o: %.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(call say,CC  ,$<)$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/tests/%: tests/%.c $(LIBRARY)
	@mkdir -p $(@D)
	$(call say,CC  ,$<)$(CC) $(ALL_CFLAGS) -Itests $(TEST_CFLAGS) -MMD -MP -MF $@.d $(ALL_LDFLAGS) -o $@ $< $(LIBRARY) $(PC_LIBS) \
		$(TEST_LIBS) -lm

# Changes when the command line of the compiler does, and then everything is compiled again.
$(BUILD)/flags: always | $(BUILD)/packages
	@printf '%s\n' $(call quote,$(CC) $(ALL_CFLAGS)) $(call quote,$(ALL_LDFLAGS) $(PC_LIBS)) >$@.new
	@cmp -s $@.new $@ && rm $@.new || mv $@.new $@

$(BUILD)/packages: .ci/packages
	@.ci/install --check build
	@mkdir -p $(@D) && touch $@

# For clangd and other tools, which look for it in build/. Written by make itself: all of it is too long for a command line.
json = "$(subst ",\",$(subst \,\\,$1))"
entry = {"directory": $(call json,$(CURDIR)), "file": $(call json,$1), "command": $(call json,$(CC) $(ALL_CFLAGS) -c $1)}
$(BUILD)/compile_commands.json: $(BUILD)/flags Makefile $(SOURCES)
	@: $(file >$@,[)$(foreach source,$(SOURCES) sandbox/main.c,$(file >>$@,$(call entry,$(source)),))
	@: $(file >>$@,$(call entry,sandbox/module.c))$(file >>$@,])

.PHONY: run test check lint bench soak
run:
	@.ci/install build
	@$(MAKE) --no-print-directory $(JOBS) all
	@$(PROGRAM) $(LESSON)

test:
	@.ci/install build test
	@$(MAKE) --no-print-directory $(JOBS) check

# The tests alone: what they need is there.
check: all $(UNITS)
	@BUILD=$(abspath $(BUILD)) SANDBOX=$(abspath $(PROGRAM)) VARIANT=$(VARIANT) prove -j2 --exec tests/run $(T)

lint:
	@.ci/install build test lint
	@tests/lint

bench:
	@.ci/install build test bench
	@$(MAKE) --no-print-directory $(JOBS) all $(BENCHES)
	@BUILD=$(abspath $(BUILD)) SANDBOX=$(abspath $(PROGRAM)) tests/bench/table

soak:
	@SOAK=1 $(MAKE) --no-print-directory test T="$(filter tests/faults/%,$(TEST_SCRIPTS)) tests/unit/deaths.c \
		$(wildcard tests/unit/storm*.c)"

# The program finds its share beside itself (sandbox/base/place.c), so all of it can be moved afterwards.
into = $(DESTDIR)$(PREFIX)
share = $(into)/share/sandbox
lua_modules = $(into)/share/lua/5.4
page_in = $(into)/share/man/man1/sandbox.1
bash_in = $(into)/share/bash-completion/completions/sandbox
zsh_in = $(into)/share/zsh/site-functions/_sandbox
.PHONY: install uninstall
install: all
	install -D $(PROGRAM) $(into)/bin/sandbox
	find lua lessons -type f -exec install -D -m 644 {} $(share)/{} \;
	install -D -m 644 $(MODULE) $(into)/lib/lua/5.4/$(notdir $(MODULE))
	install -d $(lua_modules)
	cd $(lua_modules) && ln -sf ../../sandbox/lua/multiprocessing.lua ../../sandbox/lua/sandbox.lua .
	install -D -m 644 $(BUILD)/sandbox.1 $(page_in)
	install -D -m 644 $(BUILD)/sandbox.bash $(bash_in)
	install -D -m 644 $(BUILD)/_sandbox $(zsh_in)

uninstall:
	rm -f $(into)/bin/sandbox $(into)/lib/lua/5.4/$(notdir $(MODULE)) $(page_in) $(bash_in) $(zsh_in)
	rm -f $(lua_modules)/multiprocessing.lua $(lua_modules)/sandbox.lua
	rm -rf $(share)

.PHONY: clean always
clean:
	rm -rf build

-include $(OBJECTS:.o=.d) $(BUILD)/obj/sandbox/main.d $(BUILD)/obj/sandbox/module.d $(UNITS:=.d) $(BENCHES:=.d)
