# fuzz: "make fuzz" looks for an hour, or FUZZ_SECONDS, for inputs that break
# the reader of exports; what it learns and finds is kept in FUZZ_FOLDER.
# Each input becomes a file, in memory where that is possible.

FUZZ_CC = clang
FUZZ_CFLAGS = -g -O1 -fsanitize=fuzzer,address,undefined \
	-fno-sanitize-recover=all
FUZZ_SECONDS = 3600
FUZZ_MEGABYTES = 1024
FUZZ_FOLDER = fuzz
FUZZ_FLAGS =

FUNCTIONAL_TESTS += %D%/smoke.tap
EXTRA_DIST += \
	%D%/corpus \
	%D%/fuzz_export.c \
	%D%/seeds.py
CLEANFILES += %D%/fuzz_export

# The compiler is another one than the program's, so all is compiled anew.
%D%/fuzz_export: %D%/fuzz_export.c tests/unit/firestore/encode.c \
		$(libfirestore_a_SOURCES)
	@command -v $(FUZZ_CC) >/dev/null || { \
	    echo 'make fuzz needs clang with libFuzzer; FUZZ_CC names it' >&2; \
	    exit 1; }
	@$(MKDIR_P) %D%
	$(AM_V_CC)sources=; \
	for file in %D%/fuzz_export.c tests/unit/firestore/encode.c \
	    $(libfirestore_a_SOURCES) $(libgantry_a_SOURCES); do \
		case $$file in \
		bridge/base/*.c|apps/*.c|tests/*.c) \
			sources="$$sources $(srcdir)/$$file";; \
		esac; \
	done; \
	$(FUZZ_CC) -std=gnu11 $(FUZZ_CFLAGS) $(DEFS) \
	    $(libfirestore_a_CPPFLAGS) \
	    -I$(srcdir)/tests/unit/firestore -o $@ $$sources \
	    $(JANSSON_LIBS) $(ZLIB_LIBS) $(ZSTD_LIBS) $(CURL_LIBS) \
	    $(CRYPTO_LIBS) -lm

.PHONY: fuzz
fuzz: %D%/fuzz_export
	@$(MKDIR_P) $(FUZZ_FOLDER)/corpus $(FUZZ_FOLDER)/findings
	@TMPDIR=`mktemp -d /dev/shm/fuzz-XXXXXX 2>/dev/null || mktemp -d`; \
	export TMPDIR; trap 'rm -rf "$$TMPDIR"' EXIT; trap 'exit 1' INT TERM; \
	%D%/fuzz_export -max_total_time=$(FUZZ_SECONDS) -timeout=10 \
	    -rss_limit_mb=$(FUZZ_MEGABYTES) -max_len=70000 \
	    -artifact_prefix=$(FUZZ_FOLDER)/findings/ -print_final_stats=1 \
	    $(FUZZ_FLAGS) $(FUZZ_FOLDER)/corpus $(srcdir)/%D%/corpus/export
