# sqlite: a program that links the library as an application does.

UNIT_TESTS += check_sqlite_binding
check_sqlite_binding_SOURCES = %D%/check_binding.c
check_sqlite_binding_CPPFLAGS = $(UNIT_CPPFLAGS) $(SQLITE_CFLAGS)
check_sqlite_binding_LDADD = libgantry-sqlite.a $(UNIT_LIBS) $(SQLITE_LIBS)

UNIT_TESTS += check_sqlite_connection
check_sqlite_connection_SOURCES = %D%/check_connection.c
check_sqlite_connection_CPPFLAGS = $(UNIT_CPPFLAGS) $(SQLITE_CFLAGS)
check_sqlite_connection_LDADD = libgantry-sqlite.a $(UNIT_LIBS) $(SQLITE_LIBS)

UNIT_TESTS += check_sqlite_statement
check_sqlite_statement_SOURCES = %D%/check_statement.c
check_sqlite_statement_CPPFLAGS = $(UNIT_CPPFLAGS) $(SQLITE_CFLAGS)
check_sqlite_statement_LDADD = libgantry-sqlite.a $(UNIT_LIBS) $(SQLITE_LIBS)

UNIT_TESTS += check_sqlite_transactions
check_sqlite_transactions_SOURCES = %D%/check_transactions.c
check_sqlite_transactions_CPPFLAGS = $(UNIT_CPPFLAGS) $(SQLITE_CFLAGS)
check_sqlite_transactions_LDADD = libgantry-sqlite.a $(UNIT_LIBS) $(SQLITE_LIBS)

UNIT_TESTS += check_sqlite_writer
check_sqlite_writer_SOURCES = %D%/check_writer.c
check_sqlite_writer_CPPFLAGS = $(UNIT_CPPFLAGS)
check_sqlite_writer_LDADD = libgantry-sqlite-internal.a $(UNIT_LIBS) $(SQLITE_LIBS)
