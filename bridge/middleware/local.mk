# middleware: ready-made.

libgantry_internal_a_SOURCES += \
	%D%/null_arguments.h \
	%D%/cache.c \
	%D%/cache_control.c \
	%D%/cache_control.h \
	%D%/cached_answer.c \
	%D%/compress.c \
	%D%/cors.c \
	%D%/cors_origin.c \
	%D%/cors_origin.h \
	%D%/etag.c \
	%D%/freshness.c \
	%D%/freshness.h \
	%D%/hosts.c \
	%D%/invalidation.c \
	%D%/invalidation.h \
	%D%/response_key.c \
	%D%/shared_table.c \
	%D%/shared_table.h \
	%D%/response_store.c \
	%D%/response_store.h \
	%D%/rate.c \
	%D%/request_id.c \
	%D%/security.c \
	%D%/auth/basic.c \
	%D%/auth/bearer.c \
	%D%/auth/bearer.h \
	%D%/auth/challenge.c \
	%D%/auth/challenge.h \
	%D%/auth/token.c \
	%D%/auth/users.c \
	%D%/auth/users.h \
	%D%/session/csrf.c \
	%D%/session/csrf.h \
	%D%/session/csrf_token.c \
	%D%/session/session.c \
	%D%/session/session.h \
	%D%/session/session_files.c \
	%D%/session/session_record.c \
	%D%/session/session_values.c

EXTRA_DIST += \
	%D%/README.md \
	%D%/auth/README.md \
	%D%/session/README.md
