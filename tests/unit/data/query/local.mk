# query: one program for each source file.

UNIT_QUERY_CPPFLAGS = $(UNIT_CPPFLAGS) $(JANSSON_CFLAGS)
UNIT_QUERY_LIBS = libunit.a $(QUERY_LIBS) libgantry-internal.a $(CACHE_LIBS) \
	$(CHECK_LIBS)

UNIT_TESTS += check_query_answer
check_query_answer_SOURCES = \
	%D%/check_answer.c \
	%D%/../cache/sample.c \
	%D%/../cache/sample.h
check_query_answer_CPPFLAGS = $(UNIT_QUERY_CPPFLAGS) $(SQLITE_CFLAGS)
check_query_answer_LDADD = $(UNIT_QUERY_LIBS)
