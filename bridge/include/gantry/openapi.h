#ifndef GANTRY_OPENAPI_H
#define GANTRY_OPENAPI_H

#include <gantry/request.h>
#include <gantry/route.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/*
 * Routes that describe the site that contains them: /openapi.json, an OpenAPI
 * 3.1 document, and /docs, a page to read it and to try requests.  The page
 * loads nothing from other sites.  Routes with a summary are described.
 *
 *	static const struct gantry_group groups[] = {
 *		{ .prefix = "", .routes = gantry_openapi_routes },
 *		{ 0 },
 *	};
 */
extern const struct gantry_route gantry_openapi_routes[];

/* A tag that routes have, with what it means. */
struct gantry_tag {
	const char *name;
	const char *help;
};

/* How a client shows who it is (OpenAPI 3.1.1 section 4.8.27). */
enum gantry_security_kind {
	GANTRY_SECURITY_BASIC, /* RFC 7617 */
	GANTRY_SECURITY_BEARER, /* RFC 6750 */
	GANTRY_SECURITY_API_KEY, /* in a header, a cookie or the query */
	GANTRY_SECURITY_OAUTH2,
	GANTRY_SECURITY_OPENID_CONNECT,
};

/* A scope of OAuth 2; a table ends with { 0 }. */
struct gantry_scope {
	const char *name;
	const char *help;
};

/*
 * A security scheme.  It is described only; middleware enforces it.  Two
 * schemes of one site need different names.
 */
struct gantry_security {
	const char *name; /* in the document: letters, digits, '.', '-', '_' */
	enum gantry_security_kind kind;
	const char *help; /* or NULL */
	const char *format; /* of a bearer's token, "JWT"; or NULL */
	enum gantry_param_place place; /* of an API key */
	const char *key; /* the name of its parameter */
	/* Of OpenID Connect: where its configuration is. */
	const char *url;
	/*
	 * Of OAuth 2: with AUTHORIZATION_URL the flow with a code, without it
	 * that of a client's own credentials (RFC 6749 sections 4.1 and 4.4).
	 */
	const char *authorization_url;
	const char *token_url;
	const struct gantry_scope *scopes;
};

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
