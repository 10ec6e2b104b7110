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

UNIT_TESTS += check_query_best_rows
check_query_best_rows_SOURCES = %D%/check_best_rows.c
check_query_best_rows_CPPFLAGS = $(UNIT_QUERY_CPPFLAGS)
check_query_best_rows_LDADD = $(UNIT_QUERY_LIBS)

UNIT_TESTS += check_query_collections
check_query_collections_SOURCES = %D%/check_collections.c
check_query_collections_CPPFLAGS = $(UNIT_QUERY_CPPFLAGS)
check_query_collections_LDADD = $(UNIT_QUERY_LIBS)

UNIT_TESTS += check_query_field
check_query_field_SOURCES = %D%/check_field.c
check_query_field_CPPFLAGS = $(UNIT_QUERY_CPPFLAGS)
check_query_field_LDADD = $(UNIT_QUERY_LIBS)

UNIT_TESTS += check_query_index_choice
check_query_index_choice_SOURCES = %D%/check_index_choice.c
check_query_index_choice_CPPFLAGS = $(UNIT_QUERY_CPPFLAGS)
check_query_index_choice_LDADD = $(UNIT_QUERY_LIBS)

UNIT_TESTS += check_query_index_block
check_query_index_block_SOURCES = %D%/check_index_block.c
check_query_index_block_CPPFLAGS = $(UNIT_QUERY_CPPFLAGS)
check_query_index_block_LDADD = $(UNIT_QUERY_LIBS)

UNIT_TESTS += check_query_key
check_query_key_SOURCES = %D%/check_key.c
check_query_key_CPPFLAGS = $(UNIT_QUERY_CPPFLAGS)
check_query_key_LDADD = $(UNIT_QUERY_LIBS)

UNIT_TESTS += check_query_document_lists
check_query_document_lists_SOURCES = \
	%D%/check_document_lists.c \
	%D%/database.c \
	%D%/database.h
check_query_document_lists_CPPFLAGS = $(UNIT_QUERY_CPPFLAGS)
check_query_document_lists_LDADD = $(UNIT_QUERY_LIBS)

UNIT_TESTS += check_query_read_query
check_query_read_query_SOURCES = %D%/check_read_query.c
check_query_read_query_CPPFLAGS = $(UNIT_QUERY_CPPFLAGS)
check_query_read_query_LDADD = $(UNIT_QUERY_LIBS)

# What the emulator answered, for check_query_answer.
EXTRA_DIST += tests/queries/answers.jsonl tests/queries/record.py
