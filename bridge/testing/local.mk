# testing: applications without a server.

libgantry_internal_a_SOURCES += \
	%D%/client.c \
	%D%/equal.c \
	%D%/pointer.c \
	%D%/result.c \
	%D%/result.h

EXTRA_DIST += %D%/README.md
