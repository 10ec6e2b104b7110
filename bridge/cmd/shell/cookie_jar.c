/*
 * Set-Cookie and Cookie.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "base/text/header.h"
#include "cmd/shell/cookie_jar.h"
#include "cmd/shell/show/screen.h"
#include "web/types/date.h"

static void
free_cookie(struct cookie *cookie)
{
	if (cookie == NULL)
		return;
	free(cookie->name);
	free(cookie->value);
	free(cookie->path);
	free(cookie);
}

static void
remove_at(struct cookie **at)
{
	struct cookie *cookie = *at;

	*at = cookie->next;
	free_cookie(cookie);
}

static void
remove_expired(struct cookie_jar *jar, int64_t now)
{
	struct cookie **at = &jar->first;

	while (*at != NULL)
		if ((*at)->expires <= now)
			remove_at(at);
		else
			at = &(*at)->next;
}

unsigned
cookie_jar_remove(struct cookie_jar *jar, const char *name)
{
	struct cookie **at = &jar->first;
	unsigned count = 0;

	while (*at != NULL)
		if (name == NULL || strcmp((*at)->name, name) == 0) {
			remove_at(at);
			count++;
		} else {
			at = &(*at)->next;
		}
	return count;
}

/* The default path of a cookie (RFC 6265 section 5.1.4). */
static char *
default_path(const char *target)
{
	const size_t length = strcspn(target, "?#");
	const char *slash = memrchr(target, '/', length);

	if (slash == NULL || slash == target)
		return strdup("/");
	return strndup(target, (size_t)(slash - target));
}

/* Is the cookie's PATH one of TARGET's (RFC 6265 section 5.1.4)? */
static bool
matches(const char *path, const char *target)
{
	const size_t length = strlen(path);

	if (strncmp(path, target, length) != 0)
		return false;
	return path[length - 1] == '/' || strchr("/?#", target[length]) != NULL;
}

/* The next part of Set-Cookie up to a semicolon, trimmed. */
static const char *
next_part(const char **at, const char *end, size_t *length)
{
	const char *begin = *at, *semicolon;

	if (begin >= end)
		return NULL;
	semicolon = memchr(begin, ';', (size_t)(end - begin));
	if (semicolon == NULL)
		semicolon = end;
	*at = semicolon + 1;
	*length = (size_t)(semicolon - begin);
	header_trim(&begin, length);
	return begin;
}

static bool
is_named(const char *part, size_t length, const char *name)
{
	return length > strlen(name) && part[strlen(name)] == '=' &&
	    strncasecmp(part, name, strlen(name)) == 0;
}

/* One attribute; Max-Age is stronger than Expires. */
static void
read_attribute(struct cookie *cookie, const char *part, size_t length,
    int64_t now, bool *has_age)
{
	char *text = strndup(part, length), *value;
	int64_t time;

	if (text == NULL)
		return;
	value = strchr(text, '=');
	value = value != NULL ? value + 1 : text + strlen(text);
	if (is_named(part, length, "path") && *value == '/') {
		free(cookie->path);
		cookie->path = strdup(value);
	} else if (is_named(part, length, "max-age")) {
		*has_age = true;
		time = strtoll(value, NULL, 10);
		cookie->expires = time <= 0  ? 0
		    : time < INT64_MAX - now ? now + time
					     : INT64_MAX;
	} else if (is_named(part, length, "expires") && !*has_age &&
	    date_parse_http(value, now, &time) == 0) {
		cookie->expires = time;
	}
	free(text);
}

/* Put COOKIE into its place, instead of the one with its name and path. */
static void
insert(struct cookie_jar *jar, struct cookie *cookie)
{
	struct cookie **at;

	for (at = &jar->first; *at != NULL; at = &(*at)->next)
		if (strcmp((*at)->name, cookie->name) == 0 &&
		    strcmp((*at)->path, cookie->path) == 0) {
			cookie->next = (*at)->next;
			free_cookie(*at);
			*at = cookie;
			return;
		}
	for (at = &jar->first;
	     *at != NULL && strlen((*at)->path) >= strlen(cookie->path);
	     at = &(*at)->next)
		;
	cookie->next = *at;
	*at = cookie;
}

void
cookie_jar_set(struct cookie_jar *jar, const char *set_cookie, size_t length,
    const char *target, int64_t now)
{
	const char *at = set_cookie, *end = set_cookie + length;
	const char *part = next_part(&at, end, &length), *equals;
	struct cookie *cookie = calloc(1, sizeof(*cookie));
	bool has_age = false;

	equals = part != NULL ? memchr(part, '=', length) : NULL;
	if (cookie == NULL || equals == NULL || equals == part) {
		free_cookie(cookie);
		return;
	}
	cookie->name = strndup(part, (size_t)(equals - part));
	cookie->value =
	    strndup(equals + 1, length - (size_t)(equals + 1 - part));
	cookie->path = default_path(target);
	cookie->expires = INT64_MAX;
	while ((part = next_part(&at, end, &length)) != NULL)
		read_attribute(cookie, part, length, now, &has_age);
	if (cookie->name != NULL && cookie->value != NULL &&
	    cookie->path != NULL) {
		insert(jar, cookie);
		remove_expired(jar, now);
	} else {
		free_cookie(cookie);
	}
}

void
cookie_jar_put_header(struct cookie_jar *jar, const char *target, int64_t now,
    struct gantry_buffer *value)
{
	const struct cookie *cookie;
	const size_t begin = value->length;

	remove_expired(jar, now);
	for (cookie = jar->first; cookie != NULL; cookie = cookie->next) {
		if (!matches(cookie->path, target))
			continue;
		if (value->length > begin)
			gantry_buffer_puts(value, "; ");
		gantry_buffer_printf(
		    value, "%s=%s", cookie->name, cookie->value);
	}
}

void
cookie_jar_put_lines(
    struct cookie_jar *jar, int64_t now, struct gantry_buffer *text)
{
	const struct cookie *cookie;

	remove_expired(jar, now);
	for (cookie = jar->first; cookie != NULL; cookie = cookie->next) {
		screen_put_line(text, cookie->name, strlen(cookie->name));
		gantry_buffer_putc(text, '=');
		screen_put_line(text, cookie->value, strlen(cookie->value));
		gantry_buffer_puts(text, "  for ");
		screen_put_line(text, cookie->path, strlen(cookie->path));
		if (cookie->expires != INT64_MAX)
			gantry_buffer_printf(text, ", %lld more seconds",
			    (long long)(cookie->expires - now));
		gantry_buffer_putc(text, '\n');
	}
}
