# cache: one program for each source file that has its own tests; sample makes small caches.

UNIT_TESTS += check_cache_builder
check_cache_builder_SOURCES = \
	%D%/build/check_builder.c \
	%D%/sample.c \
	%D%/sample.h
check_cache_builder_CPPFLAGS = $(UNIT_CPPFLAGS)
check_cache_builder_LDADD = $(UNIT_APPS_LIBS)

UNIT_TESTS += check_cache_cache
check_cache_cache_SOURCES = \
	%D%/check_cache.c \
	%D%/sample.c \
	%D%/sample.h
check_cache_cache_CPPFLAGS = $(UNIT_CPPFLAGS)
check_cache_cache_LDADD = $(UNIT_APPS_LIBS)

UNIT_TESTS += check_cache_db
check_cache_db_SOURCES = \
	%D%/check_db.c \
	%D%/sample.c \
	%D%/sample.h
check_cache_db_CPPFLAGS = $(UNIT_CPPFLAGS)
check_cache_db_LDADD = $(UNIT_APPS_LIBS)

UNIT_TESTS += check_cache_duplicates
check_cache_duplicates_SOURCES = %D%/build/check_duplicates.c
check_cache_duplicates_CPPFLAGS = $(UNIT_CPPFLAGS)
check_cache_duplicates_LDADD = $(UNIT_APPS_LIBS)

UNIT_TESTS += check_cache_hash
check_cache_hash_SOURCES = %D%/check_hash.c
check_cache_hash_CPPFLAGS = $(UNIT_CPPFLAGS)
check_cache_hash_LDADD = $(UNIT_APPS_LIBS)

UNIT_TESTS += check_cache_image_name
check_cache_image_name_SOURCES = %D%/check_image_name.c
check_cache_image_name_CPPFLAGS = $(UNIT_CPPFLAGS)
check_cache_image_name_LDADD = $(UNIT_APPS_LIBS)

UNIT_TESTS += check_cache_lacks
check_cache_lacks_SOURCES = \
	%D%/check_lacks.c \
	%D%/sample.c \
	%D%/sample.h
check_cache_lacks_CPPFLAGS = $(UNIT_CPPFLAGS)
check_cache_lacks_LDADD = $(UNIT_APPS_LIBS)

UNIT_TESTS += check_cache_merge
check_cache_merge_SOURCES = \
	%D%/build/check_merge.c \
	%D%/sample.c \
	%D%/sample.h
check_cache_merge_CPPFLAGS = $(UNIT_CPPFLAGS)
check_cache_merge_LDADD = $(UNIT_APPS_LIBS)

UNIT_TESTS += check_cache_db_rows
check_cache_db_rows_SOURCES = %D%/check_db_rows.c
check_cache_db_rows_CPPFLAGS = $(UNIT_CPPFLAGS)
check_cache_db_rows_LDADD = $(UNIT_APPS_LIBS)

UNIT_TESTS += check_cache_keysort
check_cache_keysort_SOURCES = %D%/sort/check_keysort.c
check_cache_keysort_CPPFLAGS = $(UNIT_CPPFLAGS)
check_cache_keysort_LDADD = $(UNIT_APPS_LIBS)

UNIT_TESTS += check_cache_run
check_cache_run_SOURCES = %D%/sort/check_run.c
check_cache_run_CPPFLAGS = $(UNIT_CPPFLAGS)
check_cache_run_LDADD = $(UNIT_APPS_LIBS)

UNIT_TESTS += check_cache_schema_upgrade
check_cache_schema_upgrade_SOURCES = \
	%D%/build/check_schema_upgrade.c \
	%D%/sample.c \
	%D%/sample.h
check_cache_schema_upgrade_CPPFLAGS = $(UNIT_CPPFLAGS)
check_cache_schema_upgrade_LDADD = $(UNIT_APPS_LIBS)

UNIT_TESTS += check_cache_sorter
check_cache_sorter_SOURCES = %D%/sort/check_sorter.c
check_cache_sorter_CPPFLAGS = $(UNIT_CPPFLAGS)
check_cache_sorter_LDADD = $(UNIT_APPS_LIBS)

UNIT_TESTS += check_cache_sums
check_cache_sums_SOURCES = %D%/sort/check_sums.c
check_cache_sums_CPPFLAGS = $(UNIT_CPPFLAGS)
check_cache_sums_LDADD = $(UNIT_APPS_LIBS)

UNIT_TESTS += check_cache_rules
check_cache_rules_SOURCES = \
	%D%/build/check_rules.c \
	%D%/sample.c \
	%D%/sample.h
check_cache_rules_CPPFLAGS = $(UNIT_CPPFLAGS)
check_cache_rules_LDADD = $(UNIT_APPS_LIBS)

UNIT_TESTS += check_cache_feed
check_cache_feed_SOURCES = %D%/build/check_feed.c
check_cache_feed_CPPFLAGS = $(UNIT_CPPFLAGS)
check_cache_feed_LDADD = $(UNIT_APPS_LIBS)

UNIT_TESTS += check_cache_db_trace
check_cache_db_trace_SOURCES = \
	%D%/check_db_trace.c \
	%D%/sample.c \
	%D%/sample.h
check_cache_db_trace_CPPFLAGS = $(UNIT_CPPFLAGS)
check_cache_db_trace_LDADD = $(UNIT_APPS_LIBS)

UNIT_TESTS += check_cache_best
check_cache_best_SOURCES = %D%/sort/check_best.c
check_cache_best_CPPFLAGS = $(UNIT_CPPFLAGS)
check_cache_best_LDADD = $(UNIT_APPS_LIBS)

UNIT_TESTS += check_cache_fold
check_cache_fold_SOURCES = %D%/check_fold.c
check_cache_fold_CPPFLAGS = $(UNIT_CPPFLAGS)
check_cache_fold_LDADD = $(UNIT_APPS_LIBS)
