# gate: one program for each source file; play is a web server played.

UNIT_TESTS += check_gate_address
check_gate_address_SOURCES = %D%/environ/check_address.c
check_gate_address_CPPFLAGS = $(UNIT_CPPFLAGS)
check_gate_address_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_gate_call
check_gate_call_SOURCES = %D%/transport/check_call.c
check_gate_call_CPPFLAGS = $(UNIT_CPPFLAGS)
check_gate_call_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_gate_cookie
check_gate_cookie_SOURCES = %D%/environ/check_cookie.c
check_gate_cookie_CPPFLAGS = $(UNIT_CPPFLAGS)
check_gate_cookie_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_gate_deferred
check_gate_deferred_SOURCES = %D%/deferred/check_deferred.c
check_gate_deferred_CPPFLAGS = $(UNIT_CPPFLAGS)
check_gate_deferred_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_gate_events
check_gate_events_SOURCES = %D%/deferred/check_events.c
check_gate_events_CPPFLAGS = $(UNIT_CPPFLAGS)
check_gate_events_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_gate_process_hooks
check_gate_process_hooks_SOURCES = %D%/hooks/check_process_hooks.c
check_gate_process_hooks_CPPFLAGS = $(UNIT_CPPFLAGS)
check_gate_process_hooks_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_gate_metric
check_gate_metric_SOURCES = %D%/metrics/check_metric.c
check_gate_metric_CPPFLAGS = $(UNIT_CPPFLAGS)
check_gate_metric_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_gate_waits
check_gate_waits_SOURCES = %D%/deferred/check_waits.c
check_gate_waits_CPPFLAGS = $(UNIT_CPPFLAGS)
check_gate_waits_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_gate_environ
check_gate_environ_SOURCES = %D%/environ/check_environ.c
check_gate_environ_CPPFLAGS = $(UNIT_CPPFLAGS)
check_gate_environ_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_gate_fcgi
check_gate_fcgi_SOURCES = %D%/transport/check_fcgi.c
check_gate_fcgi_CPPFLAGS = $(UNIT_CPPFLAGS)
check_gate_fcgi_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_gate_fcgi_limits
check_gate_fcgi_limits_SOURCES = %D%/transport/check_fcgi_limits.c
check_gate_fcgi_limits_CPPFLAGS = $(UNIT_CPPFLAGS)
check_gate_fcgi_limits_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_gate_fcgi_table
check_gate_fcgi_table_SOURCES = %D%/transport/check_fcgi_table.c
check_gate_fcgi_table_CPPFLAGS = $(UNIT_CPPFLAGS)
check_gate_fcgi_table_LDADD = $(UNIT_LIBS)

if HAVE_LLHTTP
UNIT_TESTS += check_gate_http
check_gate_http_SOURCES = %D%/transport/http/check_http.c
check_gate_http_CPPFLAGS = $(UNIT_CPPFLAGS)
check_gate_http_LDADD = $(UNIT_LIBS)
endif

UNIT_TESTS += check_gate_foreign_answer
check_gate_foreign_answer_SOURCES = %D%/foreign/check_foreign_answer.c
check_gate_foreign_answer_CPPFLAGS = $(UNIT_CPPFLAGS)
check_gate_foreign_answer_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_gate_foreign_mount
check_gate_foreign_mount_SOURCES = %D%/foreign/check_foreign_mount.c
check_gate_foreign_mount_CPPFLAGS = $(UNIT_CPPFLAGS)
check_gate_foreign_mount_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_gate_jobs
check_gate_jobs_SOURCES = %D%/check_jobs.c
check_gate_jobs_CPPFLAGS = $(UNIT_CPPFLAGS)
check_gate_jobs_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_gate_rights
check_gate_rights_SOURCES = %D%/rights/check_rights.c
check_gate_rights_CPPFLAGS = $(UNIT_CPPFLAGS)
check_gate_rights_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_gate_wsgi_errors
check_gate_wsgi_errors_SOURCES = %D%/check_wsgi_errors.c
check_gate_wsgi_errors_CPPFLAGS = $(UNIT_CPPFLAGS)
check_gate_wsgi_errors_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_gate_failure
check_gate_failure_SOURCES = \
	%D%/check_failure.c \
	%D%/play.c \
	%D%/play.h
check_gate_failure_CPPFLAGS = $(UNIT_CPPFLAGS)
check_gate_failure_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_gate_forwarded
check_gate_forwarded_SOURCES = %D%/environ/check_forwarded.c
check_gate_forwarded_CPPFLAGS = $(UNIT_CPPFLAGS)
check_gate_forwarded_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_gate_gate
check_gate_gate_SOURCES = %D%/check_gate.c
check_gate_gate_CPPFLAGS = $(UNIT_CPPFLAGS)
check_gate_gate_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_gate_libfcgi_filter
check_gate_libfcgi_filter_SOURCES = %D%/transport/libfcgi/check_filter.c
check_gate_libfcgi_filter_CPPFLAGS = $(UNIT_CPPFLAGS)
check_gate_libfcgi_filter_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_gate_headers
check_gate_headers_SOURCES = %D%/check_headers.c
check_gate_headers_CPPFLAGS = $(UNIT_CPPFLAGS)
check_gate_headers_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_gate_request_id
check_gate_request_id_SOURCES = %D%/environ/check_request_id.c
check_gate_request_id_CPPFLAGS = $(UNIT_CPPFLAGS)
check_gate_request_id_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_gate_host
check_gate_host_SOURCES = %D%/environ/check_host.c
check_gate_host_CPPFLAGS = $(UNIT_CPPFLAGS)
check_gate_host_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_gate_mount
check_gate_mount_SOURCES = %D%/environ/check_mount.c
check_gate_mount_CPPFLAGS = $(UNIT_CPPFLAGS)
check_gate_mount_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_gate_names
check_gate_names_SOURCES = %D%/environ/check_names.c
check_gate_names_CPPFLAGS = $(UNIT_CPPFLAGS)
check_gate_names_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_gate_path
check_gate_path_SOURCES = %D%/environ/check_path.c
check_gate_path_CPPFLAGS = $(UNIT_CPPFLAGS)
check_gate_path_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_gate_repair
check_gate_repair_SOURCES = %D%/environ/check_repair.c
check_gate_repair_CPPFLAGS = $(UNIT_CPPFLAGS)
check_gate_repair_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_gate_reply
check_gate_reply_SOURCES = \
	%D%/check_reply.c \
	%D%/play.c \
	%D%/play.h
check_gate_reply_CPPFLAGS = $(UNIT_CPPFLAGS)
check_gate_reply_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_gate_request
check_gate_request_SOURCES = \
	%D%/check_request.c \
	%D%/play.c \
	%D%/play.h
check_gate_request_CPPFLAGS = $(UNIT_CPPFLAGS)
check_gate_request_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_gate_settings
check_gate_settings_SOURCES = %D%/check_settings.c
check_gate_settings_CPPFLAGS = $(UNIT_CPPFLAGS)
check_gate_settings_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_gate_trace
check_gate_trace_SOURCES = %D%/trace/check_trace.c
check_gate_trace_CPPFLAGS = $(UNIT_CPPFLAGS)
check_gate_trace_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_gate_tracer
check_gate_tracer_SOURCES = %D%/check_tracer.c
check_gate_tracer_CPPFLAGS = $(UNIT_CPPFLAGS)
check_gate_tracer_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_gate_capture
check_gate_capture_SOURCES = %D%/transport/check_capture.c
check_gate_capture_CPPFLAGS = $(UNIT_CPPFLAGS)
check_gate_capture_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_gate_module_record
check_gate_module_record_SOURCES = %D%/module/check_module_record.c
check_gate_module_record_CPPFLAGS = $(UNIT_CPPFLAGS)
check_gate_module_record_LDADD = $(UNIT_LIBS)
