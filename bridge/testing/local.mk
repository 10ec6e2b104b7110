# testing: applications without a server.

libgantry_internal_a_SOURCES += \
	%D%/client.c \
	%D%/client_cookies.c \
	%D%/client_state.h \
	%D%/equal.c \
	%D%/pointer.c \
	%D%/result.c \
	%D%/result.h \
	%D%/started_job.c \
	%D%/upload.c \
	%D%/upload.h \
	%D%/deferred_result.c \
	%D%/deferred_result.h

EXTRA_DIST += %D%/README.md
