# Every test speaks TAP: "make check" runs all of them, "make check-unit" those
# that link the library, "make check-functional" those that start the programs.
# "make check-slow" runs what takes too long for that, for about forty minutes:
# each of SLOW_TARGETS, also when one before it has failed.

TAP_DRIVER = env AWK='$(AWK)' $(SHELL) $(top_srcdir)/build-aux/tap-driver.sh
TEST_EXTENSIONS = .tap
LOG_DRIVER = $(TAP_DRIVER)
TAP_LOG_DRIVER = $(TAP_DRIVER)
AM_TESTS_ENVIRONMENT = \
	CK_TAP_LOG_FILE_NAME=- CK_VERBOSITY=silent CK_DEFAULT_TIMEOUT=60 \
	GANTRY_CONFIG=/dev/null GANTRY_SOURCE='$(abs_top_srcdir)' \
	GANTRY_BUILD='$(abs_top_builddir)' PYTHONDONTWRITEBYTECODE=1 \
	PYTHONPATH='$(abs_top_srcdir)/tests/functional/lib' \
	LSAN_OPTIONS='suppressions=$(abs_top_srcdir)/tests/leak.supp:print_suppressions=0' \
	TSAN_OPTIONS='suppressions=$(abs_top_srcdir)/tests/thread.supp'; \
	export LSAN_OPTIONS TSAN_OPTIONS CK_TAP_LOG_FILE_NAME CK_VERBOSITY CK_DEFAULT_TIMEOUT \
	GANTRY_CONFIG GANTRY_SOURCE GANTRY_BUILD PYTHONDONTWRITEBYTECODE PYTHONPATH;

CHECK_CPPFLAGS_UNIT = $(AM_CPPFLAGS) -I$(srcdir)/apps $(CHECK_CFLAGS)

FUNCTIONAL_TESTS =
LINT_TESTS =
SLOW_TARGETS =

include %D%/unit/local.mk
include %D%/functional/local.mk
include %D%/judges/local.mk
include %D%/browser/local.mk
include %D%/lint/local.mk
include %D%/bench/local.mk
include %D%/soak/local.mk
include %D%/fuzz/local.mk

# The sanitizers of clang see what those of gcc do not: an addition to a null
# pointer, a conversion that loses bits.  "make check-clang" runs the unit tests
# under them in clang/; the fuzz targets are built with them, too.
CLANG = clang
CLANG_SANITIZERS = address,undefined,float-divide-by-zero,implicit-conversion,nullability,local-bounds
SLOW_TARGETS += check-clang

if HAVE_CHECK
check_PROGRAMS += $(UNIT_TESTS)
TESTS += $(UNIT_TESTS)
endif
TESTS += $(FUNCTIONAL_TESTS) $(LINT_TESTS)
EXTRA_DIST += %D%/README.md %D%/functional/README.md %D%/unit/README.md
EXTRA_DIST += $(FUNCTIONAL_TESTS) $(LINT_TESTS) %D%/leak.supp %D%/thread.supp

.PHONY: check-programs check-unit check-functional check-slow check-clang
check-clang:
	$(MKDIR_P) clang
	cd clang && { test -f Makefile || $(abs_top_srcdir)/configure --quiet \
	    CC=$(CLANG) --enable-sanitizers --without-page; }
	cd clang && $(MAKE) check-programs && $(MAKE) check-unit
check-programs: all
	$(MAKE) $(AM_MAKEFLAGS) $(check_PROGRAMS)
check-unit:
	$(MAKE) check TESTS='$(UNIT_TESTS)'
check-functional:
	$(MAKE) check TESTS='$(FUNCTIONAL_TESTS)'
check-slow: check-programs
	@failed=; \
	for target in $(SLOW_TARGETS); do \
		echo "check-slow: make $$target"; \
		$(MAKE) $(AM_MAKEFLAGS) $$target || failed="$$failed $$target"; \
	done; \
	[ -z "$$failed" ] || { \
	    echo "check-slow: these targets failed:$$failed" >&2; exit 1; }; \
	echo "check-slow: all of $(SLOW_TARGETS) passed"
