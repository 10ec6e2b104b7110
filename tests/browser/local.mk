# The page in a browser.

FUNCTIONAL_TESTS += \
	%D%/admin.tap \
	%D%/console.tap \
	%D%/docs.tap \
	%D%/page.tap
# These do more, or all that they do, with GANTRY_SLOW_TESTS.
SLOW_TESTS += %D%/admin.tap %D%/console.tap %D%/page.tap
SLOW_TARGETS += lighthouse
EXTRA_DIST += \
	%D%/.npmrc \
	%D%/admin.cjs \
	%D%/browser.cjs \
	%D%/console.cjs \
	%D%/docs.cjs \
	%D%/lcp.cjs \
	%D%/lighthouse.cjs \
	%D%/lighthouse.py \
	%D%/package-lock.json \
	%D%/package.json \
	%D%/page.cjs \
	%D%/page_files.cjs \
	%D%/page_keys.cjs \
	%D%/page_live.cjs \
	%D%/page_load.cjs \
	%D%/page_looks.cjs \
	%D%/page_trouble.cjs \
	%D%/page_truth.cjs \
	%D%/page_views.cjs \
	%D%/screenshots.cjs \
	%D%/screenshots.py \
	%D%/setup.cjs \
	%D%/sites.py \
	%D%/tap.cjs \
	%D%/visit.cjs

# "make screenshots" takes screenshots of every view at every width in both
# themes, in the folder screenshots of the build folder.  "make
# readme-screenshots" takes those in README.md.  "make lighthouse" checks the
# Lighthouse scores and the Largest Contentful Paint of the first view, and
# needs an idle machine.  All need what "bootstrap check" installs.
.PHONY: screenshots readme-screenshots lighthouse
screenshots: all page
	@$(AM_TESTS_ENVIRONMENT) $(srcdir)/%D%/screenshots.py
readme-screenshots: all page
	@$(AM_TESTS_ENVIRONMENT) $(srcdir)/%D%/screenshots.py readme
lighthouse: all page
	@$(AM_TESTS_ENVIRONMENT) $(srcdir)/%D%/lighthouse.py
