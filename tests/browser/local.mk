# The page in a browser.

FUNCTIONAL_TESTS += \
	%D%/docs.tap \
	%D%/page.tap
SLOW_TARGETS += lighthouse
EXTRA_DIST += \
	%D%/.npmrc \
	%D%/browser.cjs \
	%D%/docs.cjs \
	%D%/judge.cjs \
	%D%/lighthouse.py \
	%D%/package-lock.json \
	%D%/package.json \
	%D%/page.cjs \
	%D%/page_keys.cjs \
	%D%/page_load.cjs \
	%D%/page_looks.cjs \
	%D%/page_trouble.cjs \
	%D%/page_views.cjs \
	%D%/paint.cjs \
	%D%/screenshots.cjs \
	%D%/screenshots.py \
	%D%/sites.py \
	%D%/tap.cjs \
	%D%/tour.cjs \
	%D%/visit.cjs

# Every view at every width in both themes, below screenshots in the build
# folder; the pictures that README.md shows, anew; and whether Lighthouse gives
# the first view at least 95 in each of its categories and the largest thing of
# it is soon painted, which takes a machine that does nothing else.  All take what "bootstrap check" installs.
.PHONY: screenshots readme-screenshots lighthouse
screenshots: all page
	@$(AM_TESTS_ENVIRONMENT) $(srcdir)/%D%/screenshots.py
readme-screenshots: all page
	@$(AM_TESTS_ENVIRONMENT) $(srcdir)/%D%/screenshots.py readme
lighthouse: all page
	@$(AM_TESTS_ENVIRONMENT) $(srcdir)/%D%/lighthouse.py
