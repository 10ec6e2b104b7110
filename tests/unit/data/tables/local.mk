# tables: one program for each source file.

UNIT_TABLES_LIBS = libunit.a $(TABLES_LIBS) libgantry-internal.a \
	$(CACHE_LIBS) $(CHECK_LIBS)

UNIT_TESTS += check_tables_columns
check_tables_columns_SOURCES = %D%/check_columns.c
check_tables_columns_CPPFLAGS = $(UNIT_QUERY_CPPFLAGS)
check_tables_columns_LDADD = $(UNIT_TABLES_LIBS)

UNIT_TESTS += check_tables_document_condition
check_tables_document_condition_SOURCES = %D%/check_document_condition.c
check_tables_document_condition_CPPFLAGS = $(UNIT_QUERY_CPPFLAGS)
check_tables_document_condition_LDADD = $(UNIT_TABLES_LIBS)

UNIT_TESTS += check_tables_csv
check_tables_csv_SOURCES = %D%/check_csv.c
check_tables_csv_CPPFLAGS = $(UNIT_QUERY_CPPFLAGS)
check_tables_csv_LDADD = $(UNIT_TABLES_LIBS)

UNIT_TESTS += check_tables_field_difference
check_tables_field_difference_SOURCES = %D%/check_field_difference.c
check_tables_field_difference_CPPFLAGS = $(UNIT_QUERY_CPPFLAGS)
check_tables_field_difference_LDADD = $(UNIT_TABLES_LIBS)

UNIT_TESTS += check_tables_plain_value
check_tables_plain_value_SOURCES = %D%/check_plain_value.c
check_tables_plain_value_CPPFLAGS = $(UNIT_QUERY_CPPFLAGS)
check_tables_plain_value_LDADD = $(UNIT_TABLES_LIBS)
