# web: one program for each source file; asked is a request, and absent what it
# calls.

UNIT_WEB_ASKED = %D%/asked.c %D%/asked.h %D%/absent.c

UNIT_TESTS += check_web_conditional
check_web_conditional_SOURCES = %D%/check_conditional.c $(UNIT_WEB_ASKED)
check_web_conditional_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_conditional_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_json_parse
check_web_json_parse_SOURCES = %D%/check_json_parse.c
check_web_json_parse_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_json_parse_LDADD = $(UNIT_LIBS)

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

UNIT_TESTS += check_web_request
check_web_request_SOURCES = %D%/check_request.c $(UNIT_WEB_ASKED)
check_web_request_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_request_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_param
check_web_param_SOURCES = %D%/check_param.c $(UNIT_WEB_ASKED)
check_web_param_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_param_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_cookies
check_web_cookies_SOURCES = %D%/check_cookies.c $(UNIT_WEB_ASKED)
check_web_cookies_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_cookies_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_accept
check_web_accept_SOURCES = %D%/check_accept.c $(UNIT_WEB_ASKED)
check_web_accept_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_accept_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_range
check_web_range_SOURCES = %D%/check_range.c $(UNIT_WEB_ASKED)
check_web_range_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_range_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_where
check_web_where_SOURCES = %D%/check_where.c $(UNIT_WEB_ASKED)
check_web_where_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_where_LDADD = $(UNIT_LIBS)
