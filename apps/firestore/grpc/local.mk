# grpc: calls of gRPC, and Protocol Buffers.

GRPC_LIBS = libgrpc.a libfirestore.a libcache.a $(JANSSON_LIBS) $(ZLIB_LIBS)

noinst_LIBRARIES += libgrpc.a
libgrpc_a_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/apps $(JANSSON_CFLAGS) \
	$(ZLIB_CFLAGS)
libgrpc_a_SOURCES = \
	%D%/grpc_answer.c \
	%D%/grpc_answer.h \
	%D%/grpc_descriptor.c \
	%D%/grpc_gzip.c \
	%D%/grpc_gzip.h \
	%D%/grpc_health.c \
	%D%/grpc_metadata.c \
	%D%/grpc_metadata.h \
	%D%/grpc_reflection.c \
	%D%/grpc_reply.c \
	%D%/grpc_reply.h \
	%D%/grpc_request.c \
	%D%/grpc_request.h \
	%D%/grpc_services.h \
	apps/firestore/rpc/rpc.h \
	apps/firestore/protobuf/codec.h \
	apps/firestore/protobuf/proto_convert.c \
	apps/firestore/protobuf/parts.h \
	apps/firestore/protobuf/tables/proto_message.c \
	apps/firestore/protobuf/tables/message.h \
	apps/firestore/protobuf/proto_read.c \
	apps/firestore/protobuf/tables/proto_descriptor_table.c \
	apps/firestore/protobuf/tables/proto_document_table.c \
	apps/firestore/protobuf/tables/proto_files_table.c \
	apps/firestore/protobuf/tables/proto_grpc_table.c \
	apps/firestore/protobuf/tables/proto_query_table.c \
	apps/firestore/protobuf/tables/proto_request_table.c \
	apps/firestore/protobuf/tables/tables.h \
	apps/firestore/protobuf/tables/proto_well_known_table.c \
	apps/firestore/protobuf/tables/proto_write_table.c \
	apps/firestore/protobuf/proto_write.c \
	apps/firestore/protobuf/write_scalar.c

EXTRA_DIST += \
	%D%/README.md \
	apps/firestore/protobuf/README.md \
	apps/firestore/protobuf/tables/README.md
