# cmd: the command line and the configuration.

libgantry_internal_a_SOURCES += \
	%D%/commands/commands.c \
	%D%/commands/commands.h \
	%D%/config/check_folders.c \
	%D%/config/check_folders.h \
	%D%/config/config.c \
	%D%/config/config.h \
	%D%/config/sandbox_files.c \
	%D%/config/sandbox_files.h \
	%D%/config/spool_folder.c \
	%D%/config/spool_folder.h \
	%D%/config/sandbox_settings.c \
	%D%/config/sandbox_settings.h \
	%D%/client/client.c \
	%D%/client/client.h \
	%D%/client/control_request.c \
	%D%/client/control_request.h \
	%D%/client/top.c \
	%D%/client/top.h \
	%D%/client/top_screen.c \
	%D%/client/top_screen.h \
	%D%/config/control_socket.c \
	%D%/config/control_socket.h \
	%D%/modules/module_reader.c \
	%D%/modules/modules.c \
	%D%/modules/modules.h \
	%D%/documents/completion.c \
	%D%/documents/documents.h \
	%D%/documents/manual.c \
	%D%/doctor/config_places.c \
	%D%/doctor/config_places.h \
	%D%/doctor/doctor.c \
	%D%/doctor/doctor.h \
	%D%/config/environment.c \
	%D%/config/help.c \
	%D%/config/help.h \
	%D%/doctor/http.c \
	%D%/doctor/http.h \
	%D%/config/key_put.c \
	%D%/config/key_put.h \
	%D%/config/keys.c \
	%D%/config/mounts.c \
	%D%/config/pools.c \
	%D%/commands/logs.c \
	%D%/commands/logs.h \
	%D%/main.c \
	%D%/config/config_errors.c \
	%D%/config/config_errors.h \
	%D%/config/options.c \
	%D%/config/options.h \
	%D%/config/print.c \
	%D%/doctor/probe.c \
	%D%/doctor/probe.h \
	%D%/doctor/tls.c \
	%D%/doctor/tls.h \
	%D%/doctor/recipe.c \
	%D%/doctor/recipes.h \
	%D%/commands/replay.c \
	%D%/commands/routes.c \
	%D%/config/provenance.c \
	%D%/config/provenance.h \
	%D%/commands/serve.c \
	%D%/config/config_file.c \
	%D%/commands/trace.c \
	%D%/commands/trace_printer.c \
	%D%/commands/trace_printer.h

EXTRA_DIST += \
	%D%/README.md \
	%D%/client/README.md \
	%D%/commands/README.md \
	%D%/config/README.md \
	%D%/documents/README.md \
	%D%/modules/README.md \
	%D%/doctor/README.md
