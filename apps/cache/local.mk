# cache: the SQLite file that the applications read.

noinst_LIBRARIES += libcache.a
libcache_a_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/apps $(SQLITE_CFLAGS)
libcache_a_SOURCES = \
	%D%/builder.c \
	%D%/builder.h \
	%D%/cache.c \
	%D%/cache.h \
	%D%/clock.c \
	%D%/clock.h \
	%D%/db.c \
	%D%/db.h \
	%D%/fields.c \
	%D%/fields.h \
	%D%/hash.c \
	%D%/hash.h \
	%D%/merge.c \
	%D%/merge.h \
	%D%/past.c \
	%D%/past.h \
	%D%/projection.h \
	%D%/rules.c \
	%D%/rules.h \
	%D%/schema.h \
	%D%/temporary.c \
	%D%/temporary.h
