# The console.  Vite builds it, with the packages of the page, and embed.js makes
# it a C file in firestore.so.  If it cannot be built, the module has none, and
# says so; "make console" fails then.

console_sources = \
	%D%/build.sh \
	%D%/embed.js \
	%D%/index.html \
	%D%/package.json \
	%D%/src/App.vue \
	%D%/src/components/CodeBlock.vue \
	%D%/src/components/CopyButton.vue \
	%D%/src/components/DocumentView.vue \
	%D%/src/components/FieldList.vue \
	%D%/src/components/FieldValue.vue \
	%D%/src/components/PagedList.vue \
	%D%/src/components/PathBar.vue \
	%D%/src/components/QueryForm.vue \
	%D%/src/components/QueryResults.vue \
	%D%/src/components/ShownText.vue \
	%D%/src/components/SignIn.vue \
	%D%/src/components/Trouble.vue \
	%D%/src/early.js \
	%D%/src/lib/api.js \
	%D%/src/lib/pages.js \
	%D%/src/lib/query.js \
	%D%/src/lib/session.js \
	%D%/src/lib/shown.js \
	%D%/src/lib/values.js \
	%D%/src/main.js \
	%D%/src/router.js \
	%D%/src/style/console.scss \
	%D%/src/texts.js \
	%D%/src/views/Data.vue \
	%D%/src/views/NotFound.vue \
	%D%/src/views/Query.vue \
	%D%/vite.config.js

EXTRA_DIST += %D%/README.md $(console_sources)

console_file = %D%/console_files.c
console_build = $(MKDIR_P) %D% && $(SHELL) $(srcdir)/%D%/build.sh \
	'$(abs_srcdir)/%D%' '$(abs_builddir)/page' '$(abs_builddir)/$(console_file)'

nodist_libgantry_firestore_a_SOURCES = %D%/console_files.c
CLEANFILES += $(console_file)

.PHONY: console
console: page/dist/index.html
	$(AM_V_GEN)$(console_build)

if HAVE_NPM
console_needs = $(console_sources) page.tried
console_try = $(console_build)
else
console_needs =
console_try = false
endif

# Without the files of the page, the list is empty.
%D%/console_files.c: %D%/console_files.h $(console_needs)
	$(AM_V_GEN)$(console_try) || { \
		echo 'firestore.so will be without its console.'; \
		$(MKDIR_P) %D% && printf '%s\n' \
		    '#include "firestore/console/console_files.h"' \
		    'const struct console_file console_files[1];' >$@; \
	}
