# firestore: one program for each source file.

UNIT_FIRESTORE_CPPFLAGS = $(UNIT_CPPFLAGS) \
	$(JANSSON_CFLAGS) $(ZLIB_CFLAGS) $(ZSTD_CFLAGS)
UNIT_FIRESTORE_LIBS = libfirestore.a libgantry-internal.a $(JANSSON_LIBS) \
	$(ZLIB_LIBS) $(ZSTD_LIBS) $(ARCHIVE_LIBS) $(CHECK_LIBS)

UNIT_TESTS += check_firestore_auth
check_firestore_auth_SOURCES = \
	%D%/pull/check_auth.c \
	%D%/scratch.c \
	%D%/scratch.h
check_firestore_auth_CPPFLAGS = \
	$(UNIT_CPPFLAGS) $(JANSSON_CFLAGS) $(CRYPTO_CFLAGS)
check_firestore_auth_LDADD = $(FIRESTORE_LIBS) libgantry-internal.a $(CHECK_LIBS)

UNIT_TESTS += check_firestore_bytes
check_firestore_bytes_SOURCES = %D%/check_bytes.c
check_firestore_bytes_CPPFLAGS = $(UNIT_CPPFLAGS)
check_firestore_bytes_LDADD = libfirestore.a libgantry-internal.a $(CHECK_LIBS)

UNIT_TESTS += check_firestore_crc32c
check_firestore_crc32c_SOURCES = %D%/export/check_crc32c.c
check_firestore_crc32c_CPPFLAGS = $(UNIT_CPPFLAGS)
check_firestore_crc32c_LDADD = libfirestore.a libgantry-internal.a $(CHECK_LIBS)

UNIT_TESTS += check_firestore_entity
check_firestore_entity_SOURCES = %D%/export/check_entity.c %D%/encode.c %D%/encode.h
check_firestore_entity_CPPFLAGS = $(UNIT_CPPFLAGS)
check_firestore_entity_LDADD = libfirestore.a libgantry-internal.a $(CHECK_LIBS)

UNIT_TESTS += check_firestore_export
check_firestore_export_SOURCES = \
	%D%/export/check_export.c \
	%D%/encode.c \
	%D%/encode.h \
	%D%/scratch.c \
	%D%/scratch.h
check_firestore_export_CPPFLAGS = $(UNIT_CPPFLAGS)
check_firestore_export_LDADD = libfirestore.a libgantry-internal.a $(CHECK_LIBS)

UNIT_TESTS += check_firestore_field_path
check_firestore_field_path_SOURCES = %D%/check_field_path.c
check_firestore_field_path_CPPFLAGS = $(UNIT_FIRESTORE_CPPFLAGS)
check_firestore_field_path_LDADD = $(UNIT_FIRESTORE_LIBS)

UNIT_TESTS += check_firestore_formats
check_firestore_formats_SOURCES = \
	%D%/formats/check_formats.c \
	%D%/scratch.c \
	%D%/scratch.h
check_firestore_formats_CPPFLAGS = $(UNIT_FIRESTORE_CPPFLAGS)
check_firestore_formats_LDADD = $(UNIT_FIRESTORE_LIBS)

UNIT_TESTS += check_firestore_nul_names
check_firestore_nul_names_SOURCES = %D%/check_nul_names.c
check_firestore_nul_names_CPPFLAGS = $(UNIT_FIRESTORE_CPPFLAGS)
check_firestore_nul_names_LDADD = $(UNIT_FIRESTORE_LIBS)

UNIT_TESTS += check_firestore_ids
check_firestore_ids_SOURCES = %D%/check_ids.c
check_firestore_ids_CPPFLAGS = $(UNIT_FIRESTORE_CPPFLAGS)
check_firestore_ids_LDADD = $(UNIT_FIRESTORE_LIBS)

UNIT_TESTS += check_firestore_fields
check_firestore_fields_SOURCES = %D%/export/check_fields.c %D%/encode.c %D%/encode.h
check_firestore_fields_CPPFLAGS = $(UNIT_CPPFLAGS)
check_firestore_fields_LDADD = libfirestore.a libgantry-internal.a $(CHECK_LIBS)

UNIT_TESTS += check_firestore_folders
check_firestore_folders_SOURCES = \
	%D%/export/check_folders.c \
	%D%/scratch.c \
	%D%/scratch.h
check_firestore_folders_CPPFLAGS = $(UNIT_CPPFLAGS)
check_firestore_folders_LDADD = libfirestore.a libgantry-internal.a $(CHECK_LIBS)

UNIT_TESTS += check_firestore_root
check_firestore_root_SOURCES = \
	%D%/encode.c \
	%D%/encode.h \
	%D%/export/check_root.c \
	%D%/scratch.c \
	%D%/scratch.h
check_firestore_root_CPPFLAGS = $(UNIT_CPPFLAGS)
check_firestore_root_LDADD = libfirestore.a libgantry-internal.a $(CHECK_LIBS)

UNIT_TESTS += check_firestore_http_retry
check_firestore_http_retry_SOURCES = %D%/pull/check_http_retry.c
check_firestore_http_retry_CPPFLAGS = $(UNIT_CPPFLAGS)
check_firestore_http_retry_LDADD = $(FIRESTORE_LIBS) libgantry-internal.a $(CHECK_LIBS)

UNIT_TESTS += check_firestore_json_reader
check_firestore_json_reader_SOURCES = \
	%D%/json/check_json_reader.c \
	%D%/pack.c \
	%D%/pack.h \
	%D%/scratch.c \
	%D%/scratch.h
check_firestore_json_reader_CPPFLAGS = $(UNIT_FIRESTORE_CPPFLAGS)
check_firestore_json_reader_LDADD = $(UNIT_FIRESTORE_LIBS)

UNIT_TESTS += check_firestore_leveldb
check_firestore_leveldb_SOURCES = \
	%D%/export/check_leveldb.c \
	%D%/encode.c \
	%D%/encode.h \
	%D%/scratch.c \
	%D%/scratch.h
check_firestore_leveldb_CPPFLAGS = $(UNIT_CPPFLAGS)
check_firestore_leveldb_LDADD = libfirestore.a libgantry-internal.a $(CHECK_LIBS)

UNIT_TESTS += check_firestore_manifest
check_firestore_manifest_SOURCES = \
	%D%/export/check_manifest.c \
	%D%/encode.c \
	%D%/encode.h \
	%D%/scratch.c \
	%D%/scratch.h
check_firestore_manifest_CPPFLAGS = $(UNIT_CPPFLAGS)
check_firestore_manifest_LDADD = libfirestore.a libgantry-internal.a $(CHECK_LIBS)

UNIT_TESTS += check_firestore_metadata
check_firestore_metadata_SOURCES = \
	%D%/export/check_metadata.c \
	%D%/encode.c \
	%D%/encode.h \
	%D%/scratch.c \
	%D%/scratch.h
check_firestore_metadata_CPPFLAGS = $(UNIT_CPPFLAGS)
check_firestore_metadata_LDADD = libfirestore.a libgantry-internal.a $(CHECK_LIBS)

UNIT_TESTS += check_firestore_path_glob
check_firestore_path_glob_SOURCES = %D%/check_path_glob.c
check_firestore_path_glob_CPPFLAGS = $(UNIT_FIRESTORE_CPPFLAGS)
check_firestore_path_glob_LDADD = $(UNIT_FIRESTORE_LIBS)

UNIT_TESTS += check_firestore_paths
check_firestore_paths_SOURCES = %D%/check_paths.c
check_firestore_paths_CPPFLAGS = $(UNIT_CPPFLAGS)
check_firestore_paths_LDADD = libfirestore.a libgantry-internal.a $(CHECK_LIBS)

UNIT_TESTS += check_firestore_plain_document
check_firestore_plain_document_SOURCES = %D%/json/check_plain_document.c
check_firestore_plain_document_CPPFLAGS = $(UNIT_FIRESTORE_CPPFLAGS)
check_firestore_plain_document_LDADD = $(UNIT_FIRESTORE_LIBS)

UNIT_TESTS += check_firestore_protobuf
check_firestore_protobuf_SOURCES = \
	%D%/export/check_protobuf.c \
	%D%/encode.c \
	%D%/encode.h
check_firestore_protobuf_CPPFLAGS = $(UNIT_CPPFLAGS)
check_firestore_protobuf_LDADD = libfirestore.a libgantry-internal.a $(CHECK_LIBS)

UNIT_TESTS += check_firestore_pull_error
check_firestore_pull_error_SOURCES = %D%/pull/check_pull_error.c
check_firestore_pull_error_CPPFLAGS = \
	$(UNIT_CPPFLAGS) $(JANSSON_CFLAGS)
check_firestore_pull_error_LDADD = $(FIRESTORE_LIBS) libgantry-internal.a $(CHECK_LIBS)

UNIT_TESTS += check_firestore_pull_query
check_firestore_pull_query_SOURCES = %D%/pull/check_pull_query.c
check_firestore_pull_query_CPPFLAGS = \
	$(UNIT_CPPFLAGS) $(JANSSON_CFLAGS)
check_firestore_pull_query_LDADD = $(FIRESTORE_LIBS) libgantry-internal.a $(CHECK_LIBS)

UNIT_TESTS += check_firestore_reference
check_firestore_reference_SOURCES = \
	%D%/export/check_reference.c \
	%D%/encode.c \
	%D%/encode.h
check_firestore_reference_CPPFLAGS = $(UNIT_CPPFLAGS)
check_firestore_reference_LDADD = libfirestore.a libgantry-internal.a $(CHECK_LIBS)

UNIT_TESTS += check_firestore_rest
check_firestore_rest_SOURCES = %D%/rest/check_rest.c
check_firestore_rest_CPPFLAGS = $(UNIT_CPPFLAGS)
check_firestore_rest_LDADD = libfirestore.a libgantry-internal.a $(CHECK_LIBS)

UNIT_TESTS += check_firestore_rest_document
check_firestore_rest_document_SOURCES = %D%/rest/check_rest_document.c
check_firestore_rest_document_CPPFLAGS = $(UNIT_FIRESTORE_CPPFLAGS)
check_firestore_rest_document_LDADD = $(UNIT_FIRESTORE_LIBS)

UNIT_TESTS += check_firestore_rest_read
check_firestore_rest_read_SOURCES = %D%/rest/check_rest_read.c
check_firestore_rest_read_CPPFLAGS = $(UNIT_FIRESTORE_CPPFLAGS)
check_firestore_rest_read_LDADD = $(UNIT_FIRESTORE_LIBS)

UNIT_TESTS += check_firestore_rest_value
check_firestore_rest_value_SOURCES = %D%/rest/check_rest_value.c
check_firestore_rest_value_CPPFLAGS = $(UNIT_FIRESTORE_CPPFLAGS)
check_firestore_rest_value_LDADD = $(UNIT_FIRESTORE_LIBS)

UNIT_TESTS += check_firestore_since
check_firestore_since_SOURCES = %D%/spool/check_since.c
check_firestore_since_CPPFLAGS = $(UNIT_FIRESTORE_CPPFLAGS)
check_firestore_since_LDADD = $(UNIT_FIRESTORE_LIBS)

UNIT_TESTS += check_firestore_source
check_firestore_source_SOURCES = \
	%D%/check_source.c \
	%D%/pack.c \
	%D%/pack.h \
	%D%/scratch.c \
	%D%/scratch.h
check_firestore_source_CPPFLAGS = $(UNIT_FIRESTORE_CPPFLAGS)
check_firestore_source_LDADD = $(UNIT_FIRESTORE_LIBS)

UNIT_TESTS += check_firestore_spool
check_firestore_spool_SOURCES = \
	%D%/spool/check_spool.c \
	%D%/scratch.c \
	%D%/scratch.h
check_firestore_spool_CPPFLAGS = $(UNIT_CPPFLAGS)
check_firestore_spool_LDADD = $(FIRESTORE_LIBS) libgantry-internal.a $(CHECK_LIBS)

UNIT_TESTS += check_firestore_fields_value
check_firestore_fields_value_SOURCES = %D%/export/check_fields_value.c %D%/encode.c %D%/encode.h
check_firestore_fields_value_CPPFLAGS = $(UNIT_CPPFLAGS)
check_firestore_fields_value_LDADD = libfirestore.a libgantry-internal.a $(CHECK_LIBS)
