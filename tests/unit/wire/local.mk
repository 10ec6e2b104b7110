# wire: one program for each source file.

UNIT_TESTS += check_wire_params
check_wire_params_SOURCES = %D%/check_params.c
check_wire_params_CPPFLAGS = $(UNIT_CPPFLAGS)
check_wire_params_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_wire_record
check_wire_record_SOURCES = %D%/check_record.c
check_wire_record_CPPFLAGS = $(UNIT_CPPFLAGS)
check_wire_record_LDADD = $(UNIT_LIBS)
