# Judges that are not ours: suites and clients of other projects.

EXTRA_DIST += \
	%D%/.npmrc \
	%D%/client.cjs \
	%D%/lighttpd.sh \
	%D%/openapi.cjs \
	%D%/package-lock.json \
	%D%/package.json \
	%D%/stream.cjs

# make judge LIGHTTPD_TESTS=PATH, the sources of lighttpd 1.4, runs the tests of
# its mod_fastcgi with gantry as the responder; "make check-slow" does so, too,
# where it is given them.
SLOW_TARGETS += $(LIGHTTPD_TESTS:%=judge)
.PHONY: judge
judge: gantry-test
	GANTRY_BUILD='$(abs_top_builddir)' $(SHELL) \
	    $(top_srcdir)/tests/judges/lighttpd.sh '$(LIGHTTPD_TESTS)'
