# cmd: the command line and the configuration.

libgantry_a_SOURCES += \
	%D%/commands.c \
	%D%/commands.h \
	%D%/config.c \
	%D%/config.h \
	%D%/confinement.c \
	%D%/confinement.h \
	%D%/ctl.c \
	%D%/ctl.h \
	%D%/ctl_client.c \
	%D%/ctl_client.h \
	%D%/ctl_socket.c \
	%D%/ctl_socket.h \
	%D%/ctl_top.c \
	%D%/ctl_top.h \
	%D%/doctor.c \
	%D%/doctor.h \
	%D%/environment.c \
	%D%/help.c \
	%D%/help.h \
	%D%/http.c \
	%D%/http.h \
	%D%/keys.c \
	%D%/keys_access.c \
	%D%/keys_access.h \
	%D%/logs.c \
	%D%/logs.h \
	%D%/main.c \
	%D%/mistakes.c \
	%D%/mistakes.h \
	%D%/options.c \
	%D%/options.h \
	%D%/print.c \
	%D%/print.h \
	%D%/probe.c \
	%D%/probe.h \
	%D%/recipe.c \
	%D%/recipes.h \
	%D%/said.c \
	%D%/said.h \
	%D%/serve.c \
	%D%/sources.c
