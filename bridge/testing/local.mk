# testing: applications without a server.

libgantry_internal_a_SOURCES += \
	%D%/client.c \
	%D%/client_state.h \
	%D%/equal.c \
	%D%/pointer.c \
	%D%/result.c \
	%D%/result.h \
	%D%/waiting.c \
	%D%/waiting.h

EXTRA_DIST += %D%/README.md
