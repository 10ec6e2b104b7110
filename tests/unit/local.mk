# One program for each source file, in the room of that file.

UNIT_GATE_LDADD = $(GANTRY_LIBS) $(CHECK_LIBS)

include %D%/base/local.mk
include %D%/firestore/local.mk
