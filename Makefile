# make            build build/sandbox
# make run        install what is missing, build, start the screen
# make test       install what is missing, build, run every test
# make lint       include directions, luacheck, the unit of style
# make bench      the table of 9-measures; make soak: the long storms
# make install    PREFIX=/usr/local DESTDIR=
#
# VARIANT=release|debug|asan|coverage builds under build/$(VARIANT)/; release is also linked to build/sandbox.

VARIANT ?= release
BUILD   ?= build/$(VARIANT)
PREFIX  ?= /usr/local

CFLAGS ?= -g
WARNINGS := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla -Wpointer-arith -Wformat=2 -Wundef
ifdef DEVELOPER
WARNINGS += -Werror
endif
OPTIMIZE_release  := -O2
OPTIMIZE_debug    := -Og
OPTIMIZE_asan     := -O1 -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
OPTIMIZE_coverage := -O0 --coverage
OPTIMIZE := $(OPTIMIZE_$(VARIANT))

MODULES := lua5.4 ncursesw libcmark libutf8proc libcjson
PC_CFLAGS = $(shell pkg-config --cflags $(MODULES))
PC_LIBS   = $(shell pkg-config --libs $(MODULES))

# The user's CFLAGS come last, and stay the user's.
ALL_CFLAGS = -std=gnu11 $(OPTIMIZE) $(WARNINGS) -Isandbox $(PC_CFLAGS) \
             -DSANDBOX_SOURCE_DIR='"$(CURDIR)"' -DSANDBOX_PREFIX='"$(PREFIX)"' $(CFLAGS)
ALL_LDFLAGS = $(OPTIMIZE) $(LDFLAGS)

SOURCES := $(wildcard sandbox/*/*.c)
OBJECTS := $(SOURCES:%.c=$(BUILD)/obj/%.o)
PROGRAM := $(BUILD)/sandbox
LIBRARY := $(BUILD)/libsandbox.a

UNIT_SOURCES := $(wildcard tests/unit/*.c)
UNITS := $(UNIT_SOURCES:tests/unit/%.c=$(BUILD)/tests/unit/%)

.PHONY: all
all: $(PROGRAM)
ifeq ($(BUILD),build/release)
	@ln -sf release/sandbox build/sandbox
endif

$(PROGRAM): $(BUILD)/obj/sandbox/main.o $(LIBRARY)
	$(CC) $(ALL_LDFLAGS) -o $@ $^ $(PC_LIBS) -lm

$(LIBRARY): $(OBJECTS)
	@rm -f $@
	$(AR) rcs $@ $^

$(BUILD)/obj/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/tests/%: tests/%.c $(LIBRARY)
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -Itests -MMD -MP $(ALL_LDFLAGS) -o $@ $< $(LIBRARY) $(PC_LIBS) -lcmocka -lm

.PHONY: clean
clean:
	rm -rf build

-include $(OBJECTS:.o=.d) $(BUILD)/obj/sandbox/main.d $(UNITS:=.d)
