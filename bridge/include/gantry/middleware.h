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
 * The first two return like a responder.  If one fails or completes the
 * response (gantry_response_complete), the responder, and what would still run
 * before it, is not called.  PROCESS_RESPONSE is called for each middleware
 * whose PROCESS_REQUEST was called, or would have been if it had one; SUCCEEDED
 * is true if nothing failed or an error handler answered the failure.  TEARDOWN
 * is called for the same middleware, in every case, and cannot change the
 * response.
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
 * allowed origins are "*" or a list.  If the list has one origin, each response
 * names it.  If it has several, the response names the request's origin.  A
 * preflight is answered with 204 and the methods of Allow.
 *
 * An origin is "scheme://host" or "scheme://host:port" as browsers send it (RFC
 * 6454 section 6.2), and is compared as a whole.  Open fails with
 * GANTRY_ERROR_INPUT for another form, for "null", which every sandboxed page
 * has, and for credentials together with "*".
 */
struct gantry_cors_options {
	const char *allow_origins; /* separated by blanks; NULL: "*" */
	const char *allow_origins_setting; /* the key of a setting, or NULL */
	const char *allow_credentials; /* origins, not "*"; NULL: none */
	const char *allow_headers; /* "A, B"; NULL: those requested */
	const char *expose_headers; /* "A, B"; NULL: none */
	int64_t max_age; /* of a preflight, in seconds; 0: 86400 */
};
GANTRY_MIDDLEWARE_OPEN(cors);
GANTRY_MIDDLEWARE_RESPONSE(cors);
GANTRY_MIDDLEWARE_CLOSE(cors);
#define GANTRY_CORS(given)                                                    \
	{                                                                     \
		.name = "cors", .options = (given), .open = gantry_cors_open, \
		.process_response = gantry_cors_process_response,             \
		.close = gantry_cors_close                                    \
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
	 * "Bearer": requests without the token get 401, which asks for it (RFC
	 * 6750).  NULL: the header's value is the token itself, and requests
	 * without it get 403.
	 */
	const char *scheme;
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
 * Caches responses to GET with status 200 in each thread for SECONDS.  They
 * answer requests whose variables and whose headers named by Vary are the same.
 * Variables of the connection, such as REMOTE_ADDR, make no difference, nor do
 * other headers, except Host and those that proxies set for the URL.
 *
 * A request that says who its client is, has credentials or has a body passes
 * the cache by: one with REMOTE_USER, AUTH_TYPE, SSL_CLIENT_S_DN,
 * Authorization, Cookie, X-Forwarded-User, X-Api-Key, or another variable in
 * whose name a word begins with AUTH, USER, CERT, KEY, TOKEN, SESSION or the
 * like.
 *
 * A response is not cached if it has Set-Cookie, Vary: *, or Cache-Control with
 * private, no-store or no-cache; if it is a stream, is fresh for the client, or
 * comes from an error handler.  Age (RFC 9111 section 5.1) says how old a
 * cached response is.
 *
 * Put it last: a request that is answered from the cache reaches neither
 * PROCESS_RESOURCE of the middleware behind it nor hooks.
 */
struct gantry_cache_options {
	int64_t seconds;
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

/* Adds an ETag, a hash of the body, to responses to GET without one. */
GANTRY_MIDDLEWARE_RESPONSE(etag);
#define GANTRY_ETAG                                              \
	{                                                        \
		.name = "etag",                                  \
		.process_response = gantry_etag_process_response \
	}

/*
 * Compresses text, JSON and similar types with brotli or gzip if the client
 * accepts it (RFC 9110 section 12.5.3).  An ETag becomes weak.
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

#ifdef __cplusplus
}
#endif

#endif
