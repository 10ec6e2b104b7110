# web: what is built on top of the contract.

libgantry_a_SOURCES += \
	%D%/conditional.c \
	%D%/failure.c \
	%D%/query.c \
	%D%/request.h \
	%D%/response.h \
	%D%/router.h
