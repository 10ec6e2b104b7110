# tables: documents as rows for other programs.

TABLES_LIBS = libtables.a $(QUERY_LIBS)

noinst_LIBRARIES += libtables.a
libtables_a_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/apps $(JANSSON_CFLAGS) $(SQLITE_CFLAGS)
libtables_a_SOURCES = \
	%D%/columns.c \
	%D%/columns.h \
	%D%/condition.c \
	%D%/condition.h \
	%D%/csv.c \
	%D%/csv.h \
	%D%/difference.c \
	%D%/difference.h \
	%D%/documents.c \
	%D%/documents.h \
	%D%/plain_value.c \
	%D%/plain_value.h \
	%D%/sql_query.c \
	%D%/sql_query.h \
	%D%/view_sql.c \
	%D%/view_sql.h

EXTRA_DIST += %D%/README.md
