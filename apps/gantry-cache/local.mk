gantry_cache_SOURCES += \
	%D%/commands.h \
	%D%/import.c \
	%D%/info.c \
	%D%/program.c \
	%D%/program.h
