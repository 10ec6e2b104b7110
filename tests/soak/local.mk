# soak: "make soak" runs a server under load and disturbances for ten minutes,
# SOAK_SECONDS or SOAK_HOURS, "make soak-python" one with Python and a template;
# see soak.py.  For a day: make soak-python SOAK_HOURS=24

SOAK_SECONDS = 600
SOAK_HOURS =
SOAK_TIME = $$(if test -n '$(SOAK_HOURS)'; \
	then expr '$(SOAK_HOURS)' '*' 3600; else echo $(SOAK_SECONDS); fi)
SOAK_RUN = GANTRY_CONFIG=/dev/null GANTRY_SOURCE='$(abs_top_srcdir)' \
	GANTRY_BUILD='$(abs_top_builddir)' $(srcdir)/%D%/soak.py
FUNCTIONAL_TESTS += %D%/smoke.tap
SLOW_TARGETS += soak
if HAVE_PYTHON
SLOW_TARGETS += soak-python
endif
EXTRA_DIST += %D%/queries.py %D%/soak.py

.PHONY: soak soak-python
soak: gantry$(EXEEXT) gantry-cache$(EXEEXT)
	$(AM_V_at)$(SOAK_RUN) $(SOAK_TIME)
soak-python: all
	$(AM_V_at)$(SOAK_RUN) --python $(SOAK_TIME)

# "make soak-queries" compares 200,000 random queries with the Firestore
# emulator, for about an hour; it is no part of check-slow, which has 2,000.
SOAK_QUERIES = 200000
.PHONY: soak-queries
soak-queries: all
	$(AM_V_at)GANTRY_CONFIG=/dev/null GANTRY_SOURCE='$(abs_top_srcdir)' \
	    GANTRY_BUILD='$(abs_top_builddir)' \
	    $(srcdir)/%D%/queries.py $(SOAK_QUERIES)
