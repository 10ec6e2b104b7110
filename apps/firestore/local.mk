# firestore: Firestore's protocols, in a module of its own.

EXTRA_DIST += \
	%D%/README.md \
	%D%/rest/README.md \
	%D%/rpc/README.md

# An archive, so that the sources are compiled as all others are.
noinst_LIBRARIES += libgantry-firestore.a
libgantry_firestore_a_CPPFLAGS = $(APPS_CPPFLAGS) $(JANSSON_CFLAGS)
# What a module declares as thread-local has no place in the memory that a
# thread has from its beginning.
libgantry_firestore_a_CFLAGS = $(AM_CFLAGS) -ftls-model=global-dynamic
libgantry_firestore_a_SOURCES = \
	%D%/firestore.c \
	%D%/console/console.c \
	%D%/console/console.h \
	%D%/console/console_files.h \
	%D%/rest/rest_answer.c \
	%D%/rest/rest_answer.h \
	%D%/rest/rest_body.c \
	%D%/rest/rest_call.c \
	%D%/rest/rest_call.h \
	%D%/rest/rest_cors.c \
	%D%/rest/rest_cors.h \
	%D%/rest/rest_parameters.c \
	%D%/rest/rest_request.h \
	%D%/rest/rest_route.c \
	%D%/rpc/get_documents.c \
	%D%/rpc/list_query.c \
	%D%/rpc/lists.c \
	%D%/rpc/methods.c \
	%D%/rpc/methods.h \
	%D%/rpc/page_token.c \
	%D%/rpc/pages.h \
	%D%/rpc/request.c \
	%D%/rpc/request.h \
	%D%/rpc/rpc.h \
	%D%/rpc/rpc_run.c \
	%D%/rpc/rpc_run.h \
	%D%/rpc/run_queries.c \
	%D%/rpc/service.c \
	%D%/rpc/service.h \
	%D%/rpc/transaction.c \
	%D%/rpc/transaction.h \
	%D%/rpc/transaction_methods.c

include %D%/console/local.mk

nodist_gantrymodule_DATA += firestore.so
CLEANFILES += firestore.so

# A module has the public functions from the program that loads it, and the
# others that it needs with it.
firestore_objects = \
	bridge/base/libgantry_internal_a-arena.$(OBJEXT) \
	bridge/base/libgantry_internal_a-secret.$(OBJEXT)

firestore.so: libgantry-firestore.a libgrpc.a libaccess.a libquery.a \
	libfirestore.a libcache.a libgantry-internal.a
	$(AM_V_CCLD)$(CC) $(AM_CFLAGS) $(CFLAGS) -shared $(LINKER_OPTIONS) \
	    $(LDFLAGS) -o $@ $(WHOLE_ARCHIVE) libgantry-firestore.a \
	    $(NO_WHOLE_ARCHIVE) libgrpc.a libaccess.a libquery.a libcache.a \
	    libfirestore.a \
	    $(firestore_objects) $(CACHE_LIBS) $(JANSSON_LIBS) \
	    $(ZLIB_LIBS) -lm $(LIBS)
