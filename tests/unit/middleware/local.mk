# middleware: one program for each source file; test_site is a site with one.
# cached_site is one behind a response cache, with a clock that the test moves.

UNIT_TEST_SITE = %D%/test_site.c %D%/test_site.h
UNIT_CACHED_SITE = %D%/cached_site.c %D%/cached_site.h \
	tests/unit/fake_clock.c tests/unit/fake_clock.h

UNIT_TESTS += check_middleware_cache
check_middleware_cache_SOURCES = %D%/check_cache.c $(UNIT_TEST_SITE)
check_middleware_cache_CPPFLAGS = $(UNIT_CPPFLAGS)
check_middleware_cache_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_middleware_cache_control
check_middleware_cache_control_SOURCES = %D%/check_cache_control.c $(UNIT_CACHED_SITE)
check_middleware_cache_control_CPPFLAGS = $(UNIT_CPPFLAGS)
check_middleware_cache_control_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_middleware_cached_answer
check_middleware_cached_answer_SOURCES = %D%/check_cached_answer.c $(UNIT_CACHED_SITE)
check_middleware_cached_answer_CPPFLAGS = $(UNIT_CPPFLAGS)
check_middleware_cached_answer_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_middleware_compress
check_middleware_compress_SOURCES = %D%/check_compress.c $(UNIT_TEST_SITE)
check_middleware_compress_CPPFLAGS = $(UNIT_CPPFLAGS)
check_middleware_compress_LDADD = $(UNIT_LIBS) $(BROTLIDEC_LIBS)

UNIT_TESTS += check_middleware_cors
check_middleware_cors_SOURCES = %D%/check_cors.c $(UNIT_TEST_SITE)
check_middleware_cors_CPPFLAGS = $(UNIT_CPPFLAGS)
check_middleware_cors_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_middleware_etag
check_middleware_etag_SOURCES = %D%/check_etag.c $(UNIT_TEST_SITE)
check_middleware_etag_CPPFLAGS = $(UNIT_CPPFLAGS)
check_middleware_etag_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_middleware_freshness
check_middleware_freshness_SOURCES = %D%/check_freshness.c $(UNIT_CACHED_SITE)
check_middleware_freshness_CPPFLAGS = $(UNIT_CPPFLAGS)
check_middleware_freshness_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_middleware_hosts
check_middleware_hosts_SOURCES = %D%/check_hosts.c $(UNIT_TEST_SITE)
check_middleware_hosts_CPPFLAGS = $(UNIT_CPPFLAGS)
check_middleware_hosts_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_middleware_invalidation
check_middleware_invalidation_SOURCES = %D%/check_invalidation.c $(UNIT_CACHED_SITE)
check_middleware_invalidation_CPPFLAGS = $(UNIT_CPPFLAGS)
check_middleware_invalidation_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_middleware_cors_origin
check_middleware_cors_origin_SOURCES = %D%/check_cors_origin.c
check_middleware_cors_origin_CPPFLAGS = $(UNIT_CPPFLAGS)
check_middleware_cors_origin_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_middleware_rate
check_middleware_rate_SOURCES = %D%/check_rate.c $(UNIT_TEST_SITE)
check_middleware_rate_CPPFLAGS = $(UNIT_CPPFLAGS)
check_middleware_rate_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_middleware_request_id
check_middleware_request_id_SOURCES = %D%/check_request_id.c $(UNIT_TEST_SITE)
check_middleware_request_id_CPPFLAGS = $(UNIT_CPPFLAGS)
check_middleware_request_id_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_middleware_response_store
check_middleware_response_store_SOURCES = %D%/check_response_store.c $(UNIT_CACHED_SITE)
check_middleware_response_store_CPPFLAGS = $(UNIT_CPPFLAGS)
check_middleware_response_store_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_middleware_security
check_middleware_security_SOURCES = %D%/check_security.c $(UNIT_TEST_SITE)
check_middleware_security_CPPFLAGS = $(UNIT_CPPFLAGS)
check_middleware_security_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_middleware_token
check_middleware_token_SOURCES = %D%/auth/check_token.c $(UNIT_TEST_SITE)
check_middleware_token_CPPFLAGS = $(UNIT_CPPFLAGS)
check_middleware_token_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_middleware_basic
check_middleware_basic_SOURCES = %D%/auth/check_basic.c $(UNIT_TEST_SITE)
check_middleware_basic_CPPFLAGS = $(UNIT_CPPFLAGS)
check_middleware_basic_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_middleware_bearer
check_middleware_bearer_SOURCES = %D%/auth/check_bearer.c $(UNIT_TEST_SITE)
check_middleware_bearer_CPPFLAGS = $(UNIT_CPPFLAGS)
check_middleware_bearer_LDADD = $(UNIT_LIBS)

# A site with a session, and a client with cookies.
UNIT_SESSION_SITE = %D%/session/session_site.c %D%/session/session_site.h

UNIT_TESTS += check_middleware_session
check_middleware_session_SOURCES = %D%/session/check_session.c $(UNIT_SESSION_SITE)
check_middleware_session_CPPFLAGS = $(UNIT_CPPFLAGS)
check_middleware_session_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_middleware_csrf
check_middleware_csrf_SOURCES = %D%/session/check_csrf.c $(UNIT_SESSION_SITE)
check_middleware_csrf_CPPFLAGS = $(UNIT_CPPFLAGS)
check_middleware_csrf_LDADD = $(UNIT_LIBS)

UNIT_TESTS += check_middleware_session_files
check_middleware_session_files_SOURCES = %D%/session/check_session_files.c
check_middleware_session_files_CPPFLAGS = $(UNIT_CPPFLAGS)
check_middleware_session_files_LDADD = $(UNIT_LIBS)
