# wire: one program for each source file.

UNIT_TESTS += check_wire_params
check_wire_params_SOURCES = %D%/check_params.c %D%/vectors.h
check_wire_params_CPPFLAGS = $(UNIT_CPPFLAGS)
check_wire_params_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_wire_reader
check_wire_reader_SOURCES = %D%/check_reader.c
check_wire_reader_CPPFLAGS = $(UNIT_CPPFLAGS)
check_wire_reader_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_wire_record
check_wire_record_SOURCES = %D%/check_record.c %D%/vectors.h
check_wire_record_CPPFLAGS = $(UNIT_CPPFLAGS)
check_wire_record_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_wire_values
check_wire_values_SOURCES = %D%/check_values.c
check_wire_values_CPPFLAGS = $(UNIT_CPPFLAGS)
check_wire_values_LDADD = $(UNIT_LIBS)
