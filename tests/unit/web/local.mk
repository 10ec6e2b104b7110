# web: one program for each source file.

UNIT_TESTS += check_web_conditional
check_web_conditional_SOURCES = %D%/check_conditional.c
check_web_conditional_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_conditional_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_query
check_web_query_SOURCES = %D%/check_query.c
check_web_query_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_query_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_sign
check_web_sign_SOURCES = %D%/check_sign.c
check_web_sign_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_sign_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_date
check_web_date_SOURCES = %D%/check_date.c
check_web_date_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_date_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_value
check_web_value_SOURCES = %D%/check_value.c
check_web_value_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_value_LDADD = $(UNIT_LIBS)
