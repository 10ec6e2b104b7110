# wire: FastCGI bytes to structs and back.

libgantry_internal_a_SOURCES += \
	%D%/params.c \
	%D%/params.h \
	%D%/reader.c \
	%D%/reader.h \
	%D%/record.c \
	%D%/record.h \
	%D%/values.c \
	%D%/values.h

EXTRA_DIST += %D%/README.md
