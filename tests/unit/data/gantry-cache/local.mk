# gantry-cache: its sources are compiled into each program.

UNIT_TESTS += check_gantry_cache_security_rules
check_gantry_cache_security_rules_SOURCES = \
	%D%/check_security_rules.c \
	apps/data/gantry-cache/security/rules_reader.c \
	apps/data/gantry-cache/security/security_rules.c
check_gantry_cache_security_rules_CPPFLAGS = $(UNIT_CPPFLAGS)
check_gantry_cache_security_rules_LDADD = $(UNIT_ACCESS_LIBS)
