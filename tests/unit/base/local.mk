UNIT_TESTS += check_base_arena
check_base_arena_SOURCES = %D%/check_arena.c
check_base_arena_CPPFLAGS = $(CHECK_CPPFLAGS_UNIT)
check_base_arena_LDADD = $(UNIT_GATE_LDADD)
