# firestore: one program for each source file.

UNIT_ACCESS_LIBS = libunit.a libaccess.a libfirestore.a $(JANSSON_LIBS) \
	libgantry-internal.a $(CACHE_LIBS) $(CHECK_LIBS)

UNIT_TESTS += check_firestore_access_rules
check_firestore_access_rules_SOURCES = %D%/check_access_rules.c
check_firestore_access_rules_CPPFLAGS = $(UNIT_CPPFLAGS)
check_firestore_access_rules_LDADD = $(UNIT_ACCESS_LIBS)
