# web: what is built on top of the contract.

libgantry_a_SOURCES += \
	%D%/accept.c \
	%D%/conditional.c \
	%D%/conditional.h \
	%D%/cookies.c \
	%D%/date.c \
	%D%/date.h \
	%D%/dispatch.c \
	%D%/dispatch.h \
	%D%/document.c \
	%D%/document.h \
	%D%/failure.c \
	%D%/form.h \
	%D%/inspect.c \
	%D%/inspect.h \
	%D%/json_number.c \
	%D%/json_parse.c \
	%D%/json_scalar.h \
	%D%/json_string.c \
	%D%/link.c \
	%D%/operations.c \
	%D%/operations.h \
	%D%/param.c \
	%D%/param.h \
	%D%/param_find.c \
	%D%/param_list.c \
	%D%/query.c \
	%D%/query.h \
	%D%/range.c \
	%D%/request.c \
	%D%/request.h \
	%D%/response.h \
	%D%/router.h \
	%D%/sign.c \
	%D%/sign.h \
	%D%/site.c \
	%D%/site.h \
	%D%/value.c \
	%D%/value.h \
	%D%/web.c \
	%D%/web.h \
	%D%/where.c
