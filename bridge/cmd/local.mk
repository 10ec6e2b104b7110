# cmd: the command line and the configuration.

libgantry_a_SOURCES += \
	%D%/commands.c \
	%D%/commands.h \
	%D%/config.c \
	%D%/config.h \
	%D%/doctor.c \
	%D%/doctor.h \
	%D%/keys.c \
	%D%/http.c \
	%D%/http.h \
	%D%/main.c \
	%D%/options.c \
	%D%/options.h \
	%D%/probe.c \
	%D%/probe.h \
	%D%/recipe.c \
	%D%/recipes.h \
	%D%/serve.c \
	%D%/sources.c
