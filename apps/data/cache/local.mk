# cache: the SQLite file that the applications read.

CACHE_LIBS = $(SQLITE_LIBS) $(UTF8PROC_LIBS)

noinst_LIBRARIES += libcache.a
libcache_a_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/apps $(SQLITE_CFLAGS) \
	$(UTF8PROC_CFLAGS)
libcache_a_SOURCES = \
	%D%/sort/adder.c \
	%D%/sort/adder.h \
	%D%/sort/best.c \
	%D%/sort/best.h \
	%D%/build/builder.c \
	%D%/build/builder.h \
	%D%/build/cache_document.h \
	%D%/build/duplicates.c \
	%D%/build/duplicates.h \
	%D%/cache.c \
	%D%/cache.h \
	%D%/db.c \
	%D%/db.h \
	%D%/db_rows.c \
	%D%/db_rows.h \
	%D%/db_trace.c \
	%D%/db_trace.h \
	%D%/build/feed.c \
	%D%/build/feed.h \
	%D%/json_field.c \
	%D%/json_field.h \
	%D%/json_scan.c \
	%D%/json_scan.h \
	%D%/fold.c \
	%D%/fold.h \
	%D%/hash.c \
	%D%/hash.h \
	%D%/image_name.c \
	%D%/image_name.h \
	%D%/interruption.c \
	%D%/interruption.h \
	%D%/lacks.c \
	%D%/lacks.h \
	%D%/sort/keysort.c \
	%D%/sort/keysort.h \
	%D%/build/output.c \
	%D%/build/output.h \
	%D%/build/merge.c \
	%D%/build/merge.h \
	%D%/sort/ordered.h \
	%D%/build/previous.c \
	%D%/build/previous.h \
	%D%/projection.h \
	%D%/build/quarantine.c \
	%D%/build/quarantine.h \
	%D%/build/rewrite.c \
	%D%/build/rewrite.h \
	%D%/build/rules.c \
	%D%/build/rules.h \
	%D%/sort/run.c \
	%D%/sort/run.h \
	%D%/sort/run_merge.c \
	%D%/sort/run_merge.h \
	%D%/schema.h \
	%D%/sort/sorter.c \
	%D%/sort/sorter.h \
	%D%/build/summed.c \
	%D%/build/summed.h \
	%D%/sort/sums.c \
	%D%/sort/sums.h \
	%D%/build/schema_upgrade.c \
	%D%/temporary.c \
	%D%/temporary_folder.c \
	%D%/temporary_folder.h \
	%D%/temporary.h

EXTRA_DIST += \
	%D%/README.md \
	%D%/build/README.md \
	%D%/sort/README.md
