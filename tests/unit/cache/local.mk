# cache: one program for each source file; sample makes small caches.

UNIT_TESTS += check_cache_builder
check_cache_builder_SOURCES = \
	%D%/check_builder.c \
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

UNIT_TESTS += check_cache_hash
check_cache_hash_SOURCES = %D%/check_hash.c
check_cache_hash_CPPFLAGS = $(UNIT_CPPFLAGS)
check_cache_hash_LDADD = $(UNIT_APPS_LIBS)

UNIT_TESTS += check_cache_merge
check_cache_merge_SOURCES = \
	%D%/check_merge.c \
	%D%/sample.c \
	%D%/sample.h
check_cache_merge_CPPFLAGS = $(UNIT_CPPFLAGS)
check_cache_merge_LDADD = $(UNIT_APPS_LIBS)
