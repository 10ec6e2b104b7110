# query: one program for each source file.

UNIT_QUERY_CPPFLAGS = $(UNIT_CPPFLAGS) $(JANSSON_CFLAGS) $(SQLITE_CFLAGS)
UNIT_QUERY_LIBS = libunit.a $(QUERY_LIBS) libgantry-internal.a $(CACHE_LIBS) \
	$(CHECK_LIBS)

UNIT_TESTS += check_query_answer
check_query_answer_SOURCES = \
	%D%/check_answer.c \
	%D%/database.c \
	%D%/database.h
check_query_answer_CPPFLAGS = $(UNIT_QUERY_CPPFLAGS)
check_query_answer_LDADD = $(UNIT_QUERY_LIBS)

UNIT_TESTS += check_query_plan
check_query_plan_SOURCES = \
	%D%/check_plan.c \
	%D%/database.c \
	%D%/database.h
check_query_plan_CPPFLAGS = $(UNIT_QUERY_CPPFLAGS)
check_query_plan_LDADD = $(UNIT_QUERY_LIBS)

# What the emulator answered, for check_query_answer.
EXTRA_DIST += tests/queries/answers.jsonl tests/queries/record.py
