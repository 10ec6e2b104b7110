# firestore: one program for each source file.

UNIT_GRPC_CPPFLAGS = $(UNIT_CPPFLAGS) $(JANSSON_CFLAGS)
UNIT_GRPC_LIBS = libunit.a $(GRPC_LIBS) $(GANTRY_LIBS) $(CHECK_LIBS)

UNIT_TESTS += check_firestore_grpc_answer
check_firestore_grpc_answer_SOURCES = \
	%D%/check_grpc_answer.c \
	tests/unit/firestore/stand_in.c \
	tests/unit/firestore/stand_in.h
check_firestore_grpc_answer_CPPFLAGS = $(UNIT_GRPC_CPPFLAGS)
check_firestore_grpc_answer_LDADD = $(UNIT_GRPC_LIBS)

UNIT_TESTS += check_firestore_grpc_gzip
check_firestore_grpc_gzip_SOURCES = %D%/check_grpc_gzip.c
check_firestore_grpc_gzip_CPPFLAGS = $(UNIT_GRPC_CPPFLAGS)
check_firestore_grpc_gzip_LDADD = $(UNIT_GRPC_LIBS)

UNIT_TESTS += check_firestore_grpc_metadata
check_firestore_grpc_metadata_SOURCES = %D%/check_grpc_metadata.c
check_firestore_grpc_metadata_CPPFLAGS = $(UNIT_GRPC_CPPFLAGS)
check_firestore_grpc_metadata_LDADD = $(UNIT_GRPC_LIBS)

UNIT_TESTS += check_firestore_protobuf_read
check_firestore_protobuf_read_SOURCES = tests/unit/firestore/protobuf/check_proto_read.c
check_firestore_protobuf_read_CPPFLAGS = $(UNIT_GRPC_CPPFLAGS)
check_firestore_protobuf_read_LDADD = $(UNIT_GRPC_LIBS)

UNIT_TESTS += check_firestore_protobuf_write
check_firestore_protobuf_write_SOURCES = tests/unit/firestore/protobuf/check_proto_write.c
check_firestore_protobuf_write_CPPFLAGS = $(UNIT_GRPC_CPPFLAGS)
check_firestore_protobuf_write_LDADD = $(UNIT_GRPC_LIBS)
