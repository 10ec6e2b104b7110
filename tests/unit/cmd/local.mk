# cmd: one program for each source file; shelf is what is configured.

UNIT_TESTS += check_cmd_config
check_cmd_config_SOURCES = %D%/config/check_config.c %D%/shelf.c %D%/shelf.h
check_cmd_config_CPPFLAGS = $(UNIT_CPPFLAGS)
check_cmd_config_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_cmd_control_request
check_cmd_control_request_SOURCES = %D%/client/check_control_request.c
check_cmd_control_request_CPPFLAGS = $(UNIT_CPPFLAGS)
check_cmd_control_request_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_cmd_pid_signal
check_cmd_pid_signal_SOURCES = %D%/client/check_pid_signal.c
check_cmd_pid_signal_CPPFLAGS = $(UNIT_CPPFLAGS)
check_cmd_pid_signal_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_cmd_control_socket
check_cmd_control_socket_SOURCES = %D%/config/derived/check_control_socket.c
check_cmd_control_socket_CPPFLAGS = $(UNIT_CPPFLAGS)
check_cmd_control_socket_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_cmd_environment
check_cmd_environment_SOURCES = %D%/config/check_environment.c %D%/shelf.c %D%/shelf.h
check_cmd_environment_CPPFLAGS = $(UNIT_CPPFLAGS)
check_cmd_environment_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_cmd_config_errors
check_cmd_config_errors_SOURCES = %D%/config/check_config_errors.c %D%/shelf.c %D%/shelf.h
check_cmd_config_errors_CPPFLAGS = $(UNIT_CPPFLAGS)
check_cmd_config_errors_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_cmd_sandbox_files
check_cmd_sandbox_files_SOURCES = %D%/config/derived/check_sandbox_files.c %D%/shelf.c %D%/shelf.h
check_cmd_sandbox_files_CPPFLAGS = $(UNIT_CPPFLAGS)
check_cmd_sandbox_files_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_cmd_spool_folder
check_cmd_spool_folder_SOURCES = %D%/config/derived/check_spool_folder.c
check_cmd_spool_folder_CPPFLAGS = $(UNIT_CPPFLAGS)
check_cmd_spool_folder_LDADD = $(UNIT_LIBS)
check_cmd_spool_folder_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=time

UNIT_TESTS += check_cmd_sandbox_settings
check_cmd_sandbox_settings_SOURCES = %D%/config/check_sandbox_settings.c %D%/shelf.c %D%/shelf.h
check_cmd_sandbox_settings_CPPFLAGS = $(UNIT_CPPFLAGS)
check_cmd_sandbox_settings_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_cmd_key_put
check_cmd_key_put_SOURCES = %D%/config/check_key_put.c %D%/shelf.c %D%/shelf.h
check_cmd_key_put_CPPFLAGS = $(UNIT_CPPFLAGS)
check_cmd_key_put_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_cmd_keys
check_cmd_keys_SOURCES = %D%/config/check_keys.c %D%/shelf.c %D%/shelf.h
check_cmd_keys_CPPFLAGS = $(UNIT_CPPFLAGS)
check_cmd_keys_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_cmd_mounts
check_cmd_mounts_SOURCES = %D%/config/check_mounts.c %D%/shelf.c %D%/shelf.h
check_cmd_mounts_CPPFLAGS = $(UNIT_CPPFLAGS)
check_cmd_mounts_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_cmd_pools
check_cmd_pools_SOURCES = %D%/config/check_pools.c %D%/shelf.c %D%/shelf.h
check_cmd_pools_CPPFLAGS = $(UNIT_CPPFLAGS)
check_cmd_pools_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_cmd_options
check_cmd_options_SOURCES = %D%/config/check_options.c %D%/shelf.c %D%/shelf.h
check_cmd_options_CPPFLAGS = $(UNIT_CPPFLAGS)
check_cmd_options_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_cmd_print
check_cmd_print_SOURCES = %D%/config/check_print.c %D%/shelf.c %D%/shelf.h
check_cmd_print_CPPFLAGS = $(UNIT_CPPFLAGS)
check_cmd_print_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_cmd_provenance
check_cmd_provenance_SOURCES = %D%/config/check_provenance.c %D%/shelf.c %D%/shelf.h
check_cmd_provenance_CPPFLAGS = $(UNIT_CPPFLAGS)
check_cmd_provenance_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_cmd_config_file
check_cmd_config_file_SOURCES = %D%/config/check_config_file.c %D%/shelf.c %D%/shelf.h
check_cmd_config_file_CPPFLAGS = $(UNIT_CPPFLAGS)
check_cmd_config_file_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_cmd_top_screen
check_cmd_top_screen_SOURCES = %D%/client/check_top_screen.c
check_cmd_top_screen_CPPFLAGS = $(UNIT_CPPFLAGS)
check_cmd_top_screen_LDADD = $(UNIT_LIBS)
check_cmd_top_screen_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=clock_milliseconds

UNIT_TESTS += check_cmd_shell_request_words
check_cmd_shell_request_words_SOURCES = %D%/shell/check_request_words.c
check_cmd_shell_request_words_CPPFLAGS = $(UNIT_CPPFLAGS)
check_cmd_shell_request_words_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_cmd_shell_cookie_jar
check_cmd_shell_cookie_jar_SOURCES = %D%/shell/check_cookie_jar.c
check_cmd_shell_cookie_jar_CPPFLAGS = $(UNIT_CPPFLAGS)
check_cmd_shell_cookie_jar_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_cmd_shell_json_lines
check_cmd_shell_json_lines_SOURCES = %D%/shell/show/check_json_lines.c
check_cmd_shell_json_lines_CPPFLAGS = $(UNIT_CPPFLAGS)
check_cmd_shell_json_lines_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_cmd_shell_screen
check_cmd_shell_screen_SOURCES = %D%/shell/show/check_screen.c
check_cmd_shell_screen_CPPFLAGS = $(UNIT_CPPFLAGS)
check_cmd_shell_screen_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_cmd_shell_line_history
check_cmd_shell_line_history_SOURCES = %D%/shell/line/check_line_history.c
check_cmd_shell_line_history_CPPFLAGS = $(UNIT_CPPFLAGS)
check_cmd_shell_line_history_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_cmd_shell_line_words
check_cmd_shell_line_words_SOURCES = %D%/shell/line/check_line_words.c
check_cmd_shell_line_words_CPPFLAGS = $(UNIT_CPPFLAGS)
check_cmd_shell_line_words_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_cmd_watch
check_cmd_watch_SOURCES = %D%/development/check_watch.c
check_cmd_watch_CPPFLAGS = $(UNIT_CPPFLAGS)
check_cmd_watch_LDADD = $(UNIT_LIBS)
