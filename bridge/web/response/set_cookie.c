/*
 * Set-Cookie (RFC 6265, with the prefixes, SameSite and Partitioned of its
 * successor).  A cookie that clients would ignore or misread is an error.
 */
#include <inttypes.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include <gantry/clock.h>

#include "base/text/header.h"
#include "web/response/response.h"
#include "web/types/sign.h"

/* Clients ignore larger ones (RFC 6265bis section 5.6). */
#define PAIR_SIZE_MAX	   4096
#define ATTRIBUTE_SIZE_MAX 1024

#define DOMAIN_LENGTH_MAX 253
#define LABEL_LENGTH_MAX  63

/* RFC 6265 section 4.1.1: cookie-octet. */
static bool
is_value(const char *value)
{
	const unsigned char *text = (const unsigned char *)value;

	for (; *text != '\0'; text++)
		if (*text <= ' ' || *text >= 0x7f ||
		    strchr("\",;\\", *text) != NULL)
			return false;
	return true;
}

/*
 * RFC 6265 section 4.1.1: path-value, without the blanks and commas that some
 * clients misread.  Clients compare it with the encoded path, which is ASCII.
 */
static bool
is_path(const char *path)
{
	const unsigned char *text = (const unsigned char *)path;

	if (*text != '/' || strlen(path) > ATTRIBUTE_SIZE_MAX)
		return false;
	for (; *text != '\0'; text++)
		if (*text <= ' ' || *text >= 0x7f || *text == ';' ||
		    *text == ',')
			return false;
	return true;
}

/* The domain without the leading dot, which clients ignore. */
static const char *
domain_of(const struct gantry_cookie *cookie)
{
	return cookie->domain + (*cookie->domain == '.');
}

/* RFC 1123 section 2.1, and underscores, which occur. */
static bool
is_domain(const char *text)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
	size_t length;

	if (strlen(text) > DOMAIN_LENGTH_MAX)
		return false;
	for (;; text += length + 1) {
		length = strspn(text, letters);
		if (length == 0 || length > LABEL_LENGTH_MAX || *text == '-' ||
		    text[length - 1] == '-')
			return false;
		if (text[length] == '\0')
			return true;
		if (text[length] != '.')
			return false;
	}
}

static bool
has_prefix(const struct gantry_cookie *cookie, const char *prefix)
{
	return strncasecmp(cookie->name, prefix, strlen(prefix)) == 0;
}

static const char *
path_of(const struct gantry_cookie *cookie)
{
	return cookie->path != NULL ? cookie->path : "/";
}

/* RFC 6265bis section 4.1.3; these prefixes have no case. */
static bool
requires_secure(const struct gantry_cookie *cookie)
{
	return has_prefix(cookie, "__Host-") ||
	    has_prefix(cookie, "__Secure-") || has_prefix(cookie, "__Http-");
}

/* Why clients would ignore it, or NULL. */
static const char *
find_contradiction(const struct gantry_cookie *cookie)
{
	const bool is_host = has_prefix(cookie, "__Host-");
	const bool is_http =
	    has_prefix(cookie, "__Http-") || has_prefix(cookie, "__Host-Http-");

	if (is_host &&
	    (cookie->domain != NULL || strcmp(path_of(cookie), "/") != 0))
		return "the prefix __Host- allows no Domain and only Path=/";
	if (is_http && cookie->is_scriptable)
		return "its prefix requires HttpOnly";
	if (!cookie->is_insecure)
		return NULL;
	if (requires_secure(cookie))
		return "its prefix requires Secure";
	if (cookie->same_site == GANTRY_SAME_SITE_NONE)
		return "SameSite=None requires Secure";
	if (cookie->is_partitioned)
		return "Partitioned requires Secure";
	return NULL;
}

static const char *
find_problem(const struct gantry_cookie *cookie)
{
	if (!is_value(cookie->value))
		return "its value contains a space, quote, comma, semicolon, "
		       "backslash, control character or a character that is "
		       "not ASCII; percent-encode it";
	if (!is_path(path_of(cookie)))
		return "its path does not begin with a slash, contains a "
		       "space, comma, semicolon, control character or a "
		       "character that is not ASCII, or is too long; "
		       "percent-encode it";
	if (cookie->domain != NULL && !is_domain(domain_of(cookie)))
		return "its domain is not a host name; write one such as "
		       "example.org, without scheme, port and path, and in "
		       "Punycode";
	if ((unsigned)cookie->same_site > GANTRY_SAME_SITE_NONE)
		return "its same_site is not one of enum gantry_same_site";
	return find_contradiction(cookie);
}

/* Path and domain, which with the name identify a cookie. */
static const char *
format_place(
    struct gantry_response *response, const struct gantry_cookie *cookie)
{
	const bool has_domain = cookie->domain != NULL;

	return gantry_environ_format(response_environ(response),
	    "; Path=%s%s%s", path_of(cookie), has_domain ? "; Domain=" : "",
	    has_domain ? domain_of(cookie) : "");
}

static const char *
format_age(struct gantry_response *response, const struct gantry_cookie *cookie)
{
	if (cookie->max_age == 0)
		return "";
	if (cookie->max_age < 0)
		return "; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT";
	return gantry_environ_format(
	    response_environ(response), "; Max-Age=%" PRId64, cookie->max_age);
}

/* The place comes last, where forget_earlier searches for it. */
static const char *
format_cookie(struct gantry_response *response,
    const struct gantry_cookie *cookie, const char *value, const char *place)
{
	static const char *const same_sites[] = {
		[GANTRY_SAME_SITE_LAX] = "Lax",
		[GANTRY_SAME_SITE_STRICT] = "Strict",
		[GANTRY_SAME_SITE_NONE] = "None",
	};
	const char *age = format_age(response, cookie);

	if (place == NULL || age == NULL)
		return NULL;
	return gantry_environ_format(response_environ(response),
	    "%s=%s%s%s%s; SameSite=%s%s%s", cookie->name, value, age,
	    cookie->is_insecure ? "" : "; Secure",
	    cookie->is_scriptable ? "" : "; HttpOnly",
	    same_sites[cookie->same_site],
	    cookie->is_partitioned ? "; Partitioned" : "", place);
}

/* Does HEADER set COOKIE, whose place is PLACE, with whatever value? */
static bool
is_cookie(const struct response_header *header,
    const struct gantry_cookie *cookie, const char *place)
{
	static const char partitioned[] = "; Partitioned";
	const char *value = header->value, *end;
	size_t length = strlen(value), name_length = strlen(cookie->name),
	       place_length = strlen(place);

	if (strcasecmp(header->name, "Set-Cookie") != 0 ||
	    strncmp(value, cookie->name, name_length) != 0 ||
	    value[name_length] != '=' || length <= place_length ||
	    strcmp(value + length - place_length, place) != 0)
		return false;
	/* A partitioned cookie is another one. */
	end = value + length - place_length;
	return cookie->is_partitioned ==
	    (end - value >= (ptrdiff_t)strlen(partitioned) &&
		strncmp(end - strlen(partitioned), partitioned,
		    strlen(partitioned)) == 0);
}

/* Remove what was set for COOKIE and PLACE earlier: the last one counts. */
static void
forget_earlier(struct gantry_response *response,
    const struct gantry_cookie *cookie, const char *place)
{
	size_t i, kept = 0;

	for (i = 0; i < response->header_count; i++)
		if (!is_cookie(&response->headers[i], cookie, place))
			response->headers[kept++] = response->headers[i];
	response->header_count = kept;
}

/* The value to send; NULL with the response failed. */
static const char *
find_value(struct gantry_response *response, const struct gantry_cookie *cookie)
{
	const struct signed_value to_sign = {
		.name = cookie->name,
		.value = cookie->value,
		.signed_at = gantry_clock_seconds(),
		.max_age = cookie->max_age,
	};
	const char *value = cookie->value;
	struct gantry_error error;

	if (cookie->secret != NULL && cookie->max_age >= 0)
		value = sign_value(response_environ(response), &to_sign,
		    cookie->secret, &error);
	if (value == NULL)
		response_internal_error(
		    response, "the cookie %.64s: %s", cookie->name, error.text);
	else if (strlen(cookie->name) + strlen(value) <= PAIR_SIZE_MAX)
		return value;
	else
		response_internal_error(response,
		    "the cookie %.64s: it is larger than %d bytes",
		    cookie->name, PAIR_SIZE_MAX);
	return NULL;
}

int
gantry_response_cookie(
    struct gantry_response *response, const struct gantry_cookie *cookie)
{
	const char *problem, *value, *place, *text;

	if (response_lacks(response, cookie, __func__, "cookie") ||
	    response_lacks(response, cookie->name, __func__, "cookie->name") ||
	    response_lacks(response, cookie->value, __func__, "cookie->value"))
		return -1;
	if (!header_is_token(cookie->name))
		return response_internal_error(
		    response, "'%.64s' is not a cookie name", cookie->name);
	problem = find_problem(cookie);
	if (problem != NULL)
		return response_internal_error(
		    response, "the cookie %.64s: %s", cookie->name, problem);
	value = find_value(response, cookie);
	if (value == NULL)
		return -1;
	place = format_place(response, cookie);
	text = format_cookie(response, cookie, value, place);
	if (text == NULL)
		return response_internal_error(response, "out of memory");
	forget_earlier(response, cookie, place);
	return response_add(response, "Set-Cookie", text);
}

int
gantry_response_unset_cookie(
    struct gantry_response *response, const struct gantry_cookie *cookie)
{
	struct gantry_cookie deleted;

	if (response_lacks(response, cookie, __func__, "cookie"))
		return -1;
	deleted = *cookie;
	deleted.value = "";
	deleted.max_age = -1;
	deleted.secret = NULL;
	return gantry_response_cookie(response, &deleted);
}

/*
 * Over http, clients reject a Secure cookie; over https, they reject one that
 * is not Secure and would replace one that is.  Cookies with prefixes are
 * always Secure.
 */
int
gantry_response_forget_cookie(struct gantry_response *response,
    const char *name, const char *path, const char *domain)
{
	struct gantry_cookie cookie = {
		.name = name,
		.value = "",
		.path = path,
		.domain = domain,
		.max_age = -1,
	};
	const struct gantry_wsgi *wsgi;

	if (response_lacks(response, name, __func__, "name"))
		return -1;
	wsgi = gantry_environ_wsgi(response_environ(response));
	if (!requires_secure(&cookie))
		cookie.is_insecure = strcmp(wsgi->url_scheme, "https") != 0;
	return gantry_response_cookie(response, &cookie);
}
