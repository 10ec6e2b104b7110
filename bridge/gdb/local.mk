# What gdb loads by itself with the program, by the path that it is installed at.

if HAVE_GDB_AUTO_LOAD
gdbscriptdir = $(gdbautoloaddir)$(sbindir)
gdbscript_DATA = %D%/gantry-gdb.py
endif
EXTRA_DIST += %D%/gantry-gdb.py
