# entities: the application, its stores and its sample.

gantry_SOURCES += \
	%D%/answer.c \
	%D%/answer.h \
	%D%/entities.c \
	%D%/entities.h \
	%D%/generation_events.c \
	%D%/generation_events.h \
	%D%/hooks.c \
	%D%/hooks.h \
	%D%/image_folder.c \
	%D%/image_folder.h \
	%D%/images.c \
	%D%/images.h \
	%D%/images_job.c \
	%D%/images_job.h \
	%D%/lookup.c \
	%D%/lookup.h \
	%D%/queries.c \
	%D%/queries.h \
	%D%/resources.c \
	%D%/resources.h \
	%D%/routes.c \
	%D%/routes.h \
	%D%/schemas/schemas.h \
	%D%/score/likelihood.c \
	%D%/score/ranking.c \
	%D%/score/ranking.h \
	%D%/state.h \
	%D%/store.h \
	%D%/store_noop.c \
	%D%/store_sqlite.c

# The schemas of the answers are JSON files, which are made into one C file.
entities_schemas = \
	%D%/schemas/distinctive.json \
	%D%/schemas/entity.json \
	%D%/schemas/images.json \
	%D%/schemas/publications.json \
	%D%/schemas/words.json
EXTRA_DIST += %D%/schemas/schemas.awk $(entities_schemas)
nodist_gantry_SOURCES = %D%/schemas/schemas.c
CLEANFILES += %D%/schemas/schemas.c

%D%/schemas/schemas.c: %D%/schemas/schemas.awk $(entities_schemas)
	$(AM_V_GEN)$(MKDIR_P) %D%/schemas && cd $(srcdir) && \
	    $(AWK) -f %D%/schemas/schemas.awk $(entities_schemas) \
	    >'$(abs_top_builddir)/$@.tmp' && \
	    mv '$(abs_top_builddir)/$@.tmp' '$(abs_top_builddir)/$@'

include %D%/page/local.mk

EXTRA_DIST += \
	%D%/README.md \
	%D%/score/README.md \
	%D%/sample/.npmrc \
	%D%/sample/README.md \
	%D%/sample/emulator.mjs \
	%D%/sample/entities.mjs \
	%D%/sample/export \
	%D%/sample/make.mjs \
	%D%/sample/package-lock.json \
	%D%/sample/package.json \
	%D%/sample/words.mjs
