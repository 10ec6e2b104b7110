# firestore: documents out of managed exports and JSON.

# What a program that reads documents links with.
FIRESTORE_LIBS = libfirestore.a $(JANSSON_LIBS) $(ZLIB_LIBS) $(ZSTD_LIBS) \
	$(CURL_LIBS) $(CRYPTO_LIBS)

noinst_LIBRARIES += libfirestore.a
libfirestore_a_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/apps
libfirestore_a_CPPFLAGS += $(JANSSON_CFLAGS) $(ZLIB_CFLAGS) $(ZSTD_CFLAGS)
libfirestore_a_CPPFLAGS += $(CURL_CFLAGS) $(CRYPTO_CFLAGS)
libfirestore_a_SOURCES = \
	%D%/auth.c \
	%D%/auth.h \
	%D%/auth_account.c \
	%D%/auth_account.h \
	%D%/bytes.c \
	%D%/bytes.h \
	%D%/crc32c.c \
	%D%/crc32c.h \
	%D%/document.h \
	%D%/entity.c \
	%D%/entity.h \
	%D%/export.c \
	%D%/export.h \
	%D%/field_path.c \
	%D%/field_path.h \
	%D%/fields.c \
	%D%/fields.h \
	%D%/folders.c \
	%D%/folders.h \
	%D%/http.c \
	%D%/http.h \
	%D%/http_retry.c \
	%D%/http_retry.h \
	%D%/json_answer.c \
	%D%/json_answer.h \
	%D%/json_parse.c \
	%D%/json_parse.h \
	%D%/json_reader.c \
	%D%/json_reader.h \
	%D%/json_text.c \
	%D%/json_text.h \
	%D%/leveldb.c \
	%D%/leveldb.h \
	%D%/manifest.c \
	%D%/manifest.h \
	%D%/mark.c \
	%D%/mark.h \
	%D%/members.c \
	%D%/members.h \
	%D%/metadata.c \
	%D%/metadata.h \
	%D%/origin.c \
	%D%/origin.h \
	%D%/paths.c \
	%D%/paths.h \
	%D%/plain_document.c \
	%D%/plain_document.h \
	%D%/plain_value.c \
	%D%/plain_value.h \
	%D%/protobuf.c \
	%D%/protobuf.h \
	%D%/pull.c \
	%D%/pull.h \
	%D%/pull_call.c \
	%D%/pull_call.h \
	%D%/pull_error.c \
	%D%/pull_error.h \
	%D%/pull_jobs.c \
	%D%/pull_jobs.h \
	%D%/pull_page.c \
	%D%/pull_page.h \
	%D%/pull_query.c \
	%D%/pull_query.h \
	%D%/reference.c \
	%D%/reference.h \
	%D%/rest.c \
	%D%/rest.h \
	%D%/rest_document.c \
	%D%/rest_document.h \
	%D%/rest_name.c \
	%D%/rest_name.h \
	%D%/rest_read.c \
	%D%/rest_read.h \
	%D%/rest_value.c \
	%D%/rest_value.h \
	%D%/rest_write.c \
	%D%/rest_write.h \
	%D%/since.c \
	%D%/since.h \
	%D%/source.c \
	%D%/source.h \
	%D%/spool.c \
	%D%/spool.h \
	%D%/spool_read.c \
	%D%/spool_read.h \
	%D%/spool_state.c \
	%D%/spool_state.h \
	%D%/value.c \
	%D%/value.h
