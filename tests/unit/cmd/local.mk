# cmd: one program for each source file; shelf is what is configured.

UNIT_TESTS += check_cmd_config
check_cmd_config_SOURCES = %D%/check_config.c %D%/shelf.c %D%/shelf.h
check_cmd_config_CPPFLAGS = $(UNIT_CPPFLAGS)
check_cmd_config_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_cmd_ctl_socket
check_cmd_ctl_socket_SOURCES = %D%/check_ctl_socket.c
check_cmd_ctl_socket_CPPFLAGS = $(UNIT_CPPFLAGS)
check_cmd_ctl_socket_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_cmd_environment
check_cmd_environment_SOURCES = %D%/check_environment.c %D%/shelf.c %D%/shelf.h
check_cmd_environment_CPPFLAGS = $(UNIT_CPPFLAGS)
check_cmd_environment_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_cmd_mistakes
check_cmd_mistakes_SOURCES = %D%/check_mistakes.c %D%/shelf.c %D%/shelf.h
check_cmd_mistakes_CPPFLAGS = $(UNIT_CPPFLAGS)
check_cmd_mistakes_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_cmd_confinement
check_cmd_confinement_SOURCES = %D%/check_confinement.c %D%/shelf.c %D%/shelf.h
check_cmd_confinement_CPPFLAGS = $(UNIT_CPPFLAGS)
check_cmd_confinement_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_cmd_keys_access
check_cmd_keys_access_SOURCES = %D%/check_keys_access.c %D%/shelf.c %D%/shelf.h
check_cmd_keys_access_CPPFLAGS = $(UNIT_CPPFLAGS)
check_cmd_keys_access_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_cmd_keys_choices
check_cmd_keys_choices_SOURCES = %D%/check_keys_choices.c %D%/shelf.c %D%/shelf.h
check_cmd_keys_choices_CPPFLAGS = $(UNIT_CPPFLAGS)
check_cmd_keys_choices_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_cmd_options
check_cmd_options_SOURCES = %D%/check_options.c %D%/shelf.c %D%/shelf.h
check_cmd_options_CPPFLAGS = $(UNIT_CPPFLAGS)
check_cmd_options_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_cmd_print
check_cmd_print_SOURCES = %D%/check_print.c %D%/shelf.c %D%/shelf.h
check_cmd_print_CPPFLAGS = $(UNIT_CPPFLAGS)
check_cmd_print_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_cmd_said
check_cmd_said_SOURCES = %D%/check_said.c %D%/shelf.c %D%/shelf.h
check_cmd_said_CPPFLAGS = $(UNIT_CPPFLAGS)
check_cmd_said_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_cmd_sources
check_cmd_sources_SOURCES = %D%/check_sources.c %D%/shelf.c %D%/shelf.h
check_cmd_sources_CPPFLAGS = $(UNIT_CPPFLAGS)
check_cmd_sources_LDADD = $(UNIT_LIBS)
