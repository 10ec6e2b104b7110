# The library and the headers that an application may include.

# What the programs and the unit tests link: every function of every room.
noinst_LIBRARIES += libgantry-internal.a
libgantry_internal_a_SOURCES =
libgantry_internal_a_CPPFLAGS = $(AM_CPPFLAGS) $(INIH_CFLAGS) $(SECCOMP_CFLAGS) \
	$(BROTLI_CFLAGS) $(ZLIB_CFLAGS) $(XXHASH_CFLAGS) $(CRYPTO_CFLAGS) \
	$(LLHTTP_CFLAGS) $(PCRE2_CFLAGS) \
	-DSYSCONFDIR='"$(sysconfdir)"' -DSBINDIR='"$(sbindir)"' \
	-DMODULEDIR='"$(libdir)/gantry"'
GANTRY_PRIVATE_LIBS = $(FCGI_LIBS) $(INIH_LIBS) $(SECCOMP_LIBS) \
	$(BROTLI_LIBS) $(ZLIB_LIBS)
GANTRY_LIBS = libgantry-internal.a $(GANTRY_PRIVATE_LIBS)

# What is installed.  In the archive only the public functions are global: the
# objects are linked into one, and what is hidden in it becomes local.
# compress.o stays by itself, with its own copy of what it needs from other
# rooms, so that a program that does not compress does not load brotli and zlib.
lib_LIBRARIES += libgantry.a
libgantry_a_SOURCES =
libgantry_a_LIBADD = %D%/gantry.$(OBJEXT) %D%/compress.$(OBJEXT)
CLEANFILES += %D%/gantry.$(OBJEXT) %D%/compress.$(OBJEXT)

%D%/gantry.$(OBJEXT): libgantry-internal.a
	$(AM_V_GEN)set --; \
	for object in $(libgantry_internal_a_OBJECTS); do \
		case $$object in \
		*/libgantry_internal_a-compress.*) ;; \
		*) set -- "$$@" $$object ;; \
		esac; \
	done; \
	$(CC) $(CFLAGS) $(RELOCATABLE_LDFLAGS) -o $@.tmp "$$@"
	$(AM_V_at)$(OBJCOPY) --localize-hidden $@.tmp $@ && rm $@.tmp

%D%/compress.$(OBJEXT): libgantry-internal.a
	$(AM_V_GEN)$(CC) $(CFLAGS) -r -nostdlib -o $@.tmp \
	    %D%/middleware/libgantry_internal_a-compress.$(OBJEXT) \
	    %D%/middleware/libgantry_internal_a-cache_control.$(OBJEXT) \
	    %D%/base/libgantry_internal_a-null.$(OBJEXT) \
	    %D%/base/text/libgantry_internal_a-token_list.$(OBJEXT)
	$(AM_V_at)$(OBJCOPY) --localize-hidden $@.tmp $@ && rm $@.tmp

# The shared library, from the same objects.
CLEANFILES += libgantry.so.$(GANTRY_ABI)
gantrylibdir = $(libdir)
nodist_gantrylib_DATA = libgantry.so.$(GANTRY_ABI)

libgantry.so.$(GANTRY_ABI): libgantry-internal.a $(GANTRY_MAP)
	$(AM_V_CCLD)$(CC) $(AM_CFLAGS) $(CFLAGS) -shared $(LINKER_OPTIONS) \
	    $(LDFLAGS) -o $@ -Wl,-soname,$@ \
	    -Wl,--version-script=$(GANTRY_MAP) $(WHOLE_ARCHIVE) \
	    libgantry-internal.a $(NO_WHOLE_ARCHIVE) \
	    $(GANTRY_PRIVATE_LIBS) $(LIBS)

install-exec-hook:
	cd '$(DESTDIR)$(libdir)' && rm -f libgantry.so && \
	    $(LN_S) libgantry.so.$(GANTRY_ABI) libgantry.so
	test -z '$(PYTHON_VERSION)' || { \
	    $(MKDIR_P) '$(DESTDIR)$(libdir)/gantry' && \
	    cd '$(DESTDIR)$(libdir)/gantry' && rm -f python.so && \
	    $(LN_S) gantry-python$(PYTHON_VERSION).so python.so; }
uninstall-hook:
	rm -f '$(DESTDIR)$(libdir)/libgantry.so' \
	    '$(DESTDIR)$(libdir)/gantry/python.so'

gantryincludedir = $(includedir)/gantry
gantryinclude_HEADERS = \
	%D%/include/gantry/buffer.h \
	%D%/include/gantry/clock.h \
	%D%/include/gantry/contract.h \
	%D%/include/gantry/error.h \
	%D%/include/gantry/events.h \
	%D%/include/gantry/gantry.h \
	%D%/include/gantry/html.h \
	%D%/include/gantry/initializers.h \
	%D%/include/gantry/json.h \
	%D%/include/gantry/metrics.h \
	%D%/include/gantry/middleware.h \
	%D%/include/gantry/module.h \
	%D%/include/gantry/openapi.h \
	%D%/include/gantry/problem.h \
	%D%/include/gantry/request.h \
	%D%/include/gantry/response.h \
	%D%/include/gantry/route.h \
	%D%/include/gantry/schema.h \
	%D%/include/gantry/secrets.h \
	%D%/include/gantry/serve.h \
	%D%/include/gantry/session.h \
	%D%/include/gantry/sqlite.h \
	%D%/include/gantry/status.h \
	%D%/include/gantry/testing.h \
	%D%/include/gantry/trace.h \
	%D%/include/gantry/version.h \
	%D%/include/gantry/web.h

pkgconfigdir = $(libdir)/pkgconfig
nodist_pkgconfig_DATA = gantry.pc gantry-sqlite.pc
EXTRA_DIST += %D%/README.md %D%/gantry.pc.in
CLEANFILES += gantry.pc gantry-sqlite.pc

# Installed paths are known to make alone, so they are put in here; the brackets
# keep configure from doing it first.
fill_in_pc = $(AM_V_GEN)sed -e 's,[@]prefix[@],$(prefix),' \
	    -e 's,[@]exec_prefix[@],$(exec_prefix),' \
	    -e 's,[@]libdir[@],$(libdir),' -e 's,[@]VERSION[@],$(VERSION),' \
	    -e 's,[@]GANTRY_REQUIRES[@],$(GANTRY_REQUIRES),' \
	    -e 's,[@]includedir[@],$(includedir),' \
	    $< >$@.tmp && mv $@.tmp $@

gantry.pc: %D%/gantry.pc.in Makefile
	$(fill_in_pc)
gantry-sqlite.pc: %D%/sqlite/gantry-sqlite.pc.in Makefile
	$(fill_in_pc)

include %D%/abi/local.mk
include %D%/base/local.mk
include %D%/wire/local.mk
include %D%/gate/local.mk
include %D%/web/local.mk
include %D%/middleware/local.mk
include %D%/openapi/local.mk
include %D%/testing/local.mk
include %D%/serve/local.mk
include %D%/sqlite/local.mk
include %D%/cmd/local.mk
include %D%/man/local.mk
include %D%/completion/local.mk
include %D%/gdb/local.mk

# What the programs and the page consist of, for those who audit them.
EXTRA_DIST += %D%/sbom.py
CLEANFILES += gantry.cdx.json
.PHONY: sbom
sbom: gantry$(EXEEXT) gantry-cache$(EXEEXT) $(PYTHON_MODULE)
	$(AM_V_GEN)CC='$(CC)' $(srcdir)/%D%/sbom.py --version '$(VERSION)' \
	    --build '$(abs_top_builddir)' --source '$(abs_top_srcdir)' \
	    >gantry.cdx.json.tmp && mv gantry.cdx.json.tmp gantry.cdx.json
