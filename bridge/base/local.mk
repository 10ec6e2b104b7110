# base: memory, errors, the log; linked with nothing but libc.

EXTRA_DIST += \
	%D%/README.md \
	%D%/files/README.md \
	%D%/log/README.md \
	%D%/secrets/README.md \
	%D%/text/README.md

libgantry_internal_a_SOURCES += \
	%D%/arena.c \
	%D%/arena.h \
	%D%/buffer.c \
	%D%/clock.c \
	%D%/clock.h \
	%D%/cmdline/cmdline.c \
	%D%/cmdline/cmdline.h \
	%D%/cmdline/cmdline_help.c \
	%D%/cmdline/standard_streams.c \
	%D%/cmdline/standard_streams.h \
	%D%/text/swar.h \
	%D%/error.c \
	%D%/hmac.c \
	%D%/hmac.h \
	%D%/files/safe_open.c \
	%D%/files/safe_open.h \
	%D%/files/folder.c \
	%D%/files/trusted_open.c \
	%D%/files/folder.h \
	%D%/text/dot_segments.c \
	%D%/text/dot_segments.h \
	%D%/text/header.c \
	%D%/text/header.h \
	%D%/text/http_date.c \
	%D%/text/http_date.h \
	%D%/text/json.c \
	%D%/text/json_store.h \
	%D%/text/json_writer.c \
	%D%/log/log.c \
	%D%/log/log.h \
	%D%/log/log_file.c \
	%D%/log/log_file.h \
	%D%/log/log_level.h \
	%D%/log/log_losses.c \
	%D%/log/log_losses.h \
	%D%/log/log_relay.c \
	%D%/log/log_relay.h \
	%D%/log/log_stream.c \
	%D%/log/log_stream.h \
	%D%/log/log_target.c \
	%D%/log/null_log.c \
	%D%/log/log_target.h \
	%D%/text/suggestion.c \
	%D%/text/suggestion.h \
	%D%/text/decimal.c \
	%D%/text/decimal.h \
	%D%/text/percent.c \
	%D%/text/percent.h \
	%D%/null.c \
	%D%/null.h \
	%D%/problem.c \
	%D%/this_program.c \
	%D%/this_program.h \
	%D%/queue.c \
	%D%/version.c \
	%D%/queue.h \
	%D%/secret.c \
	%D%/secrets/base64.c \
	%D%/secrets/base64.h \
	%D%/secrets/password.c \
	%D%/secrets/password.h \
	%D%/secrets/password_cost.c \
	%D%/secrets/random.c \
	%D%/secret.h \
	%D%/timer_heap.c \
	%D%/timer_heap.h \
	%D%/text/token_list.c \
	%D%/text/token_list.h \
	%D%/text/absolute_url.c \
	%D%/text/absolute_url.h \
	%D%/text/utf8.c \
	%D%/text/utf8.h

EXTRA_DIST += %D%/cmdline/README.md
