gantry_SOURCES += \
	%D%/inspect.c \
	%D%/inspect.h
