# gdb loads this script with the program, and with other programs that use the
# shared library, because of its installation paths.

if HAVE_GDB_AUTO_LOAD
gdbscriptdir = $(gdbautoloaddir)$(sbindir)
gdbscript_DATA = %D%/gantry-gdb.py
gdblibrarydir = $(gdbautoloaddir)$(libdir)
nodist_gdblibrary_DATA = libgantry.so.$(GANTRY_ABI)-gdb.py
CLEANFILES += libgantry.so.$(GANTRY_ABI)-gdb.py

libgantry.so.$(GANTRY_ABI)-gdb.py: $(srcdir)/%D%/gantry-gdb.py
	$(AM_V_GEN)cp $(srcdir)/%D%/gantry-gdb.py $@
endif
EXTRA_DIST += \
	%D%/gantry-gdb.py \
	%D%/gantry-dev-gdb.py \
	%D%/scripts.awk

# They are also compiled in, for "gantry dev --debugger".
gdb_scripts = %D%/gantry-gdb.py %D%/gantry-dev-gdb.py
nodist_libgantry_internal_a_SOURCES += %D%/gdb_scripts.c
CLEANFILES += %D%/gdb_scripts.c

%D%/gdb_scripts.c: %D%/scripts.awk $(gdb_scripts)
	$(AM_V_GEN)$(MKDIR_P) %D% && cd $(srcdir) && \
	    $(AWK) -f %D%/scripts.awk $(gdb_scripts) \
	    >'$(abs_top_builddir)/$@.tmp' && \
	    mv '$(abs_top_builddir)/$@.tmp' '$(abs_top_builddir)/$@'
