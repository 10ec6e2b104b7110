# firestore: one program for each source file.

UNIT_ACCESS_LIBS = libunit.a libaccess.a libfirestore.a $(JANSSON_LIBS) \
	libgantry-internal.a $(CACHE_LIBS) $(CHECK_LIBS)

UNIT_TESTS += check_firestore_access_rules
check_firestore_access_rules_SOURCES = %D%/check_access_rules.c
check_firestore_access_rules_CPPFLAGS = $(UNIT_CPPFLAGS)
check_firestore_access_rules_LDADD = $(UNIT_ACCESS_LIBS)

UNIT_PROTOCOL_CPPFLAGS = $(UNIT_CPPFLAGS) $(JANSSON_CFLAGS)
UNIT_PROTOCOL_LIBS = libgantry-firestore.a libaccess.a libunit.a \
	$(QUERY_LIBS) $(GANTRY_LIBS) $(CACHE_LIBS) $(CHECK_LIBS)

UNIT_TESTS += check_firestore_rest_request
check_firestore_rest_request_SOURCES = %D%/check_rest_request.c
check_firestore_rest_request_CPPFLAGS = $(UNIT_PROTOCOL_CPPFLAGS)
check_firestore_rest_request_LDADD = $(UNIT_PROTOCOL_LIBS)

UNIT_TESTS += check_firestore_rpc_methods
check_firestore_rpc_methods_SOURCES = %D%/check_rpc_methods.c
check_firestore_rpc_methods_CPPFLAGS = $(UNIT_PROTOCOL_CPPFLAGS)
check_firestore_rpc_methods_LDADD = $(UNIT_PROTOCOL_LIBS)
