# fuzz: "make fuzz" runs each target for an hour, or FUZZ_SECONDS: the reader of
# exports, FastCGI records, parameters, a whole connection, libfcgi, JSON, and
# multipart/form-data.  "make fuzz-records" runs one target.  "make fuzz-slow", a
# part of "make check-slow", runs each for SLOW_FUZZ_SECONDS.  FUZZ_FOLDER keeps
# the corpus and the findings.

FUZZ_CC = clang
FUZZ_CFLAGS = -g -O1 -fsanitize=fuzzer,address,undefined \
	-fno-sanitize-recover=all
FUZZ_SECONDS = 3600
SLOW_FUZZ_SECONDS = 120
FUZZ_MEGABYTES = 1024
FUZZ_FOLDER = fuzz
FUZZ_FLAGS =

FUNCTIONAL_TESTS += %D%/smoke.tap
SLOW_TARGETS += fuzz-slow
EXTRA_DIST += \
	%D%/corpus \
	%D%/fuzz_connection.c \
	%D%/fuzz_export.c \
	%D%/fuzz_json.c \
	%D%/fuzz_libfcgi.c \
	%D%/fuzz_multipart.c \
	%D%/fuzz_params.c \
	%D%/fuzz_records.c \
	%D%/json.dict \
	%D%/multipart.dict \
	%D%/quiet.c \
	%D%/record.py \
	%D%/seeds.py
CLEANFILES += \
	%D%/fuzz_connection \
	%D%/fuzz_export \
	%D%/fuzz_json \
	%D%/fuzz_libfcgi \
	%D%/fuzz_multipart \
	%D%/fuzz_params \
	%D%/fuzz_records

# The compiler differs from that of the programs, so this compiles the sources
# again.  $$wanted and $$unwanted are patterns of sources; quiet.c replaces
# log.c.
FUZZ_COMPILE = \
	command -v $(FUZZ_CC) >/dev/null || { \
	    echo 'make fuzz needs clang with libFuzzer; set FUZZ_CC' >&2; \
	    exit 1; }; \
	$(MKDIR_P) %D%; sources=; \
	for file in $(libfirestore_a_SOURCES) $(libgantry_a_SOURCES); do \
		eval "case $$file in $$unwanted) ;; $$wanted) \
		    sources=\"$$sources $(srcdir)/$$file\";; esac"; \
	done; \
	$(FUZZ_CC) -std=gnu11 $(FUZZ_CFLAGS) $(DEFS) \
	    $(libfirestore_a_CPPFLAGS) -I$(srcdir)/tests/unit \
	    -o $@ $$sources
FUZZ_COMPILE_BRIDGE = \
	unwanted='bridge/base/log/log.c|*.h'; \
	wanted='bridge/base/*|bridge/wire/*|bridge/gate/*'; \
	$(FUZZ_COMPILE) $(srcdir)/%D%/quiet.c $(srcdir)/$@.c $(FCGI_LIBS) -lpthread

%D%/fuzz_export: %D%/fuzz_export.c tests/unit/data/firestore/encode.c \
		$(libfirestore_a_SOURCES)
	$(AM_V_CC)unwanted='*.h'; wanted='bridge/base/*|apps/*'; \
	$(FUZZ_COMPILE) $(srcdir)/%D%/fuzz_export.c \
	    $(srcdir)/tests/unit/data/firestore/encode.c $(JANSSON_LIBS) \
	    $(ZLIB_LIBS) $(ZSTD_LIBS) $(CURL_LIBS) $(CRYPTO_LIBS) -lm

%D%/fuzz_records: %D%/fuzz_records.c %D%/quiet.c $(libgantry_a_SOURCES)
	$(AM_V_CC)$(FUZZ_COMPILE_BRIDGE)

%D%/fuzz_params: %D%/fuzz_params.c %D%/quiet.c $(libgantry_a_SOURCES)
	$(AM_V_CC)$(FUZZ_COMPILE_BRIDGE)

%D%/fuzz_connection: %D%/fuzz_connection.c %D%/quiet.c $(libgantry_a_SOURCES)
	$(AM_V_CC)$(FUZZ_COMPILE_BRIDGE)

%D%/fuzz_libfcgi: %D%/fuzz_libfcgi.c %D%/quiet.c $(libgantry_a_SOURCES)
	$(AM_V_CC)$(FUZZ_COMPILE_BRIDGE)

# Compile only the tested files of the web layer; the targets replace others.
FUZZ_COMPILE_WEB = \
	unwanted='bridge/base/log/log.c|*.h'; \
	wanted="bridge/base/*|bridge/wire/*|bridge/gate/*|$$web"; \
	$(FUZZ_COMPILE) -I$(srcdir)/tests/unit $(srcdir)/%D%/quiet.c \
	    $(srcdir)/$@.c

%D%/fuzz_json: %D%/fuzz_json.c %D%/quiet.c $(libgantry_a_SOURCES)
	$(AM_V_CC)web='bridge/web/types/json_[nps]*'; \
	$(FUZZ_COMPILE_WEB) $(JANSSON_LIBS) $(FCGI_LIBS) -lpthread

%D%/fuzz_multipart: %D%/fuzz_multipart.c %D%/quiet.c \
		tests/unit/web/test_body.c $(libgantry_a_SOURCES)
	$(AM_V_CC)web='bridge/web/request/body.c|bridge/web/request/multipart.c'; \
	web="$$web|bridge/web/types/header_parameter.c|bridge/web/request/part_head.c"; \
	$(FUZZ_COMPILE_WEB) $(srcdir)/tests/unit/web/test_body.c $(FCGI_LIBS) \
	    -lpthread

# The target export writes each input to a file, in memory if possible.
FUZZ_RUN = \
	$(MKDIR_P) $(FUZZ_FOLDER)/$$target $(FUZZ_FOLDER)/findings; \
	TMPDIR=`mktemp -d /dev/shm/fuzz-XXXXXX 2>/dev/null || mktemp -d`; \
	export TMPDIR; trap 'rm -rf "$$TMPDIR"' EXIT; trap 'exit 1' INT TERM; \
	%D%/fuzz_$$target -max_total_time=$(FUZZ_SECONDS) -timeout=10 \
	    -rss_limit_mb=$(FUZZ_MEGABYTES) -print_final_stats=1 \
	    -artifact_prefix=$(FUZZ_FOLDER)/findings/ $(FUZZ_FLAGS)

.PHONY: fuzz fuzz-slow fuzz-export fuzz-records fuzz-params fuzz-connection \
	fuzz-json fuzz-libfcgi fuzz-multipart
fuzz: fuzz-export fuzz-records fuzz-params fuzz-connection fuzz-json \
	fuzz-libfcgi fuzz-multipart
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

fuzz-libfcgi: %D%/fuzz_libfcgi
	@target=libfcgi; $(FUZZ_RUN) -max_len=20000 \
	    $(FUZZ_FOLDER)/$$target $(srcdir)/%D%/corpus/connection

fuzz-json: %D%/fuzz_json
	@target=json; $(FUZZ_RUN) -max_len=2048 -dict=$(srcdir)/%D%/json.dict \
	    $(FUZZ_FOLDER)/$$target $(srcdir)/%D%/corpus/json

fuzz-multipart: %D%/fuzz_multipart
	@target=multipart; $(FUZZ_RUN) -max_len=2048 \
	    -dict=$(srcdir)/%D%/multipart.dict \
	    $(FUZZ_FOLDER)/$$target $(srcdir)/%D%/corpus/multipart
