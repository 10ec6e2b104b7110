#ifndef GANTRY_MIDDLEWARE_H
#define GANTRY_MIDDLEWARE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <gantry/contract.h>
#include <gantry/route.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/*
 * Middleware processes requests before and responses after the responder, for a
 * whole site, a group or one route.
 *
 * The order for a request: PROCESS_REQUEST of the site's middleware; the route
 * is found; PROCESS_REQUEST of the group's and the route's middleware; all
 * PROCESS_RESOURCE, if an application's responder answers, that is, not for a
 * 405 nor for an OPTIONS that the site answers with Allow; hooks, the
 * responder, hooks (a sink has no hooks); all PROCESS_RESPONSE in reverse
 * order; the response is sent; all TEARDOWN in reverse order.
 *
 * If no route matches, PROCESS_REQUEST of the group that the path belongs to
 * (gantry/route.h) is called, and then the request fails with 404.
 *
 * The first two return like a responder.  If one fails or completes the
 * response (gantry_response_complete), the responder, and what would still run
 * before it, is not called.
 *
 * PROCESS_RESPONSE is called for each middleware whose PROCESS_REQUEST was
 * called, or would have been if it had one; also for the one that failed or
 * completed the response, but not for those after it, whose state was never set
 * up.  It does not matter what failed later: PROCESS_RESOURCE, a hook, the
 * responder, or the PROCESS_RESPONSE of another middleware.  SUCCEEDED is true
 * if nothing failed or an error handler answered the failure.  TEARDOWN is
 * called for the same middleware, in every case, and cannot change the
 * response.
 *
 * With the site's INDEPENDENT_MIDDLEWARE, these two are also called for the
 * middleware after it.  They must then not rely on what PROCESS_REQUEST sets
 * up.  If middleware of the site failed or completed the response, this is all
 * middleware of the site: no route was searched, so no group and no route has
 * been reached.  Otherwise it is that of the groups and the route, too.
 */
struct gantry_middleware {
	const char *name;
	const void *options; /* for OPEN */
	/*
	 * Called when the site is opened, once for each thread and use.
	 * Returns 0, or -1 with ERROR filled.  NULL: *STATE is OPTIONS.
	 */
	int (*open)(const void *options, const struct gantry_settings *settings,
	    void **state, struct gantry_error *error);
	int (*process_request)(struct gantry_request *request,
	    struct gantry_response *response, void *state);
	int (*process_resource)(struct gantry_request *request,
	    struct gantry_response *response, void *state);
	int (*process_response)(struct gantry_request *request,
	    struct gantry_response *response, void *state, bool succeeded);
	void (*teardown)(struct gantry_request *request, void *state);
	void (*close)(void *state);
	/*
	 * PROCESS_RESPONSE answers CORS preflights, so they do not reach a
	 * route's ON_REQUEST or a sink: the site answers them with Allow.
	 */
	bool answers_preflight;
};

/*
 * Ready-made middleware.  Each takes options, which must stay valid as long as
 * the site:
 *
 *	static const struct gantry_cors_options cors_options = {
 *		.allow_origins = "https://example.org",
 *	};
 *	static const struct gantry_middleware cors =
 *	    GANTRY_CORS(&cors_options);
 *	static const struct gantry_middleware *const middleware[] = {
 *		&cors, NULL,
 *	};
 *
 * The options of cors, security and compress may be NULL for the defaults; the
 * others must be given, or the site does not open.
 *
 * If the options name a setting of the application, the setting's value is read
 * when the site is opened (gantry_web_open's SETTINGS) and replaces the option.
 */

/* Declarations for the macros below. */
#define GANTRY_MIDDLEWARE_OPEN(kind)                              \
	int gantry_##kind##_open(const void *options,             \
	    const struct gantry_settings *settings, void **state, \
	    struct gantry_error *error)
#define GANTRY_MIDDLEWARE_REQUEST(kind)                                     \
	int gantry_##kind##_process_request(struct gantry_request *request, \
	    struct gantry_response *response, void *state)
#define GANTRY_MIDDLEWARE_RESOURCE(kind)                                     \
	int gantry_##kind##_process_resource(struct gantry_request *request, \
	    struct gantry_response *response, void *state)
#define GANTRY_MIDDLEWARE_RESPONSE(kind)                                     \
	int gantry_##kind##_process_response(struct gantry_request *request, \
	    struct gantry_response *response, void *state, bool succeeded)
#define GANTRY_MIDDLEWARE_CLOSE(kind) void gantry_##kind##_close(void *state)

/*
 * Cross-origin requests (WHATWG Fetch, section 3.2 "CORS protocol").  The
 * allowed origins are "*" or a list.  A response to a request from an origin of
 * the list names that origin; one from another origin gets no CORS header,
 * which refuses.  If the list has one origin, requests without Origin get its
 * name, too.  Unless the origins are "*", every response has Vary: Origin.
 * Failures and 304 are answered in the same way.
 *
 * A preflight is answered with 204 and the methods of Allow.  It does not reach
 * a route's ON_REQUEST or a sink, which allow whatever method it asks for; but
 * it reaches a route's ON_OPTIONS.  The middleware of the route that answers
 * the method asked for runs, so CORS may be that of a site, group or route.
 * If several are around a route, the innermost decides.  A response that
 * already has Access-Control-Allow-Origin stays as it is.
 *
 * An origin is "scheme://host" or "scheme://host:port" as browsers send it (RFC
 * 6454 section 6.2), and is compared as a whole.  Open fails with
 * GANTRY_ERROR_INPUT for what can never match, such as a final slash, capitals
 * or a default port; for "null", which every sandboxed page has; and for
 * credentials together with "*" as origin or header.
 */
struct gantry_cors_options {
	const char *allow_origins; /* separated by blanks; NULL: "*"; not "" */
	const char *allow_origins_setting; /* the key of a setting, or NULL */
	const char *allow_credentials; /* origins, not "*"; NULL: none */
	const char *allow_headers; /* "A, B"; NULL: those requested; "": none */
	const char *expose_headers; /* "A, B"; NULL: none */
	/* Of a preflight, in seconds; 0: 86400; negative: it is not cached. */
	int64_t max_age;
	/* Pages of public networks may ask (Access-Control-...-Network). */
	bool allow_private_network;
};
GANTRY_MIDDLEWARE_OPEN(cors);
GANTRY_MIDDLEWARE_RESPONSE(cors);
GANTRY_MIDDLEWARE_CLOSE(cors);
#define GANTRY_CORS(given)                                                    \
	{                                                                     \
		.name = "cors", .options = (given), .open = gantry_cors_open, \
		.process_response = gantry_cors_process_response,             \
		.close = gantry_cors_close, .answers_preflight = true         \
	}

/*
 * Headers that make browsers stricter.  Each is added unless the response has
 * it.  NULL selects the default, "" omits the header.
 */
struct gantry_security_options {
	/* "default-src 'none'; frame-ancestors 'none'" */
	const char *content_security_policy;
	const char *referrer_policy; /* "same-origin" */
	const char *frame_options; /* X-Frame-Options: "DENY" */
	/* Cross-Origin-Opener-Policy: "same-origin" */
	const char *opener_policy;
	/* Strict-Transport-Security over https, in seconds; 0: none */
	int64_t hsts_max_age;
	bool hsts_subdomains;
};
GANTRY_MIDDLEWARE_RESPONSE(security);
#define GANTRY_SECURITY(given)                                        \
	{                                                             \
		.name = "security", .options = (given),               \
		.process_response = gantry_security_process_response, \
	}

/*
 * The hosts that the application answers for; requests for others get 400.
 * "example.org"; ".example.org" for it and all its subdomains; "*" for all
 * hosts.  The port is ignored.
 */
struct gantry_hosts_options {
	const char *hosts; /* separated by blanks */
	const char *hosts_setting; /* the key of a setting, or NULL */
};
GANTRY_MIDDLEWARE_OPEN(hosts);
GANTRY_MIDDLEWARE_REQUEST(hosts);
GANTRY_MIDDLEWARE_CLOSE(hosts);
#define GANTRY_HOSTS(given)                                      \
	{                                                        \
		.name = "hosts", .options = (given),             \
		.open = gantry_hosts_open,                       \
		.process_request = gantry_hosts_process_request, \
		.close = gantry_hosts_close                      \
	}

/* Adds X-Request-Id, the request's id in the log, to each response. */
GANTRY_MIDDLEWARE_RESPONSE(request_id);
#define GANTRY_REQUEST_ID                                              \
	{                                                              \
		.name = "request_id",                                  \
		.process_response = gantry_request_id_process_response \
	}

/*
 * Requires a token in Authorization, compared in constant time.  If no token is
 * configured, all requests get 403 with that reason.
 */
struct gantry_token_options {
	const char *token_setting; /* the key of a secret setting */
	/*
	 * "Bearer": requests without the token get the errors of RFC 6750, as
	 * for GANTRY_BEARER.  NULL: the header's value is the token itself, and
	 * requests without it get 403.
	 */
	const char *scheme;
	const char *realm; /* of the challenge; NULL: "gantry" */
};
GANTRY_MIDDLEWARE_OPEN(token);
GANTRY_MIDDLEWARE_RESOURCE(token);
GANTRY_MIDDLEWARE_CLOSE(token);
#define GANTRY_TOKEN(given)                                        \
	{                                                          \
		.name = "token", .options = (given),               \
		.open = gantry_token_open,                         \
		.process_resource = gantry_token_process_resource, \
		.close = gantry_token_close                        \
	}

/*
 * Requires a name and a password (Basic, RFC 7617); requests without them get
 * 401 with a challenge.  The user is then gantry_request_user.  Use it over
 * https only: each request has the password.
 *
 * The users are those of a file, which has a line NAME:HASH for each, as
 * "htpasswd -B" writes it, with a hash that gantry_password_verify accepts;
 * empty lines, and those that begin with '#', are ignored.  The file is read
 * when the site is opened, and again when it has changed; if that fails, all
 * requests get 500.  Or VERIFY decides, which returns 1 if the password is
 * right, 0 if it is not, or -1 with the response failed.
 *
 * A password that was right is not hashed again by the same thread, as long as
 * the file has the same hash: the thread keeps a MAC of 32 of them.
 *
 * Combined schemes.  With IS_OPTIONAL, a request without credentials of this
 * scheme passes, without a user.  With ACCEPTS_OTHERS, a request passes that
 * another middleware has authenticated by its credentials, GANTRY_BASIC or
 * GANTRY_BEARER.  So Basic with IS_OPTIONAL, and after it Bearer with
 * ACCEPTS_OTHERS, require one of the two.  Each 401 within the middleware gets
 * its challenge unless it has one of the scheme.
 */
struct gantry_basic_options {
	const char *realm; /* NULL: "gantry" */
	const char *users_file; /* NULL: VERIFY decides */
	const char *users_setting; /* the key of a setting, or NULL */
	int (*verify)(struct gantry_request *request, const char *user,
	    const char *password);
	bool is_optional;
	bool accepts_others;
};
GANTRY_MIDDLEWARE_OPEN(basic);
GANTRY_MIDDLEWARE_RESOURCE(basic);
GANTRY_MIDDLEWARE_RESPONSE(basic);
GANTRY_MIDDLEWARE_CLOSE(basic);
#define GANTRY_BASIC(given)                                        \
	{                                                          \
		.name = "basic", .options = (given),               \
		.open = gantry_basic_open,                         \
		.process_resource = gantry_basic_process_resource, \
		.process_response = gantry_basic_process_response, \
		.close = gantry_basic_close                        \
	}

/* What VERIFY says of a bearer token. */
enum gantry_bearer_result {
	GANTRY_BEARER_INVALID, /* expired, revoked, malformed, unknown */
	GANTRY_BEARER_VALID,
	GANTRY_BEARER_INSUFFICIENT_SCOPE, /* valid, but not for this */
	GANTRY_BEARER_FAILED, /* the response has failed */
};

/*
 * Requires a bearer token (RFC 6750) that VERIFY accepts.  VERIFY may set the
 * user (gantry_request_set_user).  Requests without Authorization, and those
 * with another scheme, get 401 with a challenge; those with a malformed token,
 * or two, 400 with the error invalid_request; those with an invalid token, 401
 * with invalid_token; and those whose token lacks a scope, 403 with
 * insufficient_scope and SCOPE (section 3.1).  Tokens in the query or in a form
 * are not read.  See GANTRY_BASIC for the last two options.
 */
struct gantry_bearer_options {
	const char *realm; /* NULL: "gantry" */
	/* What the token must allow: words separated by spaces, or NULL. */
	const char *scope;
	enum gantry_bearer_result (*verify)(struct gantry_request *request,
	    const char *token, const char *scope);
	bool is_optional;
	bool accepts_others;
};
GANTRY_MIDDLEWARE_OPEN(bearer);
GANTRY_MIDDLEWARE_RESOURCE(bearer);
GANTRY_MIDDLEWARE_RESPONSE(bearer);
#define GANTRY_BEARER(given)                                        \
	{                                                           \
		.name = "bearer", .options = (given),               \
		.open = gantry_bearer_open,                         \
		.process_resource = gantry_bearer_process_resource, \
		.process_response = gantry_bearer_process_response  \
	}

/*
 * Allows each client COUNT requests in SECONDS, all of them at once if it
 * likes; further ones get 429 with Retry-After.  A client is an address, or the
 * first 64 bits of an IPv6 address.  All workers of a master share the counts.
 */
struct gantry_rate_options {
	int64_t count;
	int64_t seconds;
	const char *name; /* uses with the same name share counts; NULL: "" */
};
GANTRY_MIDDLEWARE_OPEN(rate);
GANTRY_MIDDLEWARE_REQUEST(rate);
GANTRY_MIDDLEWARE_CLOSE(rate);
#define GANTRY_RATE(given)                                                    \
	{                                                                     \
		.name = "rate", .options = (given), .open = gantry_rate_open, \
		.process_request = gantry_rate_process_request,               \
		.close = gantry_rate_close                                    \
	}

/*
 * A shared cache of responses to GET (RFC 9111), one in each thread.  They
 * answer HEAD, too.
 *
 * A response is fresh for as long as it says with s-maxage, max-age or Expires,
 * less its Age.  SECONDS is the lifetime of those that say nothing and have
 * status 200, 203, 204, 300, 301, 308, 404, 405, 410, 414 or 501, or
 * Cache-Control: public.  It is not a limit: s-maxage sets a shorter lifetime
 * here without changing what browsers do.  Other statuses are stored only if
 * they say how long; 206, 304, 412 and 416 never.  Last-Modified makes no
 * response fresh (section 4.2.2).  A stale response is not validated, since the
 * application can as well answer.
 *
 * A response is not stored if it has Set-Cookie, Vary: *, or Cache-Control with
 * private, no-store or no-cache; if it is a file or a stream, is fresh for the
 * client, or is a failure, which names its request.  If no-cache or private
 * names headers, only these are not stored.
 *
 * A stored response answers requests whose variables and whose headers named by
 * Vary are the same.  Variables of the connection, such as REMOTE_ADDR, make no
 * difference, nor do other headers, except Host and those that proxies set for
 * the URL.  It answers If-None-Match, If-Modified-Since and Range, too, and has
 * Age.  If-Match and If-Unmodified-Since always ask the application (section
 * 4.3.2).
 *
 * What clients ask for with Cache-Control is respected: no-cache, no-store,
 * max-age, min-fresh, max-stale, and only-if-cached, which may get 504.  RFC
 * 9111 allows to ignore that (section 5.2.1), but a client can pass the cache
 * by anyway, for example with another query.  Pragma is ignored.
 *
 * A request that says who its client is, has credentials or has a body passes
 * the cache by, whatever Cache-Control says: one with REMOTE_USER, AUTH_TYPE,
 * SSL_CLIENT_S_DN, Authorization, Cookie, X-Forwarded-User, X-Api-Key, or
 * another variable in whose name a word begins with AUTH, USER, CERT, KEY,
 * TOKEN, SESSION or the like.
 *
 * A request with an unsafe method, such as POST, that gets a status from 200 to
 * 399 invalidates its URL, and those in Location and Content-Location if they
 * have the same origin (section 4.4): in all threads and all workers of the
 * master.  The cache must be among the middleware of these requests, too; so
 * use it for the whole site.  URLs with another query stay.
 *
 * Put it last: a request that is answered from the cache reaches neither
 * PROCESS_RESOURCE of the middleware behind it nor hooks.  See below for the
 * order of cache, ETags and compression.
 */
struct gantry_cache_options {
	int64_t seconds; /* the lifetime of responses without one */
	size_t size_max; /* of all responses of a thread; 0: 1 MiB */
};
GANTRY_MIDDLEWARE_OPEN(cache);
GANTRY_MIDDLEWARE_RESOURCE(cache);
GANTRY_MIDDLEWARE_RESPONSE(cache);
GANTRY_MIDDLEWARE_CLOSE(cache);
#define GANTRY_CACHE(given)                                        \
	{                                                          \
		.name = "cache", .options = (given),               \
		.open = gantry_cache_open,                         \
		.process_resource = gantry_cache_process_resource, \
		.process_response = gantry_cache_process_response, \
		.close = gantry_cache_close                        \
	}

/*
 * Adds an ETag, a hash of the body, to responses to GET and HEAD with status
 * 200 that have none.  A file has one already; a stream gets none.
 */
GANTRY_MIDDLEWARE_RESPONSE(etag);
#define GANTRY_ETAG                                              \
	{                                                        \
		.name = "etag",                                  \
		.process_response = gantry_etag_process_response \
	}

/*
 * Compresses text, JSON and similar types with brotli or gzip if the client
 * accepts it (RFC 9110 section 12.5.3).  These are left as they are: files and
 * streams; other types, and text/event-stream; bodies below SIZE_MIN and above
 * 1 GiB, and those that would not become smaller; and responses with
 * Content-Encoding, Cache-Control: no-transform or status 206.
 *
 * A compressed response has Vary: Accept-Encoding, a weak ETag, and no digest
 * of the content (RFC 9530), since it has other bytes.  So has the 304 that
 * stands for it.  If-Match never matches a weak ETag (RFC 9110 section
 * 13.1.1): where clients change what they get, set Cache-Control:
 * no-transform, or do not use this.
 *
 * The order in an array of middleware is compression, ETags, cache:
 *
 *	static const struct gantry_cache_options kept = { .seconds = 60 };
 *	static const struct gantry_middleware compress = GANTRY_COMPRESS(NULL);
 *	static const struct gantry_middleware etag = GANTRY_ETAG;
 *	static const struct gantry_middleware cache = GANTRY_CACHE(&kept);
 *	static const struct gantry_middleware *const middleware[] = {
 *		&compress, &etag, &cache, NULL,
 *	};
 *
 * PROCESS_RESPONSE runs from the last to the first.  So the cache stores what
 * the application makes, once for all encodings; the ETag is that of the
 * uncompressed body; and each response is compressed when it is sent.  With the
 * cache first, it stores a compressed response for each Accept-Encoding, which
 * takes less time and more memory; but then a cached response reaches no
 * PROCESS_RESOURCE, for example of GANTRY_TOKEN, behind it.
 */
struct gantry_compress_options {
	size_t size_min; /* bytes; 0: 1024 */
	int level; /* for both; 0: 4 */
};
GANTRY_MIDDLEWARE_OPEN(compress);
GANTRY_MIDDLEWARE_RESPONSE(compress);
GANTRY_MIDDLEWARE_CLOSE(compress);
#define GANTRY_COMPRESS(given)                                        \
	{                                                             \
		.name = "compress", .options = (given),               \
		.open = gantry_compress_open,                         \
		.process_response = gantry_compress_process_response, \
		.close = gantry_compress_close                        \
	}

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
