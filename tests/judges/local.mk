# Test suites and clients of other projects.

EXTRA_DIST += \
	%D%/.npmrc \
	%D%/client.cjs \
	%D%/firestore.cjs \
	%D%/firestore_reads.cjs \
	%D%/lighttpd.sh \
	%D%/openapi.cjs \
	%D%/package-lock.json \
	%D%/package.json \
	%D%/reads.jsonl \
	%D%/record_reads.py \
	%D%/stream.cjs

# "make judge LIGHTTPD_TESTS=PATH" runs the tests of mod_fastcgi in the sources
# of lighttpd 1.4 with gantry as the responder.  "make check-slow" includes this if
# LIGHTTPD_TESTS is set.
SLOW_TARGETS += $(LIGHTTPD_TESTS:%=judge)
.PHONY: judge
judge: gantry-test
	GANTRY_BUILD='$(abs_top_builddir)' $(SHELL) \
	    $(top_srcdir)/tests/judges/lighttpd.sh '$(LIGHTTPD_TESTS)'
