# middleware: ready-made.

libgantry_a_SOURCES += \
	%D%/cache.c \
	%D%/compress.c \
	%D%/cors.c \
	%D%/etag.c \
	%D%/hosts.c \
	%D%/kept.c \
	%D%/kept.h \
	%D%/rate.c \
	%D%/request_id.c \
	%D%/security.c \
	%D%/token.c \
	%D%/words.c \
	%D%/words.h
