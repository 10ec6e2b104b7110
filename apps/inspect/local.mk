gantry_SOURCES += \
	%D%/inspect.c \
	%D%/inspect.h

EXTRA_DIST += %D%/README.md
