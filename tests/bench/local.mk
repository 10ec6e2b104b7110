# bench: "make bench" compares gantry with its peers and with minimal programs;
# run.py --help lists what BENCH_FLAGS may contain.  "make count" counts the
# instructions of a request and fails if there are more than instructions.tsv
# allows; "make count RECORD='why'" appends to that file.
# "make bench-queries" measures the queries of Firestore alone; BENCH=quick is a
# small cache, BENCH=long one of 10 million documents, too.
# BENCH_STATIC is the path of a gantry built with --enable-static-libs, for the
# comparison as a CGI program.

bench_built = %D%/bare %D%/clients %D%/documents %D%/generate \
	%D%/minimal %D%/router %D%/web
check_PROGRAMS += $(bench_built)
FUNCTIONAL_TESTS += %D%/count.tap %D%/smoke.tap
EXTRA_DIST += \
	%D%/cgi.py \
	%D%/clouds.py \
	%D%/count.py \
	%D%/falcon_app.py \
	%D%/import.py \
	%D%/instructions.tsv \
	%D%/nginx.conf \
	%D%/python.py \
	%D%/queries.py \
	%D%/run.py \
	%D%/threads.py \
	%D%/wrk.lua

%C%_bare_SOURCES = %D%/bare.c
%C%_bare_LDADD = $(FCGI_LIBS)

%C%_clients_SOURCES = %D%/clients.c
%C%_clients_LDADD = -lpthread

%C%_minimal_SOURCES = %D%/minimal.c
%C%_minimal_LDADD = $(SQLITE_LIBS)

bench_export_cppflags = \
	$(AM_CPPFLAGS) -I$(srcdir)/apps -I$(srcdir)/tests \
	-I$(srcdir)/tests/unit
bench_export_sources = \
	%D%/export_writer.c \
	%D%/export_writer.h \
	tests/unit/data/firestore/encode.c \
	tests/unit/data/firestore/encode.h
bench_export_libraries = libfirestore.a libgantry-internal.a

%C%_documents_CPPFLAGS = $(bench_export_cppflags)
%C%_documents_SOURCES = %D%/documents.c $(bench_export_sources)
%C%_documents_LDADD = $(bench_export_libraries)

%C%_generate_CPPFLAGS = $(bench_export_cppflags)
%C%_generate_SOURCES = %D%/generate.c $(bench_export_sources)
%C%_generate_LDADD = $(bench_export_libraries)

%C%_router_SOURCES = %D%/router.c
%C%_router_LDADD = libgantry-internal.a

%C%_web_SOURCES = %D%/web.c
%C%_web_LDADD = $(GANTRY_LIBS)

.PHONY: bench bench-queries count
bench_queries = $(srcdir)/%D%/queries.py --build '$(abs_top_builddir)' \
	    --length $${BENCH:-normal}
bench: gantry$(EXEEXT) gantry-cache$(EXEEXT) gantry-test$(EXEEXT) firestore.so \
    $(bench_built)
	$(AM_V_at)$(srcdir)/%D%/run.py --build '$(abs_top_builddir)' \
	    $(BENCH_FLAGS)
	$(AM_V_at)test ! -e python.so || \
	    $(srcdir)/%D%/python.py --build '$(abs_top_builddir)'
	$(AM_V_at)$(srcdir)/%D%/import.py --build '$(abs_top_builddir)'
	$(AM_V_at)$(bench_queries)
	$(AM_V_at)$(srcdir)/%D%/cgi.py --build '$(abs_top_builddir)' \
	    $(BENCH_STATIC:%=--static %) \
	    --export $(srcdir)/apps/entities/sample/export
	$(AM_V_at)$(srcdir)/%D%/threads.py --build '$(abs_top_builddir)'
	$(AM_V_at)%D%/router$(EXEEXT)
	$(AM_V_at)%D%/web$(EXEEXT)
	$(AM_V_at)$(srcdir)/%D%/clouds.py --build '$(abs_top_builddir)'
bench-queries: gantry$(EXEEXT) gantry-cache$(EXEEXT) firestore.so \
    $(bench_built)
	$(AM_V_at)$(bench_queries)
count: gantry$(EXEEXT) gantry-cache$(EXEEXT)
	$(AM_V_at)GANTRY_SOURCE='$(abs_top_srcdir)' \
	    GANTRY_BUILD='$(abs_top_builddir)' $(srcdir)/%D%/count.py \
	    $${RECORD:+--record "$$RECORD"}
