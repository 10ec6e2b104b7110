# The applications, and the programs that hold them.

EXTRA_DIST += %D%/README.md %D%/data/README.md

APPS_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/apps

include %D%/data/cache/local.mk
include %D%/data/clouds/local.mk
include %D%/data/firestore/local.mk
include %D%/data/query/local.mk
include %D%/data/tables/local.mk
include %D%/data/transfer/local.mk
include %D%/firestore/access/local.mk

sbin_PROGRAMS += gantry
gantry_CPPFLAGS = $(APPS_CPPFLAGS) -DBINDIR='"$(bindir)"'
# SQLite first: most symbols are its own, and are looked for in this order at
# each start, which a CGI program has for each request.
gantry_LDADD = libcache.a libgantry-sqlite.a $(SQLITE_LIBS) $(WHOLE_ARCHIVE) \
	libgantry-internal.a $(NO_WHOLE_ARCHIVE) $(SMALL_LIBS) $(SECCOMP_LIBS) -lm
# It exports what the shared library exports, with the same versions, for the
# modules that it loads, and nothing else.
gantry_LDFLAGS = $(AM_LDFLAGS) -Wl,-E,--version-script=$(GANTRY_MAP)
EXTRA_gantry_DEPENDENCIES = $(GANTRY_MAP)
gantry_SOURCES = %D%/applications.c

# What gantry loads.
gantrymoduledir = $(libdir)/gantry
nodist_gantrymodule_DATA =
noinst_DATA =

include %D%/entities/local.mk
include %D%/firestore/grpc/local.mk
include %D%/firestore/local.mk
include %D%/hello/local.mk
include %D%/inspect/local.mk
include %D%/python/local.mk
include %D%/python-example/local.mk
include %D%/todo/local.mk

bin_PROGRAMS += gantry-cache
gantry_cache_CPPFLAGS = $(APPS_CPPFLAGS) $(JANSSON_CFLAGS)
gantry_cache_LDADD = libtransfer.a libtables.a libquery.a libcache.a $(CLOUDS_LIBS) $(FIRESTORE_LIBS) \
	libgantry-internal.a $(CACHE_LIBS) $(XXHASH_LIBS)
gantry_cache_SOURCES = \
	%D%/projections.c \
	%D%/entities/projection.c \
	%D%/entities/projection.h

include %D%/data/gantry-cache/local.mk
