# Black boxes: real processes, real sockets, real web servers.

check_PROGRAMS += gantry-test
gantry_test_SOURCES = \
	%D%/applications.c \
	%D%/applications.h \
	%D%/bad.c \
	%D%/conformance.c \
	%D%/files.c \
	%D%/trespass.c \
	tests/unit/openapi/described.c
gantry_test_CPPFLAGS = -I$(srcdir)/bridge/include \
	-I$(srcdir)/tests/unit/openapi
gantry_test_LDADD = $(GANTRY_LIBS)

# What the web layer makes of what it is given, for its oracles.
check_PROGRAMS += parse-query
parse_query_SOURCES = %D%/parse_query.c
parse_query_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/tests/unit/web
parse_query_LDADD = $(GANTRY_LIBS)

check_PROGRAMS += %D%/router_query
%C%_router_query_SOURCES = %D%/router_query.c
%C%_router_query_LDADD = libgantry.a

check_PROGRAMS += %D%/body_query
%C%_body_query_SOURCES = %D%/body_query.c tests/unit/web/posted.c
%C%_body_query_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/tests/unit/web
%C%_body_query_LDADD = $(GANTRY_LIBS)

# What is also run under thread sanitizer.
SMOKE_TESTS = \
	%D%/connections.tap \
	%D%/records.tap

FUNCTIONAL_TESTS += \
	$(SMOKE_TESTS) \
	%D%/capture.tap \
	%D%/cgi.tap \
	%D%/cli.tap \
	%D%/contract.tap \
	%D%/demo.tap \
	%D%/doctor.tap \
	%D%/examples.tap \
	%D%/export_oracle.tap \
	%D%/gdb.tap \
	%D%/images.tap \
	%D%/handoff.tap \
	%D%/images_job.tap \
	%D%/import.tap \
	%D%/install.tap \
	%D%/json_oracle.tap \
	%D%/judges.tap \
	%D%/library.tap \
	%D%/logs.tap \
	%D%/manual.tap \
	%D%/openapi.tap \
	%D%/multipart_oracle.tap \
	%D%/outside.tap \
	%D%/parse_oracle.tap \
	%D%/processes.tap \
	%D%/publish.tap \
	%D%/pull.tap \
	%D%/router_oracle.tap \
	%D%/routes.tap \
	%D%/sandbox.tap \
	%D%/servers.tap \
	%D%/since.tap \
	%D%/status.tap \
	%D%/supervisor.tap \
	%D%/systemd.tap \
	%D%/trace.tap \
	%D%/transports.tap
EXTRA_DIST += \
	%D%/firestore.py \
	%D%/firestore_seed.py \
	%D%/harness.py \
	%D%/parse_kinds.py \
	%D%/installed.py \
	%D%/web_requests.py \
	%D%/web_servers.py

.PHONY: check-smoke
check-smoke:
	$(MAKE) check check_PROGRAMS=gantry-test TESTS='$(SMOKE_TESTS)'
