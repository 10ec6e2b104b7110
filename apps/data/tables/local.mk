# tables: documents as rows for other programs.

TABLES_LIBS = libtables.a $(QUERY_LIBS)

noinst_LIBRARIES += libtables.a
libtables_a_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/apps $(JANSSON_CFLAGS) $(SQLITE_CFLAGS)
libtables_a_SOURCES = \
	%D%/columns.c \
	%D%/columns.h \
	%D%/document_condition.c \
	%D%/document_condition.h \
	%D%/csv.c \
	%D%/csv.h \
	%D%/field_difference.c \
	%D%/field_difference.h \
	%D%/document_rows.c \
	%D%/document_rows.h \
	%D%/plain_value.c \
	%D%/plain_value.h \
	%D%/sql_query.c \
	%D%/sql_query.h \
	%D%/view_sql.c \
	%D%/view_sql.h

EXTRA_DIST += %D%/README.md
