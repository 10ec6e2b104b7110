# The library and the headers that an application may include.

lib_LIBRARIES += libgantry.a
libgantry_a_SOURCES =
libgantry_a_CPPFLAGS = $(AM_CPPFLAGS) $(INIH_CFLAGS) $(SECCOMP_CFLAGS) \
	$(BROTLI_CFLAGS) $(ZLIB_CFLAGS) $(XXHASH_CFLAGS) $(CRYPTO_CFLAGS) \
	-DSYSCONFDIR='"$(sysconfdir)"' -DSBINDIR='"$(sbindir)"'
GANTRY_LIBS = libgantry.a $(FCGI_LIBS) $(INIH_LIBS) $(SECCOMP_LIBS) \
	$(BROTLI_LIBS) $(ZLIB_LIBS) $(CRYPTO_LIBS)

gantryincludedir = $(includedir)/gantry
gantryinclude_HEADERS = \
	%D%/include/gantry/buffer.h \
	%D%/include/gantry/clock.h \
	%D%/include/gantry/contract.h \
	%D%/include/gantry/error.h \
	%D%/include/gantry/events.h \
	%D%/include/gantry/gantry.h \
	%D%/include/gantry/json.h \
	%D%/include/gantry/middleware.h \
	%D%/include/gantry/openapi.h \
	%D%/include/gantry/problem.h \
	%D%/include/gantry/request.h \
	%D%/include/gantry/response.h \
	%D%/include/gantry/route.h \
	%D%/include/gantry/serve.h \
	%D%/include/gantry/status.h \
	%D%/include/gantry/testing.h \
	%D%/include/gantry/trace.h \
	%D%/include/gantry/web.h

pkgconfigdir = $(libdir)/pkgconfig
nodist_pkgconfig_DATA = gantry.pc
EXTRA_DIST += %D%/README.md %D%/gantry.pc.in
CLEANFILES += gantry.pc

# Installed paths are known to make alone, so they are put in here; the brackets
# keep configure from doing it first.
gantry.pc: $(srcdir)/%D%/gantry.pc.in Makefile
	$(AM_V_GEN)sed -e 's,[@]prefix[@],$(prefix),' \
	    -e 's,[@]exec_prefix[@],$(exec_prefix),' \
	    -e 's,[@]libdir[@],$(libdir),' -e 's,[@]VERSION[@],$(VERSION),' \
	    -e 's,[@]SECCOMP_LIBS[@],$(SECCOMP_LIBS),' \
	    -e 's,[@]BROTLI_LIBS[@],$(BROTLI_LIBS),' \
	    -e 's,[@]ZLIB_LIBS[@],$(ZLIB_LIBS),' \
	    -e 's,[@]includedir[@],$(includedir),' \
	    $(srcdir)/%D%/gantry.pc.in >$@.tmp && mv $@.tmp $@

include %D%/base/local.mk
include %D%/wire/local.mk
include %D%/gate/local.mk
include %D%/web/local.mk
include %D%/middleware/local.mk
include %D%/openapi/local.mk
include %D%/testing/local.mk
include %D%/serve/local.mk
include %D%/cmd/local.mk
include %D%/man/local.mk
include %D%/completion/local.mk
include %D%/gdb/local.mk

# What the programs and the page consist of, for those who audit them.
EXTRA_DIST += %D%/sbom.py
CLEANFILES += gantry.cdx.json
.PHONY: sbom
sbom: gantry$(EXEEXT) gantry-cache$(EXEEXT)
	$(AM_V_GEN)CC='$(CC)' $(srcdir)/%D%/sbom.py --version '$(VERSION)' \
	    --build '$(abs_top_builddir)' --source '$(abs_top_srcdir)' \
	    >gantry.cdx.json.tmp && mv gantry.cdx.json.tmp gantry.cdx.json
