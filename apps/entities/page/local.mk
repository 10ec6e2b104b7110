# The page.  npm and Vite build it into page/dist of the build folder.  If
# configure found npm, "make" builds the page, and continues without it if that
# fails.  "make page" fails if the page cannot be built.

page_sources = \
	%D%/.npmrc \
	%D%/build.sh \
	%D%/index.html \
	%D%/outlines.js \
	%D%/package-lock.json \
	%D%/package.json \
	%D%/plugins.js \
	%D%/src/App.vue \
	%D%/src/components/CloudSvg.vue \
	%D%/src/components/CommonWords.vue \
	%D%/src/components/DownloadButton.vue \
	%D%/src/components/FrequencyPlot.vue \
	%D%/src/components/Icon.vue \
	%D%/src/components/HiddenWords.vue \
	%D%/src/components/Logo.vue \
	%D%/src/components/Name.vue \
	%D%/src/components/NewData.vue \
	%D%/src/components/Notice.vue \
	%D%/src/components/PageHeading.vue \
	%D%/src/components/PublicationCard.vue \
	%D%/src/components/PublicationChoice.vue \
	%D%/src/components/ResourceState.vue \
	%D%/src/components/SmallCloud.vue \
	%D%/src/components/UniqueWords.vue \
	%D%/src/components/WordCloud.vue \
	%D%/src/components/WordSearch.vue \
	%D%/src/components/WordTable.vue \
	%D%/src/early.js \
	%D%/src/icon.svg \
	%D%/src/lib/api.js \
	%D%/src/lib/cloud.js \
	%D%/src/lib/compare.js \
	%D%/src/lib/count.js \
	%D%/src/lib/download.js \
	%D%/src/lib/fold.js \
	%D%/src/lib/hidden.js \
	%D%/src/lib/images.js \
	%D%/src/lib/live.js \
	%D%/src/lib/names.js \
	%D%/src/lib/paging.js \
	%D%/src/lib/query.js \
	%D%/src/lib/queue.js \
	%D%/src/lib/reload.js \
	%D%/src/lib/resource.js \
	%D%/src/lib/scale.js \
	%D%/src/lib/schedule.js \
	%D%/src/lib/shell.js \
	%D%/src/lib/sort.js \
	%D%/src/lib/stop_words.js \
	%D%/src/lib/svg.js \
	%D%/src/lib/theme.js \
	%D%/src/main.js \
	%D%/src/router.js \
	%D%/src/style/_base.scss \
	%D%/src/style/_cards.scss \
	%D%/src/style/_frame.scss \
	%D%/src/style/_panels.scss \
	%D%/src/style/_print.scss \
	%D%/src/style/_tables.scss \
	%D%/src/style/_tokens.scss \
	%D%/src/style/page.scss \
	%D%/src/texts.js \
	%D%/src/views/Compare.vue \
	%D%/src/views/NotFound.vue \
	%D%/src/views/Publication.vue \
	%D%/src/views/Publications.vue \
	%D%/src/views/Search.vue \
	%D%/src/views/Word.vue \
	%D%/vite.config.js

EXTRA_DIST += $(page_sources) \
	%D%/screenshots/publication.png \
	%D%/screenshots/publications.png

page/dist/index.html: $(page_sources)
	$(AM_V_GEN)$(SHELL) $(srcdir)/%D%/build.sh \
	    '$(abs_srcdir)/%D%' '$(abs_builddir)/page'

.PHONY: page
page: page/dist/index.html

page.tried: $(page_sources)
	@$(MAKE) $(AM_MAKEFLAGS) page || \
	    echo 'Cannot build the web page.  "make page" tries again.'
	@touch $@
CLEANFILES += page.tried

if HAVE_NPM
all-local: page.tried
endif

# Remove the previous page first: mixed files of two builds do not work.
install-data-local:
	@if test -f page/dist/index.html; then \
		rm -rf '$(DESTDIR)$(pkgdatadir)/page' && \
		$(MKDIR_P) '$(DESTDIR)$(pkgdatadir)/page/assets' && \
		cd page/dist && \
		$(INSTALL_DATA) index.html* '$(DESTDIR)$(pkgdatadir)/page' && \
		$(INSTALL_DATA) assets/* \
		    '$(DESTDIR)$(pkgdatadir)/page/assets'; \
	else \
		echo 'Not installing the web page, because it is not built ("make page").'; \
	fi

uninstall-local:
	rm -rf '$(DESTDIR)$(pkgdatadir)/page'
