# base: memory, errors, the log; nothing but libc.

libgantry_a_SOURCES += \
	%D%/arena.c \
	%D%/arena.h \
	%D%/buffer.c \
	%D%/clock.c \
	%D%/clock.h \
	%D%/eight.h \
	%D%/error.c \
	%D%/header.c \
	%D%/header.h \
	%D%/http_date.c \
	%D%/http_date.h \
	%D%/json.c \
	%D%/json_store.h \
	%D%/json_writer.c \
	%D%/log.c \
	%D%/log.h \
	%D%/log_target.c \
	%D%/log_target.h \
	%D%/nearest.c \
	%D%/nearest.h \
	%D%/number.c \
	%D%/number.h \
	%D%/percent.c \
	%D%/percent.h \
	%D%/problem.c \
	%D%/queue.c \
	%D%/queue.h \
	%D%/secret.c \
	%D%/secret.h \
	%D%/utf8.c \
	%D%/utf8.h
