gantry_SOURCES += \
	%D%/hello.c \
	%D%/hello.h
