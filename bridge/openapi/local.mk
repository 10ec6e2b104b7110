# openapi: a site, described.

libgantry_internal_a_SOURCES += \
	%D%/request_body.c \
	%D%/document.c \
	%D%/document.h \
	%D%/html.c \
	%D%/html.h \
	%D%/operation_id.c \
	%D%/operation_id.h \
	%D%/path_template.c \
	%D%/path_template.h \
	%D%/page.c \
	%D%/page.h \
	%D%/parameter.c \
	%D%/parameter.h \
	%D%/routes.c \
	%D%/schema.c \
	%D%/schema.h \
	%D%/schema_text.c \
	%D%/security_scheme.c

openapi_assets = %D%/docs.css %D%/docs.js
EXTRA_DIST += %D%/assets.awk $(openapi_assets)
nodist_libgantry_internal_a_SOURCES += %D%/assets.c
CLEANFILES += %D%/assets.c

%D%/assets.c: %D%/assets.awk $(openapi_assets)
	$(AM_V_GEN)$(MKDIR_P) %D% && cd $(srcdir) && \
	    $(AWK) -f %D%/assets.awk $(openapi_assets) \
	    >'$(abs_top_builddir)/$@.tmp' && \
	    mv '$(abs_top_builddir)/$@.tmp' '$(abs_top_builddir)/$@'

EXTRA_DIST += %D%/README.md
