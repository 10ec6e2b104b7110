# serve: the master, its workers and their event loop.

libgantry_a_SOURCES += \
	%D%/accesslog.c \
	%D%/accesslog.h \
	%D%/backtrace.c \
	%D%/backtrace.h \
	%D%/connections.c \
	%D%/connections.h \
	%D%/crew.c \
	%D%/crew.h \
	%D%/listener.c \
	%D%/listener.h \
	%D%/log_entry.c \
	%D%/log_entry.h \
	%D%/log_format.c \
	%D%/log_format.h \
	%D%/log_line.c \
	%D%/log_line.h \
	%D%/loop.c \
	%D%/loop.h \
	%D%/master.c \
	%D%/master.h \
	%D%/notify.c \
	%D%/notify.h \
	%D%/plan.h \
	%D%/pool.c \
	%D%/pool.h \
	%D%/scoreboard.c \
	%D%/scoreboard.h \
	%D%/side.h \
	%D%/side_fcgi.c \
	%D%/side_libfcgi.c \
	%D%/signals.c \
	%D%/signals.h \
	%D%/slowlog.c \
	%D%/slowlog.h \
	%D%/upgrade.c \
	%D%/upgrade.h \
	%D%/watching.c \
	%D%/watching.h \
	%D%/worker.c \
	%D%/worker.h \
	%D%/workers.c \
	%D%/workers.h
