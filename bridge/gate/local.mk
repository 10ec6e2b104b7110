# gate: one request, bytes in, application, bytes out.

libgantry_internal_a_SOURCES += \
	%D%/environ/address.c \
	%D%/environ/address.h \
	%D%/transport/call.c \
	%D%/transport/call.h \
	%D%/transport/capture.c \
	%D%/transport/capture.h \
	%D%/transport/capture_file.c \
	%D%/transport/cgi.c \
	%D%/transport/cgi.h \
	%D%/environ/cookie.c \
	%D%/environ/cookie.h \
	%D%/deferred/deferrals.c \
	%D%/deferred/deferrals.h \
	%D%/deferred/deferred.c \
	%D%/deferred/deferred.h \
	%D%/deferred/events.c \
	%D%/deferred/events.h \
	%D%/deferred/private_loop.c \
	%D%/deferred/private_loop.h \
	%D%/deferred/waits.c \
	%D%/environ/environ.c \
	%D%/environ/environ.h \
	%D%/foreign/foreign_answer.c \
	%D%/foreign/foreign_mount.c \
	%D%/foreign/foreign_mount.h \
	%D%/wsgi_errors.c \
	%D%/wsgi_errors.h \
	%D%/failure.c \
	%D%/failure.h \
	%D%/transport/fcgi.c \
	%D%/transport/fcgi.h \
	%D%/transport/fcgi_connection.h \
	%D%/transport/fcgi_input.c \
	%D%/transport/fcgi_input.h \
	%D%/transport/fcgi_memory.c \
	%D%/transport/fcgi_memory.h \
	%D%/transport/fcgi_output.c \
	%D%/transport/fcgi_output.h \
	%D%/transport/fcgi_params.c \
	%D%/transport/fcgi_params.h \
	%D%/transport/fcgi_pool.c \
	%D%/transport/fcgi_pool.h \
	%D%/transport/fcgi_table.c \
	%D%/transport/fcgi_table.h \
	%D%/transport/libfcgi/libfcgi.c \
	%D%/transport/libfcgi/libfcgi.h \
	%D%/transport/http/http.h \
	%D%/transport/http/http_addresses.h \
	%D%/environ/forwarded.c \
	%D%/environ/forwarded.h \
	%D%/gate.c \
	%D%/module/module.c \
	%D%/module/module.h \
	%D%/module/module_record.c \
	%D%/module/module_record.h \
	%D%/gate.h \
	%D%/transport/libfcgi/filter.c \
	%D%/transport/libfcgi/filter.h \
	%D%/headers.c \
	%D%/headers.h \
	%D%/environ/request_id.c \
	%D%/rights/rights.c \
	%D%/rights/rights.h \
	%D%/limits.h \
	%D%/jobs.c \
	%D%/jobs.h \
	%D%/transport/transport_options.h \
	%D%/environ/host.c \
	%D%/environ/host.h \
	%D%/environ/mount.c \
	%D%/environ/mount.h \
	%D%/work.h \
	%D%/environ/names.c \
	%D%/environ/names.h \
	%D%/environ/path.c \
	%D%/environ/path.h \
	%D%/transport/rejection.c \
	%D%/transport/rejection.h \
	%D%/environ/repair.c \
	%D%/environ/repair.h \
	%D%/transport/replay.c \
	%D%/transport/replay.h \
	%D%/reply.c \
	%D%/reply.h \
	%D%/reply_finish.c \
	%D%/reply_finish.h \
	%D%/request.c \
	%D%/request.h \
	%D%/setting_value.c \
	%D%/setting_value.h \
	%D%/settings.c \
	%D%/settings.h \
	%D%/trace/trace.c \
	%D%/trace/trace.h \
	%D%/trace/trace_difference.c \
	%D%/trace_json.c \
	%D%/trace/trace_print.h \
	%D%/trace_text.c \
	%D%/trace/trace_timing.c \
	%D%/tracer.c \
	%D%/tracer.h \
	%D%/transport.h \
	%D%/observer.h

if HAVE_LLHTTP
libgantry_internal_a_SOURCES += \
	%D%/transport/http/http.c \
	%D%/transport/http/http_answer.c \
	%D%/transport/http/http_answer.h \
	%D%/transport/http/http_head.c \
	%D%/transport/http/http_head.h \
	%D%/transport/http/llhttp.c \
	%D%/transport/http/llhttp_api.c
else
libgantry_internal_a_SOURCES += %D%/transport/http/http_without.c
endif

EXTRA_DIST += \
	%D%/README.md \
	%D%/deferred/README.md \
	%D%/environ/README.md \
	%D%/module/README.md \
	%D%/rights/README.md \
	%D%/trace/README.md \
	%D%/transport/README.md \
	%D%/transport/http/README.md \
	%D%/transport/libfcgi/README.md
