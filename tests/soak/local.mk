# soak: "make soak" runs a server under load and disturbances for ten minutes,
# or SOAK_SECONDS; see soak.py.

SOAK_SECONDS = 600
FUNCTIONAL_TESTS += %D%/smoke.tap
SLOW_TARGETS += soak
EXTRA_DIST += %D%/soak.py

.PHONY: soak
soak: gantry$(EXEEXT) gantry-cache$(EXEEXT)
	$(AM_V_at)GANTRY_CONFIG=/dev/null GANTRY_SOURCE='$(abs_top_srcdir)' \
	    GANTRY_BUILD='$(abs_top_builddir)' $(srcdir)/%D%/soak.py \
	    $(SOAK_SECONDS)
