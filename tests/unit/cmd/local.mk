# cmd: one program for each source file; shelf is what is configured.

UNIT_TESTS += check_cmd_config
check_cmd_config_SOURCES = %D%/check_config.c %D%/shelf.c %D%/shelf.h
check_cmd_config_CPPFLAGS = $(UNIT_CPPFLAGS)
check_cmd_config_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_cmd_options
check_cmd_options_SOURCES = %D%/check_options.c %D%/shelf.c %D%/shelf.h
check_cmd_options_CPPFLAGS = $(UNIT_CPPFLAGS)
check_cmd_options_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_cmd_sources
check_cmd_sources_SOURCES = %D%/check_sources.c %D%/shelf.c %D%/shelf.h
check_cmd_sources_CPPFLAGS = $(UNIT_CPPFLAGS)
check_cmd_sources_LDADD = $(UNIT_LIBS)
