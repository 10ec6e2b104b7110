# base: one program for each source file.

UNIT_TESTS += check_base_arena
check_base_arena_SOURCES = %D%/check_arena.c
check_base_arena_CPPFLAGS = $(UNIT_CPPFLAGS)
check_base_arena_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_base_buffer
check_base_buffer_SOURCES = %D%/check_buffer.c
check_base_buffer_CPPFLAGS = $(UNIT_CPPFLAGS)
check_base_buffer_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_base_clock
check_base_clock_SOURCES = %D%/check_clock.c
check_base_clock_CPPFLAGS = $(UNIT_CPPFLAGS)
check_base_clock_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_base_this_program
check_base_this_program_SOURCES = %D%/check_this_program.c
check_base_this_program_CPPFLAGS = $(UNIT_CPPFLAGS) -DSYSCONFDIR='"$(sysconfdir)"'
check_base_this_program_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_base_cmdline
check_base_cmdline_SOURCES = %D%/cmdline/check_cmdline.c
check_base_cmdline_CPPFLAGS = $(UNIT_CPPFLAGS)
check_base_cmdline_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_base_dot_segments
check_base_dot_segments_SOURCES = %D%/text/check_dot_segments.c
check_base_dot_segments_CPPFLAGS = $(UNIT_CPPFLAGS)
check_base_dot_segments_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_base_error
check_base_error_SOURCES = %D%/check_error.c
check_base_error_CPPFLAGS = $(UNIT_CPPFLAGS)
check_base_error_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_base_hmac
check_base_hmac_SOURCES = %D%/check_hmac.c
check_base_hmac_CPPFLAGS = $(UNIT_CPPFLAGS)
check_base_hmac_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_base_safe_open
check_base_safe_open_SOURCES = %D%/files/check_safe_open.c
check_base_safe_open_CPPFLAGS = $(UNIT_CPPFLAGS)
check_base_safe_open_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_base_folder
check_base_folder_SOURCES = %D%/files/check_folder.c
check_base_folder_CPPFLAGS = $(UNIT_CPPFLAGS)
check_base_folder_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_base_header
check_base_header_SOURCES = %D%/text/check_header.c
check_base_header_CPPFLAGS = $(UNIT_CPPFLAGS)
check_base_header_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_base_http_date
check_base_http_date_SOURCES = %D%/text/check_http_date.c
check_base_http_date_CPPFLAGS = $(UNIT_CPPFLAGS)
check_base_http_date_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_base_json
check_base_json_SOURCES = %D%/text/check_json.c
check_base_json_CPPFLAGS = $(UNIT_CPPFLAGS)
check_base_json_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_base_json_writer
check_base_json_writer_SOURCES = %D%/text/check_json_writer.c
check_base_json_writer_CPPFLAGS = $(UNIT_CPPFLAGS)
check_base_json_writer_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_base_log
check_base_log_SOURCES = %D%/log/check_log.c
check_base_log_CPPFLAGS = $(UNIT_CPPFLAGS)
check_base_log_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_base_suggestion
check_base_suggestion_SOURCES = %D%/text/check_suggestion.c
check_base_suggestion_CPPFLAGS = $(UNIT_CPPFLAGS)
check_base_suggestion_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_base_log_file
check_base_log_file_SOURCES = %D%/log/check_log_file.c
check_base_log_file_CPPFLAGS = $(UNIT_CPPFLAGS)
check_base_log_file_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_base_log_losses
check_base_log_losses_SOURCES = %D%/log/check_log_losses.c
check_base_log_losses_CPPFLAGS = $(UNIT_CPPFLAGS)
check_base_log_losses_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_base_log_stream
check_base_log_stream_SOURCES = %D%/log/check_log_stream.c
check_base_log_stream_CPPFLAGS = $(UNIT_CPPFLAGS)
check_base_log_stream_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_base_log_target
check_base_log_target_SOURCES = %D%/log/check_log_target.c
check_base_log_target_CPPFLAGS = $(UNIT_CPPFLAGS)
check_base_log_target_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_base_decimal
check_base_decimal_SOURCES = %D%/text/check_decimal.c
check_base_decimal_CPPFLAGS = $(UNIT_CPPFLAGS)
check_base_decimal_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_base_percent
check_base_percent_SOURCES = %D%/text/check_percent.c
check_base_percent_CPPFLAGS = $(UNIT_CPPFLAGS)
check_base_percent_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_base_problem
check_base_problem_SOURCES = %D%/check_problem.c
check_base_problem_CPPFLAGS = $(UNIT_CPPFLAGS)
check_base_problem_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_base_queue
check_base_queue_SOURCES = %D%/check_queue.c
check_base_queue_CPPFLAGS = $(UNIT_CPPFLAGS)
check_base_queue_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_base_timer_heap
check_base_timer_heap_SOURCES = %D%/check_timer_heap.c
check_base_timer_heap_CPPFLAGS = $(UNIT_CPPFLAGS)
check_base_timer_heap_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_base_token_list
check_base_token_list_SOURCES = %D%/text/check_token_list.c
check_base_token_list_CPPFLAGS = $(UNIT_CPPFLAGS)
check_base_token_list_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_base_absolute_url
check_base_absolute_url_SOURCES = %D%/text/check_absolute_url.c
check_base_absolute_url_CPPFLAGS = $(UNIT_CPPFLAGS)
check_base_absolute_url_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_base_utf8
check_base_utf8_SOURCES = %D%/text/check_utf8.c
check_base_utf8_CPPFLAGS = $(UNIT_CPPFLAGS)
check_base_utf8_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_base_version
check_base_version_SOURCES = %D%/check_version.c
check_base_version_CPPFLAGS = $(UNIT_CPPFLAGS)
check_base_version_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_base_base64
check_base_base64_SOURCES = %D%/secrets/check_base64.c
check_base_base64_CPPFLAGS = $(UNIT_CPPFLAGS)
check_base_base64_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_base_random
check_base_random_SOURCES = %D%/secrets/check_random.c
check_base_random_CPPFLAGS = $(UNIT_CPPFLAGS)
check_base_random_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_base_password
check_base_password_SOURCES = %D%/secrets/check_password.c
check_base_password_CPPFLAGS = $(UNIT_CPPFLAGS)
check_base_password_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_base_password_cost
check_base_password_cost_SOURCES = %D%/secrets/check_password_cost.c
check_base_password_cost_CPPFLAGS = $(UNIT_CPPFLAGS)
check_base_password_cost_LDADD = $(UNIT_LIBS)
