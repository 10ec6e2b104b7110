# serve: one program for each source file that can be tested in one process.
# Several share board (a scoreboard), entry (a log entry) and shell_job (a job).

UNIT_TESTS += check_serve_access
check_serve_access_SOURCES = %D%/development/check_access.c
check_serve_access_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_access_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_serve_crash_guard
check_serve_crash_guard_SOURCES = %D%/development/check_crash_guard.c
check_serve_crash_guard_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_crash_guard_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_serve_masks
check_serve_masks_SOURCES = %D%/development/check_masks.c
check_serve_masks_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_masks_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_serve_trace_store
check_serve_trace_store_SOURCES = %D%/development/check_trace_store.c
check_serve_trace_store_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_trace_store_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_serve_accepted
check_serve_accepted_SOURCES = %D%/socket/check_accepted.c
check_serve_accepted_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_accepted_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_serve_activation
check_serve_activation_SOURCES = %D%/socket/check_activation.c
check_serve_activation_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_activation_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_serve_access_log
check_serve_access_log_SOURCES = \
	%D%/observe/check_access_log.c \
	%D%/entry.c \
	%D%/entry.h
check_serve_access_log_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_access_log_LDADD = $(UNIT_LIBS)
check_serve_access_log_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=clock_milliseconds

UNIT_TESTS += check_serve_admin
check_serve_admin_SOURCES = %D%/admin/check_admin.c
check_serve_admin_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_admin_LDADD = $(UNIT_LIBS)
check_serve_admin_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=clock_milliseconds

UNIT_TESTS += check_serve_admin_answer
check_serve_admin_answer_SOURCES = %D%/admin/check_admin_answer.c %D%/board.c %D%/board.h
check_serve_admin_answer_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_admin_answer_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_serve_admin_request
check_serve_admin_request_SOURCES = %D%/admin/check_admin_request.c
check_serve_admin_request_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_admin_request_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_serve_connection_transfer
check_serve_connection_transfer_SOURCES = %D%/worker/check_connection_transfer.c
check_serve_connection_transfer_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_connection_transfer_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_serve_connections
check_serve_connections_SOURCES = %D%/worker/check_connections.c
check_serve_connections_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_connections_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_serve_counters
check_serve_counters_SOURCES = %D%/observe/check_counters.c
check_serve_counters_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_counters_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_serve_inherited_sockets
check_serve_inherited_sockets_SOURCES = %D%/socket/check_inherited_sockets.c
check_serve_inherited_sockets_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_inherited_sockets_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_serve_job_table
check_serve_job_table_SOURCES = %D%/jobs/check_job_table.c %D%/shell_job.c %D%/shell_job.h
check_serve_job_table_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_job_table_LDADD = $(UNIT_LIBS)
check_serve_job_table_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=clock_milliseconds

UNIT_TESTS += check_serve_job_client
check_serve_job_client_SOURCES = %D%/jobs/check_job_client.c %D%/shell_job.c %D%/shell_job.h
check_serve_job_client_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_job_client_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_serve_jobs_detached
check_serve_jobs_detached_SOURCES = %D%/jobs/check_jobs_detached.c %D%/shell_job.c %D%/shell_job.h
check_serve_jobs_detached_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_jobs_detached_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_serve_listener
check_serve_listener_SOURCES = %D%/socket/check_listener.c
check_serve_listener_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_listener_LDADD = $(UNIT_LIBS)
check_serve_listener_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=bind

UNIT_TESTS += check_serve_log_format
check_serve_log_format_SOURCES = %D%/observe/check_log_format.c
check_serve_log_format_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_log_format_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_serve_log_line
check_serve_log_line_SOURCES = \
	%D%/observe/check_log_line.c \
	%D%/entry.c \
	%D%/entry.h
check_serve_log_line_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_log_line_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_serve_notify
check_serve_notify_SOURCES = %D%/master/check_notify.c
check_serve_notify_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_notify_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_serve_peers
check_serve_peers_SOURCES = %D%/socket/check_peers.c
check_serve_peers_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_peers_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_serve_privileges
check_serve_privileges_SOURCES = %D%/sandbox/check_privileges.c
check_serve_privileges_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_privileges_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_serve_endpoint
check_serve_endpoint_SOURCES = %D%/sandbox/check_endpoint.c
check_serve_endpoint_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_endpoint_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_serve_interpreter
check_serve_interpreter_SOURCES = %D%/sandbox/check_interpreter.c
check_serve_interpreter_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_interpreter_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_serve_sandbox
check_serve_sandbox_SOURCES = %D%/sandbox/check_sandbox.c
check_serve_sandbox_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_sandbox_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_serve_metrics
check_serve_metrics_SOURCES = %D%/admin/check_metrics.c %D%/board.c %D%/board.h
check_serve_metrics_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_metrics_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_serve_master_page
check_serve_master_page_SOURCES = %D%/observe/check_master_page.c
check_serve_master_page_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_master_page_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_serve_score_page
check_serve_score_page_SOURCES = %D%/observe/check_score_page.c
check_serve_score_page_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_score_page_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_serve_statsd
check_serve_statsd_SOURCES = %D%/admin/check_statsd.c %D%/board.c %D%/board.h
check_serve_statsd_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_statsd_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_serve_processors
check_serve_processors_SOURCES = %D%/pool/check_processors.c
check_serve_processors_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_processors_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_serve_metric_sums
check_serve_metric_sums_SOURCES = %D%/metrics/check_metric_sums.c
check_serve_metric_sums_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_metric_sums_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_serve_score_routes
check_serve_score_routes_SOURCES = %D%/observe/check_score_routes.c
check_serve_score_routes_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_score_routes_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_serve_score_slot
check_serve_score_slot_SOURCES = %D%/observe/check_score_slot.c
check_serve_score_slot_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_score_slot_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_serve_scoreboard
check_serve_scoreboard_SOURCES = %D%/observe/check_scoreboard.c
check_serve_scoreboard_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_scoreboard_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_serve_crash_table
check_serve_crash_table_SOURCES = %D%/pool/check_crash_table.c
check_serve_crash_table_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_crash_table_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_serve_restarts
check_serve_restarts_SOURCES = %D%/pool/check_restarts.c
check_serve_restarts_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_restarts_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_serve_scaling
check_serve_scaling_SOURCES = %D%/pool/check_scaling.c
check_serve_scaling_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_scaling_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_serve_slow_log
check_serve_slow_log_SOURCES = \
	%D%/observe/check_slow_log.c \
	%D%/entry.c \
	%D%/entry.h
check_serve_slow_log_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_slow_log_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_serve_request_observer
check_serve_request_observer_SOURCES = %D%/observe/check_request_observer.c
check_serve_request_observer_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_request_observer_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_serve_status
check_serve_status_SOURCES = %D%/admin/check_status.c %D%/board.c %D%/board.h
check_serve_status_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_status_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_serve_status_json
check_serve_status_json_SOURCES = %D%/admin/check_status_json.c %D%/board.c %D%/board.h
check_serve_status_json_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_status_json_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_serve_listen_queue
check_serve_listen_queue_SOURCES = %D%/admin/check_listen_queue.c
check_serve_listen_queue_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_listen_queue_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_serve_status_text
check_serve_status_text_SOURCES = %D%/admin/check_status_text.c %D%/board.c %D%/board.h
check_serve_status_text_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_status_text_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_serve_run_times
check_serve_run_times_SOURCES = %D%/worker/threads/check_run_times.c
check_serve_run_times_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_run_times_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_serve_sharing
check_serve_sharing_SOURCES = %D%/worker/check_sharing.c
check_serve_sharing_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_sharing_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_serve_thread_pool
check_serve_thread_pool_SOURCES = %D%/worker/threads/check_thread_pool.c
check_serve_thread_pool_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_thread_pool_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_serve_transports
check_serve_transports_SOURCES = %D%/worker/check_transports.c
check_serve_transports_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_transports_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_serve_log_handover
check_serve_log_handover_SOURCES = %D%/worker/check_log_handover.c
check_serve_log_handover_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_log_handover_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_serve_template_orders
check_serve_template_orders_SOURCES = %D%/template/check_template_orders.c
check_serve_template_orders_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_template_orders_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_serve_preloaded
check_serve_preloaded_SOURCES = %D%/template/check_preloaded.c
check_serve_preloaded_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_preloaded_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_serve_worker_logs
check_serve_worker_logs_SOURCES = %D%/master/workers/check_worker_logs.c
check_serve_worker_logs_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_worker_logs_LDADD = $(UNIT_LIBS)
check_serve_worker_logs_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=clock_milliseconds

UNIT_TESTS += check_serve_stack_record
check_serve_stack_record_SOURCES = %D%/stack/check_stack_record.c
check_serve_stack_record_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_stack_record_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_serve_stack_lines
check_serve_stack_lines_SOURCES = %D%/stack/check_stack_lines.c
check_serve_stack_lines_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_stack_lines_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_serve_stack_report
check_serve_stack_report_SOURCES = %D%/stack/check_stack_report.c
check_serve_stack_report_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_stack_report_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_serve_symbols
check_serve_symbols_SOURCES = %D%/observe/check_symbols.c
check_serve_symbols_CPPFLAGS = $(UNIT_CPPFLAGS)
check_serve_symbols_LDADD = $(UNIT_LIBS)
