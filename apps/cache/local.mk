# cache: the SQLite file that the applications read.

CACHE_LIBS = $(SQLITE_LIBS) $(UTF8PROC_LIBS)

noinst_LIBRARIES += libcache.a
libcache_a_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/apps $(SQLITE_CFLAGS) \
	$(UTF8PROC_CFLAGS)
libcache_a_SOURCES = \
	%D%/adder.c \
	%D%/adder.h \
	%D%/best.c \
	%D%/best.h \
	%D%/builder.c \
	%D%/builder.h \
	%D%/cache.c \
	%D%/cache.h \
	%D%/clock.c \
	%D%/clock.h \
	%D%/db.c \
	%D%/db.h \
	%D%/db_rows.c \
	%D%/db_rows.h \
	%D%/db_trace.c \
	%D%/db_trace.h \
	%D%/feed.c \
	%D%/feed.h \
	%D%/fields.c \
	%D%/fields.h \
	%D%/fold.c \
	%D%/fold.h \
	%D%/hash.c \
	%D%/hash.h \
	%D%/image_name.c \
	%D%/image_name.h \
	%D%/keysort.c \
	%D%/keysort.h \
	%D%/merge.c \
	%D%/merge.h \
	%D%/ordered.h \
	%D%/past.c \
	%D%/past.h \
	%D%/projection.h \
	%D%/rules.c \
	%D%/rules.h \
	%D%/run.c \
	%D%/run.h \
	%D%/run_merge.c \
	%D%/run_merge.h \
	%D%/schema.h \
	%D%/sorter.c \
	%D%/sorter.h \
	%D%/summed.c \
	%D%/summed.h \
	%D%/sums.c \
	%D%/sums.h \
	%D%/temporary.c \
	%D%/temporary.h
