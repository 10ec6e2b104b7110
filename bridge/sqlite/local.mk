# libgantry-sqlite.a: SQLite for applications.  As in libgantry.a, the objects are
# linked into one, in which what is not public is local.

noinst_LIBRARIES += libgantry-sqlite-internal.a
libgantry_sqlite_internal_a_CPPFLAGS = $(AM_CPPFLAGS) $(SQLITE_CFLAGS)
libgantry_sqlite_internal_a_SOURCES = \
	%D%/binding.c \
	%D%/connection.c \
	%D%/connection.h \
	%D%/statement.c \
	%D%/transactions.c \
	%D%/writer.c \
	%D%/writer.h

lib_LIBRARIES += libgantry-sqlite.a
libgantry_sqlite_a_SOURCES =
libgantry_sqlite_a_LIBADD = %D%/gantry-sqlite.$(OBJEXT)
CLEANFILES += %D%/gantry-sqlite.$(OBJEXT)
EXTRA_DIST += %D%/README.md %D%/gantry-sqlite.pc.in

%D%/gantry-sqlite.$(OBJEXT): libgantry-sqlite-internal.a
	$(AM_V_GEN)$(CC) $(CFLAGS) $(RELOCATABLE_LDFLAGS) -o $@.tmp \
	    $(libgantry_sqlite_internal_a_OBJECTS)
	$(AM_V_at)$(OBJCOPY) --localize-hidden $@.tmp $@ && rm $@.tmp
