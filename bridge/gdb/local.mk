# gdb loads this script with the program, because of its installation path.

if HAVE_GDB_AUTO_LOAD
gdbscriptdir = $(gdbautoloaddir)$(sbindir)
gdbscript_DATA = %D%/gantry-gdb.py
endif
EXTRA_DIST += %D%/gantry-gdb.py
