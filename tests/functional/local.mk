# Black boxes: real processes, real sockets, real web servers.

check_PROGRAMS += gantry-test
gantry_test_SOURCES = \
	%D%/programs/able.c \
	%D%/programs/applications.c \
	%D%/programs/applications.h \
	%D%/programs/bad.c \
	%D%/programs/conformance.c \
	%D%/programs/deferred.c \
	%D%/programs/door.c \
	%D%/programs/events.c \
	%D%/programs/files.c \
	%D%/programs/hostile.c \
	%D%/programs/intruder.c \
	%D%/programs/overwriter.c \
	%D%/programs/landlock_version.c \
	%D%/programs/trespass.c \
	%D%/programs/typed.c \
	tests/unit/openapi/described_site.c
gantry_test_CPPFLAGS = -I$(srcdir)/bridge/include \
	-I$(srcdir)/tests/unit
gantry_test_LDADD = $(GANTRY_LIBS) $(SQLITE_LIBS) $(CRYPTO_LIBS)

# What the web layer makes of what it is given, for its oracles.
check_PROGRAMS += parse-query
parse_query_SOURCES = %D%/programs/parse_query.c
parse_query_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/tests/unit
parse_query_LDADD = $(GANTRY_LIBS)

check_PROGRAMS += %D%/programs/router_query
%C%_programs_router_query_SOURCES = %D%/programs/router_query.c
%C%_programs_router_query_LDADD = libgantry-internal.a

check_PROGRAMS += %D%/programs/body_query
%C%_programs_body_query_SOURCES = %D%/programs/body_query.c tests/unit/web/test_body.c
%C%_programs_body_query_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/tests/unit
%C%_programs_body_query_LDADD = $(GANTRY_LIBS)

# The codec of Protocol Buffers, for its oracle.
check_PROGRAMS += protobuf-query
protobuf_query_SOURCES = %D%/programs/protobuf_query.c
protobuf_query_CPPFLAGS = $(APPS_CPPFLAGS) $(JANSSON_CFLAGS)
protobuf_query_LDADD = $(GRPC_LIBS) $(GANTRY_LIBS)

# Calls of gRPC, with methods that make their answers up.
check_PROGRAMS += grpc-test
grpc_test_SOURCES = \
	%D%/programs/grpc_test.c \
	tests/unit/firestore/stand_in.c \
	tests/unit/firestore/stand_in.h
grpc_test_CPPFLAGS = $(APPS_CPPFLAGS) -I$(srcdir)/tests/unit $(JANSSON_CFLAGS)
grpc_test_LDADD = $(GRPC_LIBS) $(GANTRY_LIBS)
check_PROGRAMS += %D%/programs/text_query
%C%_programs_text_query_SOURCES = %D%/programs/text_query.c
%C%_programs_text_query_CPPFLAGS = -I$(srcdir)/bridge/include
%C%_programs_text_query_LDADD = $(GANTRY_LIBS)

# What is also run under thread sanitizer.
SMOKE_UNIT = \
	check_gate_deferred \
	check_gate_events \
	check_gate_waits \
	check_testing_client \
	check_testing_deferred_result
SMOKE_TESTS = \
	%D%/serve/connections.tap \
	%D%/serve/crashes.tap \
	%D%/deferred/worker.tap \
	%D%/deferred/alone.tap \
	%D%/serve/records.tap

# What does more where GANTRY_SLOW_TESTS is set, or draws other cases with another
# GANTRY_TEST_SEED; a test that fails prints its seed.
SLOW_TESTS = \
	%D%/data/archives.tap \
	%D%/firestore/clients.tap \
	%D%/firestore/queries.tap \
	%D%/python/admin.tap \
	%D%/python/judges.tap \
	%D%/python/load.tap \
	%D%/python/dev.tap \
	%D%/python/preload.tap \
	%D%/python/rows.tap \
	%D%/data/events.tap \
	%D%/web/events.tap \
	%D%/data/export_oracle.tap \
	%D%/firestore/protobuf_oracle.tap \
	%D%/web/json_oracle.tap \
	%D%/web/multipart_oracle.tap \
	%D%/web/parse_oracle.tap \
	%D%/data/publish.tap \
	%D%/web/router_oracle.tap \
	%D%/deferred/worker.tap \
	%D%/deferred/alone.tap \
	%D%/deferred/crowd.tap \
	%D%/deferred/load.tap \
	%D%/deferred/proxies.tap \
	%D%/dev/debugger.tap \
	%D%/data/svg_readers.tap \
	%D%/serve/supervisor.tap \
	%D%/systemd/systemd_booted.tap \
	%D%/serve/transfer.tap \
	%D%/serve/transports.tap
SLOW_TARGETS += check-functional-slow

# systemd_booted.tap boots a systemd, and admin.tap takes long, so only
# check-slow runs them.
FUNCTIONAL_TESTS += \
	$(SMOKE_TESTS) \
	%D%/abi.tap \
	%D%/deferred/crowd.tap \
	%D%/deferred/load.tap \
	%D%/deferred/proxies.tap \
	%D%/serve/addresses.tap \
	%D%/serve/bodies.tap \
	%D%/serve/capture.tap \
	%D%/serve/cgi.tap \
	%D%/cli.tap \
	%D%/serve/contract.tap \
	%D%/data/crafted.tap \
	%D%/data/events.tap \
	%D%/serve/descriptors.tap \
	%D%/web/door.tap \
	%D%/web/event_servers.tap \
	%D%/web/events.tap \
	%D%/demo.tap \
	%D%/dev/debugger.tap \
	%D%/dev/dev.tap \
	%D%/doctor.tap \
	%D%/examples.tap \
	%D%/firestore/clients.tap \
	%D%/firestore/hidden.tap \
	%D%/firestore/queries.tap \
	%D%/firestore/console.tap \
	%D%/firestore/rest.tap \
	%D%/foreign_folders.tap \
	%D%/data/export_oracle.tap \
	%D%/serve/gdb.tap \
	%D%/data/images.tap \
	%D%/data/svg_readers.tap \
	%D%/serve/handoff.tap \
	%D%/serve/hostile.tap \
	%D%/serve/hostile_memory.tap \
	%D%/serve/hostile_peers.tap \
	%D%/data/images_job.tap \
	%D%/data/archives.tap \
	%D%/data/complete.tap \
	%D%/data/import.tap \
	%D%/install.tap \
	%D%/firestore/grpc.tap \
	%D%/firestore/protobuf_oracle.tap \
	%D%/web/html.tap \
	%D%/web/json_oracle.tap \
	%D%/web/judges.tap \
	%D%/library.tap \
	%D%/applications/desk.tap \
	%D%/applications/hooks.tap \
	%D%/applications/metrics.tap \
	%D%/applications/todo.tap \
	%D%/serve/http.tap \
	%D%/serve/logs.tap \
	%D%/serve/modules.tap \
	%D%/serve/mounts.tap \
	%D%/serve/stacks.tap \
	%D%/manual.tap \
	%D%/web/openapi.tap \
	%D%/web/multipart_oracle.tap \
	%D%/outside.tap \
	%D%/sbom.tap \
	%D%/web/parse_oracle.tap \
	%D%/serve/processes.tap \
	%D%/serve/pools.tap \
	%D%/python/dev.tap \
	%D%/python/example.tap \
	%D%/python/frameworks.tap \
	%D%/python/judges.tap \
	%D%/python/load.tap \
	%D%/python/preload.tap \
	%D%/python/processes.tap \
	%D%/python/rows.tap \
	%D%/python/start.tap \
	%D%/python/wsgi.tap \
	%D%/null_arguments.tap \
	%D%/data/nul.tap \
	%D%/data/omit.tap \
	%D%/data/publish.tap \
	%D%/data/queries.tap \
	%D%/data/formats.tap \
	%D%/data/tables.tap \
	%D%/data/transfer.tap \
	%D%/data/pull.tap \
	%D%/web/router_oracle.tap \
	%D%/web/routes.tap \
	%D%/web/secrets.tap \
	%D%/serve/sandbox.tap \
	%D%/serve/servers.tap \
	%D%/shell.tap \
	%D%/data/since.tap \
	%D%/serve/status.tap \
	%D%/serve/stuck_logs.tap \
	%D%/data/svg_readers.tap \
	%D%/serve/supervisor.tap \
	%D%/systemd/systemd.tap \
	%D%/serve/timeouts.tap \
	%D%/serve/trace.tap \
	%D%/serve/transfer.tap \
	%D%/serve/transports.tap
EXTRA_DIST += \
	%D%/data/formats/data.bundle \
	%D%/data/formats/documents.json \
	%D%/data/formats/firestore-backfire.ndjson \
	%D%/data/formats/firestore-export-import.json \
	%D%/data/formats/id-data-users.json \
	%D%/data/formats/lists.json \
	%D%/data/formats/node-firestore-import-export-users.json \
	%D%/data/formats/node-firestore-import-export.json \
	%D%/data/formats/record.cjs \
	%D%/programs/dev_module.c \
	%D%/programs/counted.c \
	%D%/programs/hooks.c \
	%D%/programs/module.c \
	%D%/lib/boot_systemd.sh \
	%D%/lib/booted_systemd.py \
	%D%/lib/developer.py \
	%D%/lib/export_writer.py \
	%D%/lib/firestore.py \
	%D%/lib/firestore_clients.py \
	%D%/lib/firestore_queries.py \
	%D%/lib/firestore_seed.py \
	%D%/lib/harness.py \
	%D%/lib/django_site.py \
	%D%/lib/hosted_python.py \
	%D%/lib/served_firestore.py \
	%D%/python/apps/broken.py \
	%D%/python/apps/frameworks.py \
	%D%/python/apps/hg.py \
	%D%/python/apps/package/__init__.py \
	%D%/python/apps/package/inner.py \
	%D%/python/admin.tap \
	%D%/python/apps/notes/__init__.py \
	%D%/python/apps/notes/admin.py \
	%D%/python/apps/notes/models.py \
	%D%/python/apps/notes/settings.py \
	%D%/python/apps/notes/urls.py \
	%D%/python/apps/notes/wsgi.py \
	%D%/python/apps/plain.py \
	%D%/python/apps/preloaded.py \
	%D%/python/apps/rows.py \
	%D%/python/apps/threaded.py \
	%D%/lib/null_calls.py \
	%D%/lib/parse_kinds.py \
	%D%/lib/public_headers.py \
	%D%/lib/installed.py \
	%D%/lib/web_requests.py \
	%D%/lib/web_servers.py \
	%D%/programs/null_arguments.c \
	%D%/programs/null_arguments.h \
	%D%/programs/todo.cc \
	%D%/systemd/systemd_booted.tap

.PHONY: check-smoke check-functional-slow
check-smoke:
	$(MAKE) check check_PROGRAMS='gantry-test $(SMOKE_UNIT)' \
	    TESTS='$(SMOKE_UNIT) $(SMOKE_TESTS)'
check-functional-slow:
	GANTRY_SLOW_TESTS=1 \
	    GANTRY_TEST_SEED=$${GANTRY_TEST_SEED:-`date +%s`} \
	    $(MAKE) check TESTS='$(SLOW_TESTS)'

# A hostile worker for a minute, with sanitizers in the master.  They have a build
# of their own, in the folder "sanitized".
SLOW_TARGETS += check-hostile
.PHONY: check-hostile
check-hostile:
	$(MKDIR_P) sanitized
	cd sanitized && { [ -f Makefile ] || \
	    $(abs_top_srcdir)/configure --enable-sanitizers --without-page; }
	cd sanitized && GANTRY_SLOW_TESTS=1 $(MAKE) check \
	    check_PROGRAMS=gantry-test TESTS='%D%/serve/hostile_memory.tap'
