# One program for each source file, in the room of that file; unit and answer
# are what the programs share.

UNIT_CPPFLAGS = $(CHECK_CPPFLAGS_UNIT) -I$(srcdir)/%D%
UNIT_LIBS = libunit.a $(GANTRY_LIBS) $(CHECK_LIBS)
UNIT_APPS_LIBS = libunit.a libcache.a $(GANTRY_LIBS) $(CACHE_LIBS) \
	$(CHECK_LIBS) -lm

if HAVE_CHECK
check_LIBRARIES = libunit.a
libunit_a_CPPFLAGS = $(UNIT_CPPFLAGS)
libunit_a_SOURCES = \
	%D%/answer.c \
	%D%/answer.h \
	%D%/unit.c \
	%D%/unit.h
endif

include %D%/base/local.mk
include %D%/wire/local.mk
include %D%/gate/local.mk
include %D%/web/local.mk
include %D%/middleware/local.mk
include %D%/testing/local.mk
include %D%/openapi/local.mk
include %D%/serve/local.mk
include %D%/sqlite/local.mk
include %D%/todo/local.mk
include %D%/cmd/local.mk
include %D%/data/cache/local.mk
include %D%/data/clouds/local.mk
include %D%/entities/local.mk
include %D%/data/firestore/local.mk
include %D%/data/query/local.mk
include %D%/data/tables/local.mk
include %D%/firestore/local.mk
include %D%/data/transfer/local.mk
include %D%/data/gantry-cache/local.mk
include %D%/firestore/grpc/local.mk
