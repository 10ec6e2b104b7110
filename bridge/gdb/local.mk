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
EXTRA_DIST += %D%/gantry-gdb.py
