# query: the queries of Firestore, answered out of the indexes of a cache.

QUERY_LIBS = libquery.a libcache.a libfirestore.a $(JANSSON_LIBS)

noinst_LIBRARIES += libquery.a
libquery_a_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/apps $(JANSSON_CFLAGS)
libquery_a_SOURCES = \
	%D%/answer/aggregate.c \
	%D%/answer/answering.c \
	%D%/answer/answering.h \
	%D%/answer/best_rows.c \
	%D%/answer/best_rows.h \
	%D%/answer/document_json.c \
	%D%/answer/document_json.h \
	%D%/answer/document_lists.c \
	%D%/answer/document_lists.h \
	%D%/answer/document_match.c \
	%D%/answer/document_match.h \
	%D%/answer/nearest.c \
	%D%/index/child_collections.c \
	%D%/index/child_collections.h \
	%D%/index/collections.c \
	%D%/index/collections.h \
	%D%/index/field_ids.c \
	%D%/index/field_ids.h \
	%D%/index/index_build.c \
	%D%/index/index_build.h \
	%D%/index/index_check.c \
	%D%/index/index_names.c \
	%D%/index/index_passes.h \
	%D%/index/index_rows.c \
	%D%/index/places.c \
	%D%/index/places.h \
	%D%/index/row_walk.c \
	%D%/index/row_walk.h \
	%D%/keys/field.c \
	%D%/keys/field.h \
	%D%/keys/key.c \
	%D%/keys/key.h \
	%D%/keys/value.c \
	%D%/keys/value.h \
	%D%/language/parse.c \
	%D%/language/parse.h \
	%D%/language/parse_aggregations.c \
	%D%/language/parse_filter.c \
	%D%/language/parse_nearest.c \
	%D%/language/read_query.c \
	%D%/language/read_query.h \
	%D%/language/structured_query.c \
	%D%/language/structured_query.h \
	%D%/plan/leaf_ranges.c \
	%D%/plan/leaf_ranges.h \
	%D%/plan/plan.c \
	%D%/plan/plan.h \
	%D%/plan/position.c \
	%D%/plan/position.h \
	%D%/plan/row_source.c \
	%D%/plan/row_source.h \
	%D%/plan/scope.c \
	%D%/plan/scope.h \
	%D%/plan/terms.c \
	%D%/store/index_block.c \
	%D%/store/index_block.h \
	%D%/store/index_choice.c \
	%D%/store/index_choice.h \
	%D%/store/index_schema.h \
	%D%/store/index_scan.c \
	%D%/store/index_state.c \
	%D%/store/index_state.h \
	%D%/store/index_store.c \
	%D%/store/index_store.h

EXTRA_DIST += \
	%D%/README.md \
	%D%/answer/README.md \
	%D%/index/README.md \
	%D%/keys/README.md \
	%D%/language/README.md \
	%D%/plan/README.md \
	%D%/store/README.md
