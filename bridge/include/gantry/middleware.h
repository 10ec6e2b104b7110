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
 * What goes around responders, for a whole site, a group or one route.
 *
 * Of a request, in this order: PROCESS_REQUEST of the site's middleware; the
 * route is found; PROCESS_REQUEST of the group's and the route's; all
 * PROCESS_RESOURCE, if there is a responder, which there is not for a 405 nor
 * for an OPTIONS that is answered with Allow; hooks, the responder, hooks, of
 * which a sink has none; all PROCESS_RESPONSE in reverse; the answer is sent;
 * all TEARDOWN in reverse.
 *
 * The first two return as a responder does.  Who fails, or completes the
 * response (gantry_response_complete), keeps what comes later before the
 * responder, and the responder, from being called.  PROCESS_RESPONSE is called
 * for each whose PROCESS_REQUEST was, or would have been, called before;
 * SUCCEEDED says that nothing failed, or that what failed was answered by an
 * error handler.  TEARDOWN is called for the same, always, and can change
 * nothing any more.
 */
struct gantry_middleware {
	const char *name;
	const void *options; /* what OPEN understands */
	/*
	 * Called when the site is opened, once per thread and use.  Returns 0,
	 * or -1 with ERROR filled.  NULL: *STATE is the options.
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
 * Ready-made.  Each is a middleware made of options that outlive the site:
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
 * Where the options name a setting of the application, its value is taken when
 * the site is opened (gantry_web_open's SETTINGS) and counts instead.
 */

/* What the macros below refer to. */
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
 * Cross-origin requests (WHATWG Fetch, section 3.2 "CORS protocol").  "*", one
 * origin, which each answer names, or several, of which the one is named that
 * asks.  A preflight is answered with the methods of Allow, 204.
 */
struct gantry_cors_options {
	const char *allow_origins; /* with blanks between them; NULL: "*" */
	const char *allow_origins_setting; /* the key of a setting, or NULL */
	const char *allow_credentials; /* origins likewise; NULL: none */
	const char *allow_headers; /* "A, B"; NULL: those asked for */
	const char *expose_headers; /* "A, B"; NULL: none */
	int64_t max_age; /* seconds for a preflight; 0: 86400 */
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
 * What a browser is to be strict about.  Each header is added unless the answer
 * has it.  NULL is the default, "" leaves the header out.
 */
struct gantry_security_options {
	/* "default-src 'none'; frame-ancestors 'none'" */
	const char *content_security_policy;
	const char *referrer_policy; /* "same-origin" */
	const char *frame_options; /* X-Frame-Options: "DENY" */
	/* Cross-Origin-Opener-Policy: "same-origin" */
	const char *opener_policy;
	/* Strict-Transport-Security over https; seconds; 0: none */
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
 * Hosts that the application answers for, others get a 400: "example.org",
 * ".example.org" for that and all below it, "*" for all.  The port is no
 * matter.
 */
struct gantry_hosts_options {
	const char *hosts; /* with blanks between them */
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

/* X-Request-Id on each answer, as the log has it. */
GANTRY_MIDDLEWARE_RESPONSE(request_id);
#define GANTRY_REQUEST_ID                                              \
	{                                                              \
		.name = "request_id",                                  \
		.process_response = gantry_request_id_process_response \
	}

/*
 * A token in Authorization, compared in constant time.  Without one configured
 * no one has access: 403 that says so.
 */
struct gantry_token_options {
	const char *token_setting; /* the key of a (secret) setting */
	/*
	 * "Bearer": a request without the token gets a 401 that asks for it
	 * (RFC 6750).  NULL: the header is the token alone, and who has it not
	 * gets a 403.
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
 * At most COUNT requests of a client in SECONDS, and so many at once; more get
 * a 429 with Retry-After.  A client is an address, or 64 bits of an IPv6 one.
 * All workers of a master count together.
 */
struct gantry_rate_options {
	int64_t count;
	int64_t seconds;
	const char *name; /* rates of one name count together; NULL: "" */
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
 * Answers of 200 to GET that are kept by a thread and given again, for SECONDS,
 * to requests of the same host, path and query whose headers named by Vary are
 * the same.  What has Set-Cookie, or Cache-Control of private, no-store or
 * no-cache, what was asked for with Authorization or Cookie, and streams, are
 * not kept.  Age (RFC 9111 section 5.1) says how old it is.
 */
struct gantry_cache_options {
	int64_t seconds;
	size_t size_max; /* of all that a thread keeps; 0: 1 MiB */
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

/* ETag, a hash of the body, for GET unless there is one. */
GANTRY_MIDDLEWARE_RESPONSE(etag);
#define GANTRY_ETAG                                              \
	{                                                        \
		.name = "etag",                                  \
		.process_response = gantry_etag_process_response \
	}

/*
 * Compression, brotli or gzip, for who takes it (RFC 9110 section 12.5.3), of
 * text, JSON and the like.  An ETag becomes a weak one.
 */
struct gantry_compress_options {
	size_t size_min; /* bytes; 0: 1024 */
	int level; /* of both; 0: 4 */
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
