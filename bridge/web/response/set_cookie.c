/*
 * Set-Cookie (RFC 6265, with the prefixes, SameSite and Partitioned of its
 * successor).  A cookie that clients would ignore or misread is an error.
 */
#include <inttypes.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "base/text/header.h"
#include "web/response/response.h"
#include "web/types/sign.h"

#define PAIR_SIZE_MAX 4096 /* clients ignore larger ones */

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

/* RFC 6265 section 4.1.1: the value of an attribute. */
static bool
is_attribute(const char *text)
{
	for (; *text != '\0'; text++)
		if ((unsigned char)*text <= ' ' || *text == 0x7f ||
		    *text == ';' || *text == ',')
			return false;
	return true;
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

/* Why clients would ignore it, or NULL. */
static const char *
find_contradiction(const struct gantry_cookie *cookie)
{
	const bool is_host = has_prefix(cookie, "__Host-");

	if (is_host &&
	    (cookie->domain != NULL || strcmp(path_of(cookie), "/") != 0))
		return "the prefix __Host- allows no Domain and only Path=/";
	if (!cookie->is_insecure)
		return NULL;
	if (is_host || has_prefix(cookie, "__Secure-"))
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
	if (path_of(cookie)[0] != '/' || !is_attribute(path_of(cookie)))
		return "its path does not begin with a slash, or contains a "
		       "space, comma, semicolon or control character";
	if (cookie->domain != NULL &&
	    (*cookie->domain == '\0' || !is_attribute(cookie->domain)))
		return "its domain is empty, or contains a space, comma, "
		       "semicolon or control character";
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
	    has_domain ? cookie->domain : "");
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

static bool
is_cookie(
    const struct response_header *header, const char *name, const char *place)
{
	const char *value = header->value;
	size_t length = strlen(value), name_length = strlen(name),
	       place_length = strlen(place);

	return strcasecmp(header->name, "Set-Cookie") == 0 &&
	    strncmp(value, name, name_length) == 0 &&
	    value[name_length] == '=' && length > place_length &&
	    strcmp(value + length - place_length, place) == 0;
}

/* Remove what was set with the same NAME and PLACE: the last one counts. */
static void
forget_earlier(
    struct gantry_response *response, const char *name, const char *place)
{
	size_t i, kept = 0;

	for (i = 0; i < response->header_count; i++)
		if (!is_cookie(&response->headers[i], name, place))
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
		.signed_at = time(NULL),
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
	forget_earlier(response, cookie->name, place);
	return response_add(response, "Set-Cookie", text);
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
	if (strncmp(name, "__", 2) != 0)
		cookie.is_insecure = strcmp(wsgi->url_scheme, "https") != 0;
	return gantry_response_cookie(response, &cookie);
}
