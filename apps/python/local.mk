# python: WSGI applications, in a module of its own.

EXTRA_DIST += \
	%D%/README.md \
	%D%/module/README.md \
	%D%/request/README.md \
	%D%/runtime/README.md \
	%D%/start/README.md

if HAVE_PYTHON
PYTHON_MODULE = gantry-python$(PYTHON_VERSION).so

# An archive, so that the sources are compiled as all others are.
noinst_LIBRARIES += libgantry-python.a
libgantry_python_a_CPPFLAGS = $(APPS_CPPFLAGS) $(PYTHON_CFLAGS) \
	-DPYTHON_VERSION='"$(PYTHON_VERSION)"' \
	-DPYTHON_PROGRAM='"$(PYTHON_PROGRAM)"' \
	-DPYTHON_LIBRARY='"$(PYTHON_LIBRARY)"'
# What a module declares as thread-local has no place in the memory that a
# thread has from its beginning.
libgantry_python_a_CFLAGS = $(AM_CFLAGS) -ftls-model=global-dynamic
libgantry_python_a_SOURCES = \
	%D%/module/breakpoint_hook.c \
	%D%/module/builtin.c \
	%D%/module/builtin.h \
	%D%/module/python_cache.c \
	%D%/module/python_cache.h \
	apps/entities/lookup.c \
	apps/entities/queries.c \
	apps/entities/score/likelihood.c \
	apps/entities/score/ranking.c \
	apps/entities/store_sqlite.c \
	%D%/python.c \
	%D%/request/environ_dict.c \
	%D%/request/environ_dict.h \
	%D%/request/file_wrapper.c \
	%D%/request/file_wrapper.h \
	%D%/request/input.c \
	%D%/request/iterable.c \
	%D%/request/request.c \
	%D%/request/request.h \
	%D%/runtime/error_stream.c \
	%D%/runtime/error_stream.h \
	%D%/runtime/exception.c \
	%D%/runtime/exception.h \
	%D%/runtime/py.h \
	%D%/runtime/threads.c \
	%D%/runtime/threads.h \
	%D%/runtime/where.c \
	%D%/start/load.c \
	%D%/start/load.h \
	%D%/start/needs.c \
	%D%/start/freeze.c \
	%D%/start/python_options.c \
	%D%/start/python_options.h \
	%D%/start/stacks.c \
	%D%/start/start.c \
	%D%/start/start.h \
	%D%/start/code_watch.c \
	%D%/start/venv.c

nodist_gantrymodule_DATA += $(PYTHON_MODULE)
noinst_DATA += python.so
CLEANFILES += $(PYTHON_MODULE) python.so

$(PYTHON_MODULE): libgantry-python.a libcache.a
	$(AM_V_CCLD)$(CC) $(AM_CFLAGS) $(CFLAGS) -shared $(LINKER_OPTIONS) \
	    $(LDFLAGS) -o $@ $(WHOLE_ARCHIVE) libgantry-python.a \
	    $(NO_WHOLE_ARCHIVE) libcache.a $(CACHE_LIBS) $(PYTHON_LIBS) $(LIBS)
python.so: $(PYTHON_MODULE)
	$(AM_V_GEN)rm -f $@ && $(LN_S) $(PYTHON_MODULE) $@
endif
