# web: one program for each source file.  test_request is a request without a
# site, test_body one with a body, exchange a request with its response, and
# waiter one that may wait.

UNIT_TEST_REQUEST = %D%/test_request.c %D%/test_request.h
UNIT_TEST_BODY = %D%/test_body.c %D%/test_body.h
UNIT_SCHEMA_CASE = \
	%D%/schema/schema_case.c \
	%D%/schema/schema_case.h \
	$(UNIT_TEST_REQUEST)
UNIT_WAITER = %D%/waiter.c %D%/waiter.h

UNIT_TESTS += check_web_accept
check_web_accept_SOURCES = %D%/request/check_accept.c $(UNIT_TEST_REQUEST)
check_web_accept_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_accept_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_application
check_web_application_SOURCES = %D%/check_application.c
check_web_application_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_application_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_arguments
check_web_arguments_SOURCES = %D%/routing/check_arguments.c
check_web_arguments_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_arguments_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_body
check_web_body_SOURCES = %D%/request/check_body.c $(UNIT_TEST_BODY)
check_web_body_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_body_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_channel
check_web_channel_SOURCES = %D%/events/check_channel.c $(UNIT_WAITER)
check_web_channel_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_channel_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_condition
check_web_condition_SOURCES = \
	%D%/response/check_condition.c \
	%D%/exchange.c \
	%D%/exchange.h
check_web_condition_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_condition_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_converter
check_web_converter_SOURCES = %D%/routing/check_converter.c
check_web_converter_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_converter_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_cookies
check_web_cookies_SOURCES = %D%/request/check_cookies.c $(UNIT_TEST_REQUEST)
check_web_cookies_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_cookies_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_cover
check_web_cover_SOURCES = \
	%D%/routing/check_cover.c \
	%D%/sample_site.c \
	%D%/sample_site.h
check_web_cover_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_cover_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_date
check_web_date_SOURCES = %D%/types/check_date.c
check_web_date_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_date_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_datetime
check_web_datetime_SOURCES = %D%/types/check_datetime.c
check_web_datetime_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_datetime_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_declaration
check_web_declaration_SOURCES = %D%/check_declaration.c
check_web_declaration_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_declaration_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_security_names
check_web_security_names_SOURCES = %D%/check_security_names.c
check_web_security_names_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_security_names_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_declared_body
check_web_declared_body_SOURCES = %D%/request/check_declared_body.c
check_web_declared_body_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_declared_body_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_dispatch
check_web_dispatch_SOURCES = %D%/check_dispatch.c
check_web_dispatch_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_dispatch_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_disposition
check_web_disposition_SOURCES = \
	%D%/response/check_disposition.c \
	%D%/exchange.c \
	%D%/exchange.h
check_web_disposition_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_disposition_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_error_document
check_web_error_document_SOURCES = %D%/check_error_document.c
check_web_error_document_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_error_document_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_etag
check_web_etag_SOURCES = %D%/types/check_etag.c
check_web_etag_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_etag_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_event
check_web_event_SOURCES = %D%/events/check_event.c $(UNIT_TEST_REQUEST)
check_web_event_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_event_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_explain
check_web_explain_SOURCES = \
	%D%/routing/check_explain.c \
	%D%/sample_site.c \
	%D%/sample_site.h
check_web_explain_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_explain_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_file
check_web_file_SOURCES = \
	%D%/response/check_file.c \
	%D%/exchange.c \
	%D%/exchange.h
check_web_file_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_file_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_file_below
check_web_file_below_SOURCES = %D%/response/check_file_below.c
check_web_file_below_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_file_below_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_form
check_web_form_SOURCES = %D%/request/check_form.c $(UNIT_TEST_BODY)
check_web_form_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_form_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_group_prefix
check_web_group_prefix_SOURCES = %D%/check_group_prefix.c
check_web_group_prefix_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_group_prefix_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_handoff
check_web_handoff_SOURCES = \
	%D%/response/check_handoff.c \
	%D%/exchange.c \
	%D%/exchange.h
check_web_handoff_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_handoff_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_header_parameter
check_web_header_parameter_SOURCES = %D%/types/check_header_parameter.c
check_web_header_parameter_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_header_parameter_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_headers
check_web_headers_SOURCES = \
	%D%/response/check_headers.c \
	%D%/exchange.c \
	%D%/exchange.h
check_web_headers_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_headers_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_http_error
check_web_http_error_SOURCES = \
	%D%/response/check_http_error.c \
	%D%/exchange.c \
	%D%/exchange.h
check_web_http_error_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_http_error_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_json_body
check_web_json_body_SOURCES = %D%/request/check_json_body.c $(UNIT_TEST_BODY)
check_web_json_body_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_json_body_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_json_grammar
check_web_json_grammar_SOURCES = %D%/types/check_json_grammar.c
check_web_json_grammar_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_json_grammar_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_json_parse
check_web_json_parse_SOURCES = %D%/types/check_json_parse.c
check_web_json_parse_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_json_parse_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_json_decimal
check_web_json_decimal_SOURCES = \
	%D%/types/check_json_decimal.c \
	$(UNIT_TEST_REQUEST)
check_web_json_decimal_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_json_decimal_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_json_value
check_web_json_value_SOURCES = %D%/types/check_json_value.c $(UNIT_TEST_REQUEST)
check_web_json_value_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_json_value_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_location
check_web_location_SOURCES = \
	%D%/response/check_location.c \
	%D%/exchange.c \
	%D%/exchange.h
check_web_location_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_location_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_media_type
check_web_media_type_SOURCES = %D%/types/check_media_type.c
check_web_media_type_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_media_type_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_method
check_web_method_SOURCES = %D%/check_method.c
check_web_method_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_method_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_multipart
check_web_multipart_SOURCES = %D%/request/check_multipart.c $(UNIT_TEST_BODY)
check_web_multipart_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_multipart_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_param
check_web_param_SOURCES = %D%/request/check_param.c $(UNIT_TEST_REQUEST)
check_web_param_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_param_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_part_head
check_web_part_head_SOURCES = %D%/request/check_part_head.c $(UNIT_TEST_BODY)
check_web_part_head_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_part_head_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_routed_path
check_web_routed_path_SOURCES = %D%/routing/check_routed_path.c
check_web_routed_path_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_routed_path_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_precondition
check_web_precondition_SOURCES = %D%/request/check_precondition.c $(UNIT_TEST_REQUEST)
check_web_precondition_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_precondition_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_problem_xml
check_web_problem_xml_SOURCES = %D%/check_problem_xml.c
check_web_problem_xml_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_problem_xml_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_query
check_web_query_SOURCES = %D%/request/check_query.c
check_web_query_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_query_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_range
check_web_range_SOURCES = %D%/response/check_range.c $(UNIT_TEST_REQUEST)
check_web_range_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_range_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_request
check_web_request_SOURCES = %D%/request/check_request.c $(UNIT_TEST_REQUEST)
check_web_request_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_request_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_request_url
check_web_request_url_SOURCES = %D%/request/check_request_url.c $(UNIT_TEST_REQUEST)
check_web_request_url_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_request_url_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_response
check_web_response_SOURCES = \
	%D%/response/check_response.c \
	%D%/exchange.c \
	%D%/exchange.h
check_web_response_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_response_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_router
check_web_router_SOURCES = \
	%D%/routing/check_router.c \
	%D%/sample_site.c \
	%D%/sample_site.h
check_web_router_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_router_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_schema_check
check_web_schema_check_SOURCES = %D%/schema/check_check.c $(UNIT_SCHEMA_CASE)
check_web_schema_check_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_schema_check_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_schema_compile
check_web_schema_compile_SOURCES = %D%/schema/check_compile.c $(UNIT_SCHEMA_CASE)
check_web_schema_compile_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_schema_compile_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_schema_expression
check_web_schema_expression_SOURCES = %D%/schema/check_expression.c
check_web_schema_expression_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_schema_expression_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_schema_format
check_web_schema_format_SOURCES = %D%/schema/check_format.c
check_web_schema_format_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_schema_format_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_schema_rules_array
check_web_schema_rules_array_SOURCES = %D%/schema/check_rules_array.c $(UNIT_SCHEMA_CASE)
check_web_schema_rules_array_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_schema_rules_array_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_schema_rules_logic
check_web_schema_rules_logic_SOURCES = %D%/schema/check_rules_logic.c $(UNIT_SCHEMA_CASE)
check_web_schema_rules_logic_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_schema_rules_logic_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_schema_rules_object
check_web_schema_rules_object_SOURCES = %D%/schema/check_rules_object.c $(UNIT_SCHEMA_CASE)
check_web_schema_rules_object_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_schema_rules_object_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_schema_rules_scalar
check_web_schema_rules_scalar_SOURCES = %D%/schema/check_rules_scalar.c $(UNIT_SCHEMA_CASE)
check_web_schema_rules_scalar_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_schema_rules_scalar_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_segment
check_web_segment_SOURCES = %D%/routing/check_segment.c
check_web_segment_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_segment_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_send
check_web_send_SOURCES = \
	%D%/response/check_send.c \
	%D%/exchange.c \
	%D%/exchange.h
check_web_send_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_send_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_set_cookie
check_web_set_cookie_SOURCES = \
	%D%/response/check_set_cookie.c \
	%D%/exchange.c \
	%D%/exchange.h
check_web_set_cookie_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_set_cookie_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_sign
check_web_sign_SOURCES = %D%/types/check_sign.c
check_web_sign_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_sign_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_site
check_web_site_SOURCES = %D%/check_site.c
check_web_site_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_site_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_stream
check_web_stream_SOURCES = %D%/response/check_stream.c $(UNIT_WAITER)
check_web_stream_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_stream_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_event_source
check_web_event_source_SOURCES = %D%/events/check_event_source.c $(UNIT_WAITER)
check_web_event_source_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_event_source_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_template
check_web_template_SOURCES = %D%/routing/check_template.c
check_web_template_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_template_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_table_check
check_web_table_check_SOURCES = %D%/check_table_check.c
check_web_table_check_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_table_check_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_typed_headers
check_web_typed_headers_SOURCES = \
	%D%/response/check_typed_headers.c \
	%D%/exchange.c \
	%D%/exchange.h
check_web_typed_headers_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_typed_headers_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_url
check_web_url_SOURCES = \
	%D%/routing/check_url.c \
	%D%/sample_site.c \
	%D%/sample_site.h
check_web_url_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_url_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_url_for
check_web_url_for_SOURCES = %D%/check_url_for.c
check_web_url_for_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_url_for_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_uuid
check_web_uuid_SOURCES = %D%/types/check_uuid.c
check_web_uuid_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_uuid_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_value
check_web_value_SOURCES = %D%/types/check_value.c
check_web_value_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_value_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_escape
check_web_escape_SOURCES = %D%/html/check_escape.c
check_web_escape_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_escape_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_html_place
check_web_html_place_SOURCES = %D%/html/check_html_place.c %D%/html/templates.h
check_web_html_place_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_html_place_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_html_render
check_web_html_render_SOURCES = \
	%D%/html/check_html_render.c \
	%D%/html/templates.h \
	%D%/exchange.c \
	%D%/exchange.h
check_web_html_render_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_html_render_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_html_template
check_web_html_template_SOURCES = %D%/html/check_html_template.c %D%/html/templates.h
check_web_html_template_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_html_template_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_mustache
check_web_mustache_SOURCES = %D%/html/check_mustache.c %D%/html/templates.h
check_web_mustache_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_mustache_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_web_static_files
check_web_static_files_SOURCES = \
	%D%/static/check_static_files.c \
	%D%/exchange.c \
	%D%/exchange.h
check_web_static_files_CPPFLAGS = $(UNIT_CPPFLAGS)
check_web_static_files_LDADD = $(UNIT_LIBS)
