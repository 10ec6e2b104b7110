gantry_SOURCES += \
	%D%/hello.c \
	%D%/hello.h

EXTRA_DIST += %D%/README.md
