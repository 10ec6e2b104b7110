# serve: one program for each source file that needs no other process;
# board is a scoreboard and shell_job a job that some share.

UNIT_TESTS += check_serve_accesslog
check_serve_accesslog_SOURCES = \
	%D%/check_accesslog.c \
	%D%/entry.c \
	%D%/entry.h
check_serve_accesslog_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_accesslog_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_serve_admin
check_serve_admin_SOURCES = %D%/check_admin.c
check_serve_admin_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_admin_LDADD = $(UNIT_LIBS)
check_serve_admin_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=clock_milliseconds

UNIT_TESTS += check_serve_admin_answer
check_serve_admin_answer_SOURCES = %D%/check_admin_answer.c %D%/board.c %D%/board.h
check_serve_admin_answer_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_admin_answer_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_serve_admin_request
check_serve_admin_request_SOURCES = %D%/check_admin_request.c
check_serve_admin_request_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_admin_request_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_serve_connections
check_serve_connections_SOURCES = %D%/check_connections.c
check_serve_connections_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_connections_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_serve_jobs
check_serve_jobs_SOURCES = %D%/check_jobs.c %D%/shell_job.c %D%/shell_job.h
check_serve_jobs_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_jobs_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_serve_jobs_asking
check_serve_jobs_asking_SOURCES = %D%/check_jobs_asking.c %D%/shell_job.c %D%/shell_job.h
check_serve_jobs_asking_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_jobs_asking_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_serve_jobs_detached
check_serve_jobs_detached_SOURCES = %D%/check_jobs_detached.c %D%/shell_job.c %D%/shell_job.h
check_serve_jobs_detached_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_jobs_detached_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_serve_listener
check_serve_listener_SOURCES = %D%/check_listener.c
check_serve_listener_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_listener_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_serve_log_format
check_serve_log_format_SOURCES = %D%/check_log_format.c
check_serve_log_format_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_log_format_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_serve_log_line
check_serve_log_line_SOURCES = \
	%D%/check_log_line.c \
	%D%/entry.c \
	%D%/entry.h
check_serve_log_line_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_log_line_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_serve_notify
check_serve_notify_SOURCES = %D%/check_notify.c
check_serve_notify_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_notify_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_serve_peers
check_serve_peers_SOURCES = %D%/check_peers.c
check_serve_peers_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_peers_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_serve_privileges
check_serve_privileges_SOURCES = %D%/check_privileges.c
check_serve_privileges_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_privileges_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_serve_sandbox
check_serve_sandbox_SOURCES = %D%/check_sandbox.c
check_serve_sandbox_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_sandbox_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_serve_metrics
check_serve_metrics_SOURCES = %D%/check_metrics.c %D%/board.c %D%/board.h
check_serve_metrics_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_metrics_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_serve_scoreboard
check_serve_scoreboard_SOURCES = %D%/check_scoreboard.c
check_serve_scoreboard_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_scoreboard_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_serve_pool
check_serve_pool_SOURCES = %D%/check_pool.c
check_serve_pool_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_pool_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_serve_slowlog
check_serve_slowlog_SOURCES = \
	%D%/check_slowlog.c \
	%D%/entry.c \
	%D%/entry.h
check_serve_slowlog_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_slowlog_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_serve_watching
check_serve_watching_SOURCES = %D%/check_watching.c
check_serve_watching_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_watching_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_serve_status
check_serve_status_SOURCES = %D%/check_status.c %D%/board.c %D%/board.h
check_serve_status_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_status_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_serve_status_json
check_serve_status_json_SOURCES = %D%/check_status_json.c %D%/board.c %D%/board.h
check_serve_status_json_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_status_json_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_serve_status_queue
check_serve_status_queue_SOURCES = %D%/check_status_queue.c
check_serve_status_queue_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_status_queue_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_serve_status_text
check_serve_status_text_SOURCES = %D%/check_status_text.c %D%/board.c %D%/board.h
check_serve_status_text_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_status_text_LDADD = $(UNIT_LIBS)
