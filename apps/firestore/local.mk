# firestore: the reader of managed exports.

noinst_LIBRARIES += libfirestore.a
libfirestore_a_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/apps
libfirestore_a_SOURCES = \
	%D%/bytes.c \
	%D%/bytes.h \
	%D%/crc32c.c \
	%D%/crc32c.h \
	%D%/document.h \
	%D%/entity.c \
	%D%/entity.h \
	%D%/export.c \
	%D%/export.h \
	%D%/fields.c \
	%D%/fields.h \
	%D%/folders.c \
	%D%/folders.h \
	%D%/leveldb.c \
	%D%/leveldb.h \
	%D%/manifest.c \
	%D%/manifest.h \
	%D%/metadata.c \
	%D%/metadata.h \
	%D%/paths.c \
	%D%/paths.h \
	%D%/protobuf.c \
	%D%/protobuf.h \
	%D%/reference.c \
	%D%/reference.h \
	%D%/rest.c \
	%D%/rest.h \
	%D%/value.c \
	%D%/value.h
