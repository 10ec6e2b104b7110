/*
 * The cookie jar of a test client: what a browser keeps of Set-Cookie, and what
 * it sends (RFC 6265 section 5; of RFC 6265bis, the prefixes and that http sets
 * no cookie that only https may).  There is no list of public suffixes: the
 * client has one application, which has one host.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <gantry/clock.h>

#include "base/null.h"
#include "testing/client_state.h"
#include "testing/result.h"
#include "web/types/date.h"

struct kept_cookie {
	char *name, *value, *domain, *path;
	bool is_host_only;
	bool is_secure;
	int64_t expires; /* seconds since 1970; INT64_MAX: with the client */
	uint64_t number; /* the order in which they were made */
	struct kept_cookie *next;
};

static void
free_cookie(struct kept_cookie *cookie)
{
	if (cookie == NULL)
		return;
	free(cookie->name);
	free(cookie->value);
	free(cookie->domain);
	free(cookie->path);
	free(cookie);
}

void
cookie_jar_clear(struct cookie_jar *jar)
{
	struct kept_cookie *next;

	for (; jar->cookies != NULL; jar->cookies = next) {
		next = jar->cookies->next;
		free_cookie(jar->cookies);
	}
}

/* LENGTH bytes at TEXT without the blanks around them, copied. */
static char *
copy(const char *text, size_t length)
{
	while (length > 0 && (*text == ' ' || *text == '\t')) {
		text++;
		length--;
	}
	while (
	    length > 0 && (text[length - 1] == ' ' || text[length - 1] == '\t'))
		length--;
	return strndup(text, length);
}

/* Does HOST equal DOMAIN, or end in it after a dot (section 5.1.3)? */
static bool
has_domain(const char *host, const char *domain)
{
	const size_t length = strlen(host), suffix = strlen(domain);
	const size_t before = length - suffix;

	if (strcasecmp(host, domain) == 0)
		return true;
	/* An address has no parts. */
	return suffix > 0 && length > suffix &&
	    strcasecmp(host + before, domain) == 0 && host[before - 1] == '.' &&
	    host[strspn(host, "0123456789.")] != '\0' && *host != '[';
}

/* Is REQUESTED PATH, or below it (section 5.1.4)? */
static bool
has_path(const char *requested, const char *path)
{
	const size_t length = strlen(path);

	return strncmp(requested, path, length) == 0 &&
	    (requested[length] == '\0' || requested[length] == '/' ||
		path[length - 1] == '/');
}

/* The path up to its last slash, without that. */
static char *
default_path(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash == NULL || slash == path
	    ? strdup("/")
	    : strndup(path, (size_t)(slash - path));
}

/* Max-Age, which wins over Expires. */
static void
read_max_age(struct kept_cookie *cookie, const char *value, bool *has_max_age)
{
	const char *digits = value + (*value == '-');
	long long seconds;

	if (!isdigit((unsigned char)*digits) ||
	    digits[strspn(digits, "0123456789")] != '\0')
		return;
	seconds = strtoll(value, NULL, 10);
	*has_max_age = true;
	if (seconds <= 0)
		cookie->expires = INT64_MIN;
	else if (seconds < INT64_MAX / 2)
		cookie->expires = gantry_clock_seconds() + seconds;
}

/* One attribute; VALUE is "" if it has none.  Takes VALUE where it is kept. */
static void
read_attribute(struct kept_cookie *cookie, const char *name, char **value,
    bool *has_max_age)
{
	const char *domain = *value + (**value == '.');

	if (strcasecmp(name, "Max-Age") == 0) {
		read_max_age(cookie, *value, has_max_age);
	} else if (strcasecmp(name, "Expires") == 0 && !*has_max_age) {
		date_parse_http(
		    *value, gantry_clock_seconds(), &cookie->expires);
	} else if (strcasecmp(name, "Secure") == 0) {
		cookie->is_secure = true;
	} else if (strcasecmp(name, "Domain") == 0 && *domain != '\0') {
		free(cookie->domain);
		cookie->domain = strdup(domain);
	} else if (strcasecmp(name, "Path") == 0) {
		free(cookie->path);
		cookie->path = NULL;
		if (**value == '/') {
			cookie->path = *value;
			*value = NULL;
		}
	}
}

/* Read the attributes after the first ';' of TEXT, or none. */
static void
read_attributes(struct kept_cookie *cookie, const char *text)
{
	bool has_max_age = false;
	char *name, *value;
	size_t length, equals;

	while (*text == ';') {
		text++;
		length = strcspn(text, ";");
		equals = strcspn(text, "=;");
		name = copy(text, equals);
		value = copy(text + equals + (equals < length),
		    length - equals - (equals < length));
		if (name != NULL && value != NULL)
			read_attribute(cookie, name, &value, &has_max_age);
		free(name);
		free(value);
		text += length;
	}
}

/* May RESULT set COOKIE (section 5.3; RFC 6265bis section 5.7)? */
static bool
is_allowed(const struct kept_cookie *cookie, const struct gantry_result *result)
{
	if (cookie->is_secure && !result->is_https)
		return false;
	if (strncasecmp(cookie->name, "__Secure-", 9) == 0)
		return cookie->is_secure;
	if (strncasecmp(cookie->name, "__Host-", 7) == 0)
		return cookie->is_secure && cookie->is_host_only &&
		    strcmp(cookie->path, "/") == 0;
	return has_domain(result->host, cookie->domain);
}

/* A cookie of TEXT, the value of Set-Cookie; NULL: it is none. */
static struct kept_cookie *
parse(const char *text, const struct gantry_result *result)
{
	struct kept_cookie *cookie = calloc(1, sizeof(*cookie));
	const size_t end = strcspn(text, ";"), equals = strcspn(text, "=;");

	if (cookie == NULL)
		return NULL;
	cookie->expires = INT64_MAX;
	if (text[equals] == '=') {
		cookie->name = copy(text, equals);
		cookie->value = copy(text + equals + 1, end - equals - 1);
		read_attributes(cookie, text + end);
	}
	cookie->is_host_only = cookie->domain == NULL;
	if (cookie->domain == NULL)
		cookie->domain = strdup(result->host);
	if (cookie->path == NULL)
		cookie->path = default_path(result->path);
	if (cookie->name != NULL && *cookie->name != '\0' &&
	    cookie->value != NULL && cookie->domain != NULL &&
	    cookie->path != NULL && is_allowed(cookie, result))
		return cookie;
	free_cookie(cookie);
	return NULL;
}

/* Remove the cookie that OTHER replaces, and let OTHER have its number. */
static void
remove_same(struct cookie_jar *jar, struct kept_cookie *other)
{
	struct kept_cookie **at = &jar->cookies, *cookie;

	for (; (cookie = *at) != NULL; at = &cookie->next) {
		if (strcmp(cookie->name, other->name) != 0 ||
		    strcasecmp(cookie->domain, other->domain) != 0 ||
		    strcmp(cookie->path, other->path) != 0)
			continue;
		other->number = cookie->number;
		*at = cookie->next;
		free_cookie(cookie);
		return;
	}
}

void
cookie_jar_store(struct cookie_jar *jar, struct gantry_result *result)
{
	struct kept_cookie *cookie;
	struct gantry_header header;
	size_t position = 0;

	if (!jar->is_open || result->has_stored || result->header_count == 0)
		return;
	result->has_stored = true;
	while (gantry_result_next_header(result, &position, &header)) {
		if (strcasecmp(header.name, "Set-Cookie") != 0)
			continue;
		cookie = parse(header.value, result);
		if (cookie == NULL)
			continue;
		cookie->number = jar->count++;
		remove_same(jar, cookie);
		if (cookie->expires <= gantry_clock_seconds()) {
			free_cookie(cookie);
			continue;
		}
		cookie->next = jar->cookies;
		jar->cookies = cookie;
	}
}

static bool
is_overridden(
    const struct gantry_url_field *overrides, const struct kept_cookie *cookie)
{
	for (; overrides != NULL && overrides->name != NULL; overrides++)
		if (strcmp(overrides->name, cookie->name) == 0)
			return true;
	return false;
}

/* Is COOKIE for the request of RESULT (section 5.4)? */
static bool
is_sent(const struct kept_cookie *cookie, const struct gantry_result *result)
{
	return cookie->expires > gantry_clock_seconds() &&
	    (!cookie->is_secure || result->is_https) &&
	    has_path(result->path, cookie->path) &&
	    (cookie->is_host_only
		    ? strcasecmp(cookie->domain, result->host) == 0
		    : has_domain(result->host, cookie->domain));
}

/* Longer paths come first, then older cookies (section 5.4). */
static bool
comes_first(const struct kept_cookie *a, const struct kept_cookie *b)
{
	const size_t one = strlen(a->path), other = strlen(b->path);

	return one != other ? one > other : a->number < b->number;
}

const char *
cookie_jar_send(const struct cookie_jar *jar, struct gantry_result *result,
    const struct gantry_url_field *overrides)
{
	const struct kept_cookie *cookie, *next, *last = NULL;
	const char *text = "";

	do {
		next = NULL;
		for (cookie = jar->cookies; cookie != NULL;
		     cookie = cookie->next)
			if (is_sent(cookie, result) &&
			    !is_overridden(overrides, cookie) &&
			    (last == NULL || comes_first(last, cookie)) &&
			    (next == NULL || comes_first(cookie, next)))
				next = cookie;
		last = next;
		if (next != NULL)
			text = gantry_environ_format(&result->environ,
			    "%s%s%s=%s", text, *text != '\0' ? "; " : "",
			    next->name, next->value);
	} while (next != NULL && text != NULL);
	return text;
}

void
gantry_client_keep_cookies(struct gantry_client *client)
{
	if (!null_given(client, __func__, "client"))
		client->jar.is_open = true;
}

void
gantry_client_forget_cookies(struct gantry_client *client)
{
	if (!null_given(client, __func__, "client"))
		cookie_jar_clear(&client->jar);
}

const char *
gantry_client_cookie(const struct gantry_client *client, const char *name)
{
	const struct kept_cookie *cookie, *found = NULL;

	if (null_given(client, __func__, "client") ||
	    null_given(name, __func__, "name"))
		return NULL;
	for (cookie = client->jar.cookies; cookie != NULL;
	     cookie = cookie->next)
		if (strcmp(cookie->name, name) == 0 &&
		    cookie->expires > gantry_clock_seconds() &&
		    (found == NULL || cookie->number > found->number))
			found = cookie;
	return found != NULL ? found->value : NULL;
}
