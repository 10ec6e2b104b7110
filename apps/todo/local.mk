# todo: an API on a database.

gantry_SOURCES += \
	%D%/todo.c \
	%D%/todo.h

EXTRA_DIST += \
	%D%/README.md
