# gate: one request, bytes in, application, bytes out.

libgantry_a_SOURCES += \
	%D%/call.c \
	%D%/call.h \
	%D%/cgi.c \
	%D%/cgi.h \
	%D%/environ.c \
	%D%/environ.h \
	%D%/errors.c \
	%D%/errors.h \
	%D%/failure.c \
	%D%/failure.h \
	%D%/fcgi.c \
	%D%/fcgi.h \
	%D%/fcgi_input.c \
	%D%/fcgi_input.h \
	%D%/fcgi_output.c \
	%D%/fcgi_output.h \
	%D%/fcgi_params.c \
	%D%/fcgi_params.h \
	%D%/fcgi_pool.c \
	%D%/fcgi_pool.h \
	%D%/fcgx.c \
	%D%/fcgx.h \
	%D%/gate.c \
	%D%/gate.h \
	%D%/head.c \
	%D%/head.h \
	%D%/headers.c \
	%D%/headers.h \
	%D%/identity.c \
	%D%/identity.h \
	%D%/mount.c \
	%D%/mount.h \
	%D%/refusal.c \
	%D%/refusal.h \
	%D%/repair.c \
	%D%/repair.h \
	%D%/reply.c \
	%D%/reply.h \
	%D%/request.c \
	%D%/request.h \
	%D%/settings.c \
	%D%/settings.h
