# fuzz: "make fuzz" runs each target for an hour, or FUZZ_SECONDS: the reader of
# exports, FastCGI records, parameters, whole connections of FastCGI and HTTP,
# libfcgi, JSON, multipart/form-data, cookies, ranges, Accept, cache files,
# queries, blocks of indexes, requests of Firestore, Protocol Buffers, templates,
# and both ends of the control socket.  "make fuzz-records" runs one target.
# "make fuzz-slow", a part of "make check-slow", runs each for SLOW_FUZZ_SECONDS.
# FUZZ_FOLDER keeps the corpus and the findings.

FUZZ_CC = clang
FUZZ_CFLAGS = -g -O1 -fsanitize=fuzzer,$(CLANG_SANITIZERS) \
	-fno-sanitize-recover=all
FUZZ_SECONDS = 3600
SLOW_FUZZ_SECONDS = 120
FUZZ_MEGABYTES = 1024
FUZZ_FOLDER = fuzz
FUZZ_FLAGS =

FUNCTIONAL_TESTS += %D%/smoke.tap
SLOW_TARGETS += fuzz-slow
EXTRA_DIST += \
	%D%/dictionaries/accept.dict \
	%D%/dictionaries/admin.dict \
	%D%/cache_input.c \
	%D%/cache_input.h \
	%D%/cache_pictures.c \
	%D%/seeds/README.md \
	%D%/seeds/cache_seeds.py \
	%D%/compile.sh \
	%D%/dictionaries/cookies.dict \
	%D%/corpus \
	%D%/fuzz_accept.c \
	%D%/fuzz_admin.c \
	%D%/fuzz_cache.c \
	%D%/fuzz_connection.c \
	%D%/fuzz_cookies.c \
	%D%/fuzz_export.c \
	%D%/fuzz_firestore.c \
	%D%/fuzz_formats.c \
	%D%/fuzz_html.c \
	%D%/fuzz_http.c \
	%D%/fuzz_index.c \
	%D%/fuzz_json.c \
	%D%/fuzz_libfcgi.c \
	%D%/fuzz_multipart.c \
	%D%/fuzz_params.c \
	%D%/fuzz_protobuf.c \
	%D%/fuzz_query.c \
	%D%/fuzz_ranges.c \
	%D%/fuzz_records.c \
	%D%/dictionaries/html.dict \
	%D%/dictionaries/formats.dict \
	%D%/dictionaries/http.dict \
	%D%/dictionaries/json.dict \
	%D%/dictionaries/multipart.dict \
	%D%/dictionaries/query.dict \
	%D%/quiet.c \
	%D%/dictionaries/ranges.dict \
	%D%/seeds/record.py \
	%D%/replay.c \
	%D%/request.c \
	%D%/request.h \
	%D%/require.h \
	%D%/seeds/export_seeds.py
CLEANFILES += \
	%D%/fuzz_accept \
	%D%/fuzz_admin \
	%D%/fuzz_cache \
	%D%/fuzz_connection \
	%D%/fuzz_cookies \
	%D%/fuzz_export \
	%D%/fuzz_firestore \
	%D%/fuzz_formats \
	%D%/fuzz_html \
	%D%/fuzz_http \
	%D%/fuzz_index \
	%D%/fuzz_json \
	%D%/fuzz_libfcgi \
	%D%/fuzz_multipart \
	%D%/fuzz_params \
	%D%/fuzz_protobuf \
	%D%/fuzz_query \
	%D%/fuzz_ranges \
	%D%/fuzz_records

# The compiler differs from that of the programs, so this compiles the sources
# again, each once for all targets.  $$wanted and $$unwanted are patterns of
# sources; quiet.c replaces log.c.
FUZZ_COMMAND = $(FUZZ_CC) -std=gnu11 $(FUZZ_CFLAGS) $(DEFS) \
	$(libfirestore_a_CPPFLAGS) $(libclouds_a_CPPFLAGS) \
	$(libcache_a_CPPFLAGS) $(INIH_CFLAGS) $(SECCOMP_CFLAGS) \
	$(LLHTTP_CFLAGS) -DBINDIR=\"$(bindir)\" -DSBINDIR=\"$(sbindir)\" \
	-DSYSCONFDIR=\"$(sysconfdir)\" -DMODULEDIR=\"$(libdir)/gantry\" \
	-I$(srcdir)/tests/unit
FUZZ_COMPILE = \
	command -v $(FUZZ_CC) >/dev/null || { \
	    echo 'make fuzz needs clang with libFuzzer; set FUZZ_CC' >&2; \
	    exit 1; }; \
	sources=; \
	for file in $(libfirestore_a_SOURCES) $(libgantry_internal_a_SOURCES) $$more; do \
		eval "case $$file in $$unwanted) ;; $$wanted) \
		    sources=\"$$sources $$file\";; esac"; \
	done; \
	objects=`$(srcdir)/%D%/compile.sh %D%/objects $(srcdir) \
	    '$(FUZZ_COMMAND)' $$sources` || exit 1; \
	$(FUZZ_COMMAND) -o $@ $$objects
FUZZ_COMPILE_BRIDGE = \
	unwanted='bridge/base/log/log.c|*.h'; \
	wanted='bridge/base/*|bridge/wire/*|bridge/gate/*'; \
	$(FUZZ_COMPILE) $(srcdir)/%D%/quiet.c $(srcdir)/$@.c $(FCGI_LIBS) -lpthread

%D%/fuzz_export: %D%/fuzz_export.c tests/unit/data/firestore/encode.c \
		$(libfirestore_a_SOURCES)
	$(AM_V_CC)unwanted='*.h'; wanted='bridge/base/*|apps/*'; \
	$(FUZZ_COMPILE) $(srcdir)/%D%/fuzz_export.c \
	    $(srcdir)/tests/unit/data/firestore/encode.c $(JANSSON_LIBS) \
	    $(ZLIB_LIBS) $(ZSTD_LIBS) $(ARCHIVE_LIBS) $(CURL_LIBS) \
	    $(CRYPTO_LIBS) -lm

%D%/fuzz_formats: %D%/fuzz_formats.c %D%/require.h $(libfirestore_a_SOURCES)
	$(AM_V_CC)unwanted='*.h'; wanted='bridge/base/*|apps/*'; \
	$(FUZZ_COMPILE) -I$(srcdir)/%D% $(srcdir)/%D%/fuzz_formats.c \
	    $(JANSSON_LIBS) $(ZLIB_LIBS) $(ZSTD_LIBS) $(ARCHIVE_LIBS) \
	    $(CURL_LIBS) $(CRYPTO_LIBS) -lm

%D%/fuzz_records: %D%/fuzz_records.c %D%/quiet.c $(libgantry_internal_a_SOURCES)
	$(AM_V_CC)$(FUZZ_COMPILE_BRIDGE)

%D%/fuzz_params: %D%/fuzz_params.c %D%/quiet.c $(libgantry_internal_a_SOURCES)
	$(AM_V_CC)$(FUZZ_COMPILE_BRIDGE)

%D%/fuzz_connection: %D%/fuzz_connection.c %D%/quiet.c $(libgantry_internal_a_SOURCES)
	$(AM_V_CC)$(FUZZ_COMPILE_BRIDGE)

%D%/fuzz_http: %D%/fuzz_http.c %D%/quiet.c $(libgantry_internal_a_SOURCES)
	$(AM_V_CC)$(FUZZ_COMPILE_BRIDGE)

%D%/fuzz_libfcgi: %D%/fuzz_libfcgi.c %D%/quiet.c $(libgantry_internal_a_SOURCES)
	$(AM_V_CC)$(FUZZ_COMPILE_BRIDGE)

# Compile only the tested files of the web layer; the targets replace others.
FUZZ_COMPILE_WEB = \
	unwanted='bridge/base/log/log.c|*.h'; \
	wanted="bridge/base/*|bridge/wire/*|bridge/gate/*|$$web"; \
	$(FUZZ_COMPILE) -I$(srcdir)/tests/unit $(srcdir)/%D%/quiet.c \
	    $(srcdir)/$@.c

%D%/fuzz_json: %D%/fuzz_json.c %D%/quiet.c $(libgantry_internal_a_SOURCES)
	$(AM_V_CC)web='bridge/web/types/json_[nps]*'; \
	$(FUZZ_COMPILE_WEB) $(JANSSON_LIBS) $(FCGI_LIBS) -lpthread

%D%/fuzz_multipart: %D%/fuzz_multipart.c %D%/quiet.c \
		tests/unit/web/test_body.c $(libgantry_internal_a_SOURCES)
	$(AM_V_CC)web='bridge/web/request/body.c|bridge/web/request/multipart.c'; \
	web="$$web|bridge/web/types/header_parameter.c|bridge/web/request/part_head.c"; \
	web="$$web|bridge/web/request/field_values.c"; \
	web="$$web|bridge/web/request/json_body.c|bridge/web/types/media_type.c"; \
	web="$$web|bridge/web/types/json_*"; \
	$(FUZZ_COMPILE_WEB) $(srcdir)/tests/unit/web/test_body.c $(FCGI_LIBS) \
	    -lpthread

# What reads a cache is most of the programs.  cache_pictures.c replaces the
# drawing of words.
FUZZ_CACHE_FILES = $(libcache_a_SOURCES) $(libclouds_a_SOURCES) \
	$(libquery_a_SOURCES) $(libtables_a_SOURCES) \
	$(libtransfer_a_SOURCES) $(gantry_cache_SOURCES) $(gantry_SOURCES)
FUZZ_CACHE_OTHERS = $(nodist_gantry_SOURCES) $(nodist_libgantry_internal_a_SOURCES)
%D%/fuzz_cache: %D%/fuzz_cache.c %D%/cache_input.c %D%/cache_input.h \
		%D%/cache_pictures.c %D%/quiet.c $(libgantry_internal_a_SOURCES) \
		$(libfirestore_a_SOURCES) $(FUZZ_CACHE_FILES) \
		$(FUZZ_CACHE_OTHERS)
	$(AM_V_CC)more='$(FUZZ_CACHE_FILES)'; \
	unwanted='bridge/base/log/log*|bridge/cmd/*|bridge/serve/*|apps/[ahipt]*'; \
	unwanted="$$unwanted|bridge/gate/transport/http/*"; \
	unwanted="$$unwanted|apps/data/clouds/draw/*|*.h"; \
	unwanted="$$unwanted|apps/data/clouds/layout/[!lw]*|*/layout/layout.c"; wanted='*'; \
	$(FUZZ_COMPILE) -I$(srcdir)/%D% $(srcdir)/%D%/fuzz_cache.c \
	    $(srcdir)/%D%/cache_input.c $(srcdir)/%D%/cache_pictures.c \
	    $(srcdir)/%D%/quiet.c $(FUZZ_CACHE_OTHERS) $(CACHE_LIBS) \
	    $(PANGO_LIBS) $(XXHASH_LIBS) $(JANSSON_LIBS) $(ZSTD_LIBS) $(ARCHIVE_LIBS) \
	    $(CURL_LIBS) \
	    $(CRYPTO_LIBS) $(FCGI_LIBS) $(BROTLI_LIBS) $(ZLIB_LIBS) -lm

%D%/fuzz_query: %D%/fuzz_query.c %D%/require.h $(libcache_a_SOURCES) \
		$(libfirestore_a_SOURCES) $(libquery_a_SOURCES) $(libtables_a_SOURCES)
	$(AM_V_CC)more='$(libcache_a_SOURCES) $(libquery_a_SOURCES) $(libtables_a_SOURCES)'; \
	unwanted='*.h|apps/data/cache/db_trace.c'; \
	wanted='bridge/base/*|apps/data/*'; \
	$(FUZZ_COMPILE) -I$(srcdir)/%D% $(srcdir)/%D%/fuzz_query.c \
	    $(CACHE_LIBS) $(JANSSON_LIBS) $(ZLIB_LIBS) $(ZSTD_LIBS) \
	    $(ARCHIVE_LIBS) $(CURL_LIBS) $(CRYPTO_LIBS) -lm

%D%/fuzz_index: %D%/fuzz_index.c %D%/require.h $(libquery_a_SOURCES) \
		$(libfirestore_a_SOURCES)
	$(AM_V_CC)more='$(libquery_a_SOURCES)'; \
	unwanted='*.h'; \
	wanted='bridge/base/*|apps/data/firestore/bytes.c|*/index_block.c'; \
	$(FUZZ_COMPILE) -I$(srcdir)/%D% $(srcdir)/%D%/fuzz_index.c -lm

%D%/fuzz_firestore: %D%/fuzz_firestore.c %D%/require.h $(libcache_a_SOURCES) \
		$(libfirestore_a_SOURCES) $(libquery_a_SOURCES) \
		$(libaccess_a_SOURCES) $(libgantry_firestore_a_SOURCES)
	$(AM_V_CC)more='$(libcache_a_SOURCES) $(libquery_a_SOURCES)'; \
	more="$$more $(libaccess_a_SOURCES) $(libgantry_firestore_a_SOURCES)"; \
	unwanted='*.h|apps/data/cache/db_trace.c|apps/firestore/firestore.c'; \
	unwanted="$$unwanted|apps/firestore/rpc/page_token.c"; \
	unwanted="$$unwanted|*/rest_answer.c|*/rest_body.c|*/rest_c*.c"; \
	wanted='bridge/base/*|apps/data/*|apps/firestore/*'; \
	$(FUZZ_COMPILE) -I$(srcdir)/%D% $(srcdir)/%D%/fuzz_firestore.c \
	    $(CACHE_LIBS) $(JANSSON_LIBS) $(ZLIB_LIBS) $(ZSTD_LIBS) \
	    $(ARCHIVE_LIBS) $(CURL_LIBS) $(CRYPTO_LIBS) -lm

%D%/fuzz_protobuf: %D%/fuzz_protobuf.c %D%/require.h $(libgrpc_a_SOURCES) \
		$(libcache_a_SOURCES) $(libfirestore_a_SOURCES)
	$(AM_V_CC)more='$(libcache_a_SOURCES) $(libgrpc_a_SOURCES)'; \
	unwanted='*.h|apps/firestore/grpc/*'; \
	wanted='bridge/base/*|apps/data/firestore/*|apps/firestore/*'; \
	wanted="$$wanted|apps/data/cache/json_scan.c"; \
	$(FUZZ_COMPILE) -I$(srcdir)/%D% $(srcdir)/%D%/fuzz_protobuf.c \
	    $(JANSSON_LIBS) $(ZLIB_LIBS) $(ZSTD_LIBS) $(ARCHIVE_LIBS) \
	    $(CURL_LIBS) $(CRYPTO_LIBS) -lm

# The seeds alone, in the check: compiling the target takes half a minute.
check_PROGRAMS += check_fuzz_cache
TESTS += check_fuzz_cache
check_fuzz_cache_CPPFLAGS = $(gantry_CPPFLAGS) $(libclouds_a_CPPFLAGS) \
	$(libfirestore_a_CPPFLAGS) $(SQLITE_CFLAGS) -I$(srcdir)/%D% \
	-DCORPUS='"cache"'
check_fuzz_cache_LDADD = libtransfer.a libtables.a libquery.a libcache.a \
	$(CLOUDS_LIBS) $(FIRESTORE_LIBS) \
	$(GANTRY_LIBS) $(CACHE_LIBS) $(XXHASH_LIBS)
check_fuzz_cache_SOURCES = \
	%D%/cache_input.c \
	%D%/cache_input.h \
	%D%/cache_pictures.c \
	%D%/fuzz_cache.c \
	%D%/replay.c \
	apps/data/gantry-cache/document_loader.c \
	apps/data/gantry-cache/images.c \
	apps/data/gantry-cache/images_run.c \
	apps/data/gantry-cache/images_source.c \
	apps/data/gantry-cache/import.c \
	apps/data/gantry-cache/importing/changes.c \
	apps/data/gantry-cache/importing/subset.c \
	apps/data/gantry-cache/indexing/indexing.c \
	apps/data/gantry-cache/info.c \
	apps/data/gantry-cache/omission/omissions.c \
	apps/data/gantry-cache/omission/omit.c \
	apps/data/gantry-cache/printable.c \
	apps/data/gantry-cache/program.c \
	apps/data/gantry-cache/progress.c \
	apps/data/gantry-cache/pull.c \
	apps/data/gantry-cache/pull_base.c \
	apps/data/gantry-cache/pull_run.c \
	apps/data/gantry-cache/queries/explain_query.c \
	apps/data/gantry-cache/queries/index_cache.c \
	apps/data/gantry-cache/run_on_cache.c \
	apps/data/gantry-cache/security/propose_rules.c \
	apps/data/gantry-cache/security/rules_reader.c \
	apps/data/gantry-cache/security/security_rules.c \
	apps/data/gantry-cache/tables/choice.c \
	apps/data/gantry-cache/tables/diff.c \
	apps/data/gantry-cache/tables/dump.c \
	apps/data/gantry-cache/tables/export_documents.c \
	apps/data/gantry-cache/tables/groups.c \
	apps/data/gantry-cache/tables/output_file.c \
	apps/data/gantry-cache/tables/query_sql.c \
	apps/data/gantry-cache/tables/result_table.c \
	apps/data/gantry-cache/tables/views.c \
	apps/data/gantry-cache/transfer/fetch_cache.c \
	apps/data/gantry-cache/transfer/pack_cache.c \
	apps/data/gantry-cache/upgrade_cache.c \
	apps/data/gantry-cache/verify.c \
	apps/entities/answer.c \
	apps/entities/entities.c \
	apps/entities/generation_events.c \
	apps/entities/hooks.c \
	apps/entities/image_folder.c \
	apps/entities/images.c \
	apps/entities/images_job.c \
	apps/entities/lookup.c \
	apps/entities/projection.c \
	apps/entities/queries.c \
	apps/entities/resources.c \
	apps/entities/routes.c \
	apps/entities/score/likelihood.c \
	apps/entities/score/ranking.c \
	apps/entities/store_noop.c \
	apps/entities/store_sqlite.c
nodist_check_fuzz_cache_SOURCES = apps/entities/schemas/schemas.c
check_PROGRAMS += check_fuzz_protobuf
TESTS += check_fuzz_protobuf
check_fuzz_protobuf_CPPFLAGS = $(libgrpc_a_CPPFLAGS) -I$(srcdir)/%D% \
	-DCORPUS='"protobuf"'
check_fuzz_protobuf_LDADD = $(GRPC_LIBS) $(GANTRY_LIBS)
check_fuzz_protobuf_SOURCES = \
	%D%/fuzz_protobuf.c \
	%D%/replay.c

# The headers of a request, for the whole web layer.
FUZZ_REQUEST = %D%/request.c tests/unit/web/test_body.c
FUZZ_COMPILE_REQUEST = \
	web='bridge/web/*'; \
	$(FUZZ_COMPILE_WEB) $(FUZZ_REQUEST:%=$(srcdir)/%) $(FCGI_LIBS) \
	    $(CRYPTO_LIBS) -lpthread

%D%/fuzz_accept: %D%/fuzz_accept.c %D%/quiet.c $(FUZZ_REQUEST) \
		$(libgantry_internal_a_SOURCES)
	$(AM_V_CC)$(FUZZ_COMPILE_REQUEST)

%D%/fuzz_cookies: %D%/fuzz_cookies.c %D%/quiet.c $(FUZZ_REQUEST) \
		$(libgantry_internal_a_SOURCES)
	$(AM_V_CC)$(FUZZ_COMPILE_REQUEST)

%D%/fuzz_ranges: %D%/fuzz_ranges.c %D%/quiet.c $(FUZZ_REQUEST) \
		$(libgantry_internal_a_SOURCES)
	$(AM_V_CC)$(FUZZ_COMPILE_REQUEST)

%D%/fuzz_html: %D%/fuzz_html.c %D%/quiet.c $(FUZZ_REQUEST) \
		$(libgantry_internal_a_SOURCES)
	$(AM_V_CC)$(FUZZ_COMPILE_REQUEST)

# connect(2) is replaced: the input is what the other end sends.
%D%/fuzz_admin: %D%/fuzz_admin.c %D%/quiet.c $(libgantry_internal_a_SOURCES)
	$(AM_V_CC)unwanted='bridge/base/log/log.c|*.h'; \
	wanted='bridge/base/*|bridge/gate/environ/*|bridge/serve/admin/*'; \
	wanted="$$wanted|bridge/serve/observe/score*|bridge/serve/socket/*"; \
	wanted="$$wanted|bridge/serve/observe/master_page.c"; \
	wanted="$$wanted|bridge/serve/metrics/*|bridge/gate/metrics/*"; \
	wanted="$$wanted|bridge/gate/setting*.c"; \
	wanted="$$wanted|bridge/serve/observe/counters.c"; \
	wanted="$$wanted|bridge/serve/sandbox/privileges.c"; \
	wanted="$$wanted|bridge/cmd/client/control_request.c"; \
	wanted="$$wanted|bridge/cmd/client/top_screen.c|bridge/cmd/doctor/http.c"; \
	wanted="$$wanted|bridge/cmd/doctor/tls.c"; \
	$(FUZZ_COMPILE) -Wl,--wrap=connect $(srcdir)/%D%/quiet.c \
	    $(srcdir)/$@.c $(FCGI_LIBS) $(SECCOMP_LIBS) -lpthread

# The target export writes each input to a file, in memory if possible.
FUZZ_RUN = \
	$(MKDIR_P) $(FUZZ_FOLDER)/$$target $(FUZZ_FOLDER)/findings; \
	TMPDIR=`mktemp -d /dev/shm/fuzz-XXXXXX 2>/dev/null || mktemp -d`; \
	export TMPDIR; trap 'rm -rf "$$TMPDIR"' EXIT; trap 'exit 1' INT TERM; \
	%D%/fuzz_$$target -max_total_time=$(FUZZ_SECONDS) -timeout=10 \
	    -rss_limit_mb=$(FUZZ_MEGABYTES) -print_final_stats=1 \
	    -artifact_prefix=$(FUZZ_FOLDER)/findings/ $(FUZZ_FLAGS)

.PHONY: fuzz fuzz-slow fuzz-export fuzz-records fuzz-params fuzz-connection \
	fuzz-http fuzz-json fuzz-libfcgi fuzz-multipart fuzz-cache fuzz-cookies \
	fuzz-ranges fuzz-accept fuzz-admin fuzz-protobuf fuzz-query \
	fuzz-firestore fuzz-index fuzz-html fuzz-formats
fuzz: fuzz-export fuzz-records fuzz-params fuzz-connection fuzz-http fuzz-json \
	fuzz-libfcgi fuzz-multipart fuzz-cache fuzz-cookies fuzz-ranges \
	fuzz-accept fuzz-admin fuzz-protobuf fuzz-query \
	fuzz-firestore fuzz-index fuzz-html fuzz-formats
fuzz-slow:
	$(MAKE) fuzz FUZZ_SECONDS=$(SLOW_FUZZ_SECONDS)

fuzz-export: %D%/fuzz_export
	@target=export; $(FUZZ_RUN) -max_len=70000 \
	    $(FUZZ_FOLDER)/$$target $(srcdir)/%D%/corpus/export

fuzz-records: %D%/fuzz_records
	@target=records; $(FUZZ_RUN) -max_len=4096 \
	    $(FUZZ_FOLDER)/$$target $(srcdir)/%D%/corpus/connection

fuzz-params: %D%/fuzz_params
	@target=params; $(FUZZ_RUN) -max_len=4096 \
	    $(FUZZ_FOLDER)/$$target $(srcdir)/%D%/corpus/params

fuzz-connection: %D%/fuzz_connection
	@target=connection; $(FUZZ_RUN) -max_len=40000 \
	    $(FUZZ_FOLDER)/$$target $(srcdir)/%D%/corpus/connection

fuzz-http: %D%/fuzz_http
	@target=http; $(FUZZ_RUN) -max_len=4096 \
	    -dict=$(srcdir)/%D%/dictionaries/http.dict \
	    $(FUZZ_FOLDER)/$$target $(srcdir)/%D%/corpus/http

fuzz-libfcgi: %D%/fuzz_libfcgi
	@target=libfcgi; $(FUZZ_RUN) -max_len=20000 \
	    $(FUZZ_FOLDER)/$$target $(srcdir)/%D%/corpus/connection

fuzz-json: %D%/fuzz_json
	@target=json; $(FUZZ_RUN) -max_len=2048 -dict=$(srcdir)/%D%/dictionaries/json.dict \
	    $(FUZZ_FOLDER)/$$target $(srcdir)/%D%/corpus/json

fuzz-multipart: %D%/fuzz_multipart
	@target=multipart; $(FUZZ_RUN) -max_len=2048 \
	    -dict=$(srcdir)/%D%/dictionaries/multipart.dict \
	    $(FUZZ_FOLDER)/$$target $(srcdir)/%D%/corpus/multipart

fuzz-cache: %D%/fuzz_cache
	@target=cache; $(FUZZ_RUN) -max_len=65536 \
	    $(FUZZ_FOLDER)/$$target $(srcdir)/%D%/corpus/cache

fuzz-firestore: %D%/fuzz_firestore
	@target=firestore; $(FUZZ_RUN) -max_len=2048 \
	    -dict=$(srcdir)/%D%/dictionaries/query.dict \
	    $(FUZZ_FOLDER)/$$target $(srcdir)/%D%/corpus/firestore

fuzz-index: %D%/fuzz_index
	@target=index; $(FUZZ_RUN) -max_len=4096 \
	    $(FUZZ_FOLDER)/$$target $(srcdir)/%D%/corpus/index

fuzz-protobuf: %D%/fuzz_protobuf
	@target=protobuf; $(FUZZ_RUN) -max_len=2048 \
	    $(FUZZ_FOLDER)/$$target $(srcdir)/%D%/corpus/protobuf

fuzz-query: %D%/fuzz_query
	@target=query; $(FUZZ_RUN) -max_len=2048 \
	    -dict=$(srcdir)/%D%/dictionaries/query.dict \
	    $(FUZZ_FOLDER)/$$target $(srcdir)/%D%/corpus/query

fuzz-formats: %D%/fuzz_formats
	@target=formats; $(FUZZ_RUN) -max_len=2048 \
	    -dict=$(srcdir)/%D%/dictionaries/formats.dict \
	    $(FUZZ_FOLDER)/$$target $(srcdir)/%D%/corpus/formats

fuzz-cookies: %D%/fuzz_cookies
	@target=cookies; $(FUZZ_RUN) -max_len=512 \
	    -dict=$(srcdir)/%D%/dictionaries/cookies.dict \
	    $(FUZZ_FOLDER)/$$target $(srcdir)/%D%/corpus/cookies

fuzz-ranges: %D%/fuzz_ranges
	@target=ranges; $(FUZZ_RUN) -max_len=512 \
	    -dict=$(srcdir)/%D%/dictionaries/ranges.dict \
	    $(FUZZ_FOLDER)/$$target $(srcdir)/%D%/corpus/ranges

fuzz-accept: %D%/fuzz_accept
	@target=accept; $(FUZZ_RUN) -max_len=512 \
	    -dict=$(srcdir)/%D%/dictionaries/accept.dict \
	    $(FUZZ_FOLDER)/$$target $(srcdir)/%D%/corpus/accept

fuzz-html: %D%/fuzz_html
	@target=html; $(FUZZ_RUN) -max_len=512 \
	    -dict=$(srcdir)/%D%/dictionaries/html.dict \
	    $(FUZZ_FOLDER)/$$target $(srcdir)/%D%/corpus/html

fuzz-admin: %D%/fuzz_admin
	@target=admin; $(FUZZ_RUN) -max_len=5000 \
	    -dict=$(srcdir)/%D%/dictionaries/admin.dict \
	    $(FUZZ_FOLDER)/$$target $(srcdir)/%D%/corpus/admin
