# fuzz: "make fuzz" runs each target for an hour, or FUZZ_SECONDS: the reader of
# exports, FastCGI records, parameters, a whole connection, JSON,
# multipart/form-data, and both ends of the control socket.  "make fuzz-records"
# runs one target.  "make fuzz-slow", a part of "make check-slow", runs each for
# SLOW_FUZZ_SECONDS.  FUZZ_FOLDER keeps the corpus and the findings.

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
	%D%/admin.dict \
	%D%/compile.sh \
	%D%/corpus \
	%D%/fuzz_admin.c \
	%D%/fuzz_connection.c \
	%D%/fuzz_export.c \
	%D%/fuzz_json.c \
	%D%/fuzz_multipart.c \
	%D%/fuzz_params.c \
	%D%/fuzz_records.c \
	%D%/json.dict \
	%D%/multipart.dict \
	%D%/quiet.c \
	%D%/record.py \
	%D%/seeds.py
CLEANFILES += \
	%D%/fuzz_admin \
	%D%/fuzz_connection \
	%D%/fuzz_export \
	%D%/fuzz_json \
	%D%/fuzz_multipart \
	%D%/fuzz_params \
	%D%/fuzz_records

# The compiler differs from that of the programs, so this compiles the sources
# again, each once for all targets.  $$wanted and $$unwanted are patterns of
# sources; quiet.c replaces log.c.
FUZZ_COMMAND = $(FUZZ_CC) -std=gnu11 $(FUZZ_CFLAGS) $(DEFS) \
	$(libfirestore_a_CPPFLAGS) -I$(srcdir)/tests/unit
FUZZ_COMPILE = \
	command -v $(FUZZ_CC) >/dev/null || { \
	    echo 'make fuzz needs clang with libFuzzer; set FUZZ_CC' >&2; \
	    exit 1; }; \
	sources=; \
	for file in $(libfirestore_a_SOURCES) $(libgantry_a_SOURCES); do \
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
	    $(ZLIB_LIBS) $(ZSTD_LIBS) $(CURL_LIBS) $(CRYPTO_LIBS) -lm

%D%/fuzz_records: %D%/fuzz_records.c %D%/quiet.c $(libgantry_a_SOURCES)
	$(AM_V_CC)$(FUZZ_COMPILE_BRIDGE)

%D%/fuzz_params: %D%/fuzz_params.c %D%/quiet.c $(libgantry_a_SOURCES)
	$(AM_V_CC)$(FUZZ_COMPILE_BRIDGE)

%D%/fuzz_connection: %D%/fuzz_connection.c %D%/quiet.c $(libgantry_a_SOURCES)
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

# connect(2) is replaced: the input is what the other end sends.
%D%/fuzz_admin: %D%/fuzz_admin.c %D%/quiet.c $(libgantry_a_SOURCES)
	$(AM_V_CC)unwanted='bridge/base/log/log.c|*.h'; \
	wanted='bridge/base/*|bridge/gate/environ/*|bridge/serve/admin/*'; \
	wanted="$$wanted|bridge/serve/observe/score*|bridge/serve/socket/*"; \
	wanted="$$wanted|bridge/serve/observe/counters.c|bridge/serve/sandbox/privileges.c"; \
	wanted="$$wanted|bridge/cmd/client/control_request.c"; \
	wanted="$$wanted|bridge/cmd/client/top_screen.c|bridge/cmd/doctor/http.c"; \
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

.PHONY: fuzz fuzz-slow fuzz-admin fuzz-export fuzz-records fuzz-params \
	fuzz-connection fuzz-json fuzz-multipart
fuzz: fuzz-export fuzz-records fuzz-params fuzz-connection fuzz-json \
	fuzz-multipart fuzz-admin
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

fuzz-json: %D%/fuzz_json
	@target=json; $(FUZZ_RUN) -max_len=2048 -dict=$(srcdir)/%D%/json.dict \
	    $(FUZZ_FOLDER)/$$target $(srcdir)/%D%/corpus/json

fuzz-multipart: %D%/fuzz_multipart
	@target=multipart; $(FUZZ_RUN) -max_len=2048 \
	    -dict=$(srcdir)/%D%/multipart.dict \
	    $(FUZZ_FOLDER)/$$target $(srcdir)/%D%/corpus/multipart

fuzz-admin: %D%/fuzz_admin
	@target=admin; $(FUZZ_RUN) -max_len=5000 \
	    -dict=$(srcdir)/%D%/admin.dict \
	    $(FUZZ_FOLDER)/$$target $(srcdir)/%D%/corpus/admin
