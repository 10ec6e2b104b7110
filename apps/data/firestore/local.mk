# firestore: documents out of managed exports and JSON.

# What a program that reads documents links with.
FIRESTORE_LIBS = libfirestore.a $(JANSSON_LIBS) $(ZLIB_LIBS) $(ZSTD_LIBS) \
	$(ARCHIVE_LIBS) $(CURL_LIBS) $(CRYPTO_LIBS)

noinst_LIBRARIES += libfirestore.a
libfirestore_a_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/apps
libfirestore_a_CPPFLAGS += $(JANSSON_CFLAGS) $(ZLIB_CFLAGS) $(ZSTD_CFLAGS)
libfirestore_a_CPPFLAGS += $(ARCHIVE_CFLAGS) $(CURL_CFLAGS) $(CRYPTO_CFLAGS)
libfirestore_a_SOURCES = \
	%D%/archive/unpack.c \
	%D%/archive/unpack.h \
	%D%/pull/auth.c \
	%D%/pull/auth.h \
	%D%/pull/auth_account.c \
	%D%/pull/auth_account.h \
	%D%/bytes.c \
	%D%/bytes.h \
	%D%/export/crc32c.c \
	%D%/export/crc32c.h \
	%D%/document.h \
	%D%/export/entity.c \
	%D%/export/entity.h \
	%D%/export/export.c \
	%D%/export/export.h \
	%D%/field_path.c \
	%D%/field_path.h \
	%D%/export/fields.c \
	%D%/export/fields.h \
	%D%/export/fields_value.c \
	%D%/export/folders.c \
	%D%/export/folders.h \
	%D%/export/listing.c \
	%D%/export/listing.h \
	%D%/export/root.c \
	%D%/pull/http.c \
	%D%/pull/http.h \
	%D%/pull/http_retry.c \
	%D%/pull/http_retry.h \
	%D%/formats/bundle.c \
	%D%/formats/bundle.h \
	%D%/formats/collection_tree.c \
	%D%/formats/collection_tree.h \
	%D%/formats/csv_rows.c \
	%D%/formats/csv_rows.h \
	%D%/formats/format_options.h \
	%D%/formats/formats.c \
	%D%/formats/formats.h \
	%D%/formats/reading.c \
	%D%/formats/reading.h \
	%D%/formats/records.c \
	%D%/formats/records.h \
	%D%/formats/sample.c \
	%D%/formats/sample.h \
	%D%/formats/shapes.c \
	%D%/formats/shapes.h \
	%D%/formats/typed.c \
	%D%/formats/typed.h \
	%D%/formats/typed_special.c \
	%D%/json/json_answer.c \
	%D%/json/json_answer.h \
	%D%/json/json_check.c \
	%D%/json/json_check.h \
	%D%/json/json_header.c \
	%D%/json/json_header.h \
	%D%/json/json_list.c \
	%D%/json/json_list.h \
	%D%/json/json_parse.c \
	%D%/json/json_parse.h \
	%D%/json/json_reader.c \
	%D%/json/json_reader.h \
	%D%/json/json_text.c \
	%D%/json/json_text.h \
	%D%/export/leveldb.c \
	%D%/export/leveldb.h \
	%D%/export/manifest.c \
	%D%/export/manifest.h \
	%D%/spool/high_water_mark.c \
	%D%/spool/high_water_mark.h \
	%D%/foreign.c \
	%D%/foreign.h \
	%D%/ids.c \
	%D%/ids.h \
	%D%/members.c \
	%D%/members.h \
	%D%/export/metadata.c \
	%D%/export/metadata.h \
	%D%/nul_names.c \
	%D%/nul_names.h \
	%D%/nul_text.c \
	%D%/nul_text.h \
	%D%/origin.c \
	%D%/origin.h \
	%D%/path_glob.c \
	%D%/path_glob.h \
	%D%/paths.c \
	%D%/paths.h \
	%D%/json/plain_document.c \
	%D%/json/plain_document.h \
	%D%/export/protobuf.c \
	%D%/export/protobuf.h \
	%D%/pull/pull.c \
	%D%/pull/pull.h \
	%D%/pull/pull_call.c \
	%D%/pull/pull_call.h \
	%D%/pull/pull_error.c \
	%D%/pull/pull_error.h \
	%D%/pull/pull_jobs.c \
	%D%/pull/pull_jobs.h \
	%D%/pull/pull_page.c \
	%D%/pull/pull_page.h \
	%D%/pull/pull_query.c \
	%D%/pull/pull_query.h \
	%D%/export/reference.c \
	%D%/export/reference.h \
	%D%/rest/rest.c \
	%D%/rest/rest.h \
	%D%/rest/rest_document.c \
	%D%/rest/rest_document.h \
	%D%/rest/rest_name.c \
	%D%/rest/rest_name.h \
	%D%/rest/rest_read.c \
	%D%/rest/rest_read.h \
	%D%/rest/rest_value.c \
	%D%/rest/rest_value.h \
	%D%/rest/rest_write.c \
	%D%/rest/rest_write.h \
	%D%/selection.c \
	%D%/selection.h \
	%D%/spool/since.c \
	%D%/spool/since.h \
	%D%/source.c \
	%D%/source.h \
	%D%/spool/spool.c \
	%D%/spool/spool.h \
	%D%/spool/spool_read.c \
	%D%/spool/spool_read.h \
	%D%/spool/spool_state.c \
	%D%/spool/spool_state.h

EXTRA_DIST += \
	%D%/README.md \
	%D%/archive/README.md \
	%D%/export/README.md \
	%D%/formats/README.md \
	%D%/json/README.md \
	%D%/pull/README.md \
	%D%/rest/README.md \
	%D%/spool/README.md
