# middleware: ready-made.

libgantry_a_SOURCES += \
	%D%/null_arguments.h \
	%D%/cache.c \
	%D%/compress.c \
	%D%/cors.c \
	%D%/etag.c \
	%D%/hosts.c \
	%D%/response_key.c \
	%D%/response_store.c \
	%D%/response_store.h \
	%D%/rate.c \
	%D%/request_id.c \
	%D%/security.c \
	%D%/token.c

EXTRA_DIST += %D%/README.md
