/*
 * Formats of strings and integers (JSON Schema validation, section 7.3, and
 * OpenAPI 3.1.1 section 4.4).
 */
#include <arpa/inet.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "web/schema/schema.h"
#include "web/types/date.h"
#include "web/types/json_decimal.h"
#include "web/types/uuid.h"

#define DIGITS "0123456789"
#define HEX    DIGITS "abcdefABCDEF"
#define ALPHA  "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

/* A string without NULs. */
typedef bool format(const char *text);

/* Skip what SHAPE describes: 0 is a digit, other characters are themselves. */
static const char *
skip_shape(const char *text, const char *shape)
{
	for (; *shape != '\0'; shape++, text++)
		if (*shape == '0' ? !isdigit((unsigned char)*text)
				  : *text != *shape)
			return NULL;
	return text;
}

static bool
exists(const char *date_time)
{
	int64_t seconds;

	return date_parse_rfc3339(date_time, &seconds) == 0;
}

static bool
is_date(const char *text)
{
	const char *end = skip_shape(text, "0000-00-00");

	return end != NULL && *end == '\0' && exists(text);
}

/* "Z", "z" or an offset, up to the end. */
static bool
is_offset(const char *text)
{
	const char *end;

	if ((*text == 'Z' || *text == 'z') && text[1] == '\0')
		return true;
	if (*text != '+' && *text != '-')
		return false;
	end = skip_shape(text + 1, "00:00");
	return end != NULL && *end == '\0' && atoi(text + 1) < 24 &&
	    atoi(text + 4) < 60;
}

/* "12:00:00.5Z"; a second 60 is for others to check. */
static bool
has_time_shape(const char *text)
{
	const char *end = skip_shape(text, "00:00:00");
	size_t digits;

	if (end == NULL)
		return false;
	if (*end == '.') {
		digits = strspn(end + 1, DIGITS);
		if (digits == 0)
			return false;
		end += 1 + digits;
	}
	return is_offset(end);
}

static bool
is_date_time(const char *text)
{
	const char *time = skip_shape(text, "0000-00-00");

	return time != NULL && (*time == 'T' || *time == 't') &&
	    has_time_shape(time + 1) && exists(text);
}

/* A leap second is the last one of a day in UTC, here of any day. */
static bool
is_time(const char *text)
{
	const char *offset;
	int hour, minute, second;

	if (!has_time_shape(text))
		return false;
	hour = atoi(text);
	minute = atoi(text + 3);
	second = atoi(text + 6);
	if (hour > 23 || minute > 59 || second > 60)
		return false;
	if (second < 60)
		return true;
	minute += 60 * hour;
	offset = strpbrk(text, "+-");
	if (offset != NULL)
		minute -= (*offset == '-' ? -1 : 1) *
		    (60 * atoi(offset + 1) + atoi(offset + 4));
	return (minute + 2 * 1440) % 1440 == 1439;
}

/* Skip "1D2H", in which LETTERS are in order; NULL if they are not. */
static const char *
skip_units(const char *text, const char *letters)
{
	const char *unit;
	size_t digits;

	for (; (digits = strspn(text, DIGITS)) > 0; text += digits + 1) {
		unit =
		    text[digits] != '\0' ? strchr(letters, text[digits]) : NULL;
		if (unit == NULL)
			return NULL;
		letters = unit + 1;
	}
	return text;
}

/* RFC 3339 appendix A: units that follow each other, without gaps. */
static bool
has_gap(const char *text, const char *letters)
{
	const char *last = NULL, *unit;

	for (; *text != '\0' && *text != 'T'; text++) {
		unit = strchr(letters, *text);
		if (unit == NULL)
			continue;
		if (last != NULL && unit != last + 1)
			return true;
		last = unit;
	}
	return false;
}

static bool
is_duration(const char *text)
{
	const char *date, *time;
	size_t digits;

	if (*text++ != 'P' || *text == '\0')
		return false;
	digits = strspn(text, DIGITS);
	if (digits > 0 && text[digits] == 'W')
		return text[digits + 1] == '\0';
	date = skip_units(text, "YMD");
	if (date == NULL || has_gap(text, "YMD"))
		return false;
	if (*date == '\0')
		return date > text;
	if (*date != 'T')
		return false;
	time = skip_units(date + 1, "HMS");
	return time != NULL && *time == '\0' && time > date + 1 &&
	    !has_gap(date + 1, "HMS");
}

/* A name of RFC 1123 section 2.1, LENGTH bytes. */
static bool
is_host(const char *text, size_t length)
{
	size_t label;

	if (length == 0 || length > 253)
		return false;
	for (;;) {
		label = strspn(text, ALPHA DIGITS "-");
		if (label > length)
			label = length;
		if (label == 0 || label > 63 || *text == '-' ||
		    text[label - 1] == '-')
			return false;
		/* "ab--" is for encodings; only "xn--" is one (RFC 5890). */
		if (label > 3 && text[2] == '-' && text[3] == '-' &&
		    (label == 4 ||
			(strncmp(text, "xn", 2) != 0 &&
			    strncmp(text, "XN", 2) != 0)))
			return false;
		if (label == length)
			return true;
		if (text[label] != '.')
			return false;
		text += label + 1;
		length -= label + 1;
	}
}

static bool
is_hostname(const char *text)
{
	return is_host(text, strlen(text));
}

static bool
is_ipv4(const char *text)
{
	struct in_addr address;

	return inet_pton(AF_INET, text, &address) == 1;
}

static bool
is_ipv6(const char *text)
{
	struct in6_addr address;

	return inet_pton(AF_INET6, text, &address) == 1;
}

/* "[1.2.3.4]" or "[IPv6:::1]", of LENGTH bytes (RFC 5321 section 4.1.3). */
static bool
is_address(const char *text, size_t length)
{
	static const char tag[] = "IPv6:";
	char address[64];

	if (length < 2 || text[length - 1] != ']' || length > sizeof(address))
		return false;
	memcpy(address, text + 1, length - 2);
	address[length - 2] = '\0';
	return strncmp(address, tag, strlen(tag)) == 0
	    ? is_ipv6(address + strlen(tag))
	    : is_ipv4(address);
}

/* RFC 5321 section 4.1.2: LENGTH bytes before the '@'. */
static bool
is_local_part(const char *text, size_t length)
{
	static const char atoms[] = ALPHA DIGITS "!#$%&'*+-/=?^_`{|}~";
	size_t i;

	if (length == 0 || length > 64)
		return false;
	if (*text == '"') {
		if (length < 2 || text[length - 1] != '"')
			return false;
		for (i = 1; i + 1 < length; i++) {
			if (text[i] == '\\' && i + 2 < length)
				i++;
			else if (text[i] == '"' || text[i] == '\\')
				return false;
			if (text[i] < ' ' || text[i] > '~')
				return false;
		}
		return true;
	}
	for (i = 0; i < length; i++)
		if (text[i] == '.'
			? i == 0 || i + 1 == length || text[i - 1] == '.'
			: strchr(atoms, text[i]) == NULL)
			return false;
	return true;
}

static bool
is_email(const char *text)
{
	const char *at = strrchr(text, '@');

	if (at == NULL || !is_local_part(text, (size_t)(at - text)))
		return false;
	return at[1] == '[' ? is_address(at + 1, strlen(at + 1))
			    : is_host(at + 1, strlen(at + 1));
}

/* Do LENGTH bytes have only CHARACTERS, unreserved ones and valid escapes? */
static bool
has_only(const char *text, size_t length, const char *characters)
{
	static const char unreserved[] = ALPHA DIGITS "-._~";
	size_t i;

	for (i = 0; i < length; i++) {
		if (text[i] == '%') {
			if (length - i < 3 || strspn(text + i + 1, HEX) < 2)
				return false;
			i += 2;
		} else if (strchr(unreserved, text[i]) == NULL &&
		    strchr(characters, text[i]) == NULL) {
			return false;
		}
	}
	return true;
}

#define SUBDELIMS "!$&'()*+,;="

/* What is between brackets: an IPv6 address, or one of a later version. */
static bool
is_literal(const char *text, size_t length)
{
	char address[64];
	size_t digits;

	if (length > 0 && (*text == 'v' || *text == 'V')) {
		digits = 1 + strspn(text + 1, HEX);
		return digits > 1 && length > digits + 1 &&
		    text[digits] == '.' &&
		    has_only(
			text + digits + 1, length - digits - 1, SUBDELIMS ":");
	}
	if (length >= sizeof(address))
		return false;
	memcpy(address, text, length);
	address[length] = '\0';
	return is_ipv6(address);
}

/* "user@host:80", LENGTH bytes (RFC 3986 section 3.2). */
static bool
is_authority(const char *text, size_t length)
{
	const char *end = text + length, *at = memchr(text, '@', length);
	const char *host = at != NULL ? at + 1 : text;
	const char *port = host;

	if (at != NULL && !has_only(text, (size_t)(at - text), SUBDELIMS ":"))
		return false;
	if (host < end && *host == '[') {
		port = memchr(host, ']', (size_t)(end - host));
		if (port == NULL ||
		    !is_literal(host + 1, (size_t)(port - host) - 1))
			return false;
		port++;
	} else {
		while (port < end && *port != ':')
			port++;
		if (!has_only(host, (size_t)(port - host), SUBDELIMS))
			return false;
	}
	if (port == end)
		return true;
	return *port == ':' &&
	    strspn(port + 1, DIGITS) >= (size_t)(end - port) - 1;
}

/* What follows the scheme. */
static bool
is_hierarchy(const char *text)
{
	size_t length;

	if (strncmp(text, "//", 2) == 0) {
		text += 2;
		length = strcspn(text, "/?#");
		if (!is_authority(text, length))
			return false;
		text += length;
	}
	length = strcspn(text, "?#");
	if (!has_only(text, length, SUBDELIMS ":@/"))
		return false;
	text += length;
	length = strcspn(text, "#");
	if (!has_only(text, length, SUBDELIMS ":@/?"))
		return false;
	text += length;
	return *text == '\0' ||
	    has_only(text + 1, strlen(text + 1), SUBDELIMS ":@/?");
}

/* The length of the scheme before the first colon; 0: there is none. */
static size_t
scheme_length(const char *text)
{
	size_t length = strspn(text, ALPHA DIGITS "+-.");

	return isalpha((unsigned char)*text) && text[length] == ':' ? length
								    : 0;
}

static bool
is_uri(const char *text)
{
	size_t length = scheme_length(text);

	return length > 0 && is_hierarchy(text + length + 1);
}

/* RFC 3986 section 4.2: the first segment of a relative path has no colon. */
static bool
is_uri_reference(const char *text)
{
	const size_t segment = strcspn(text, "/?#");

	if (scheme_length(text) > 0)
		return is_uri(text);
	return memchr(text, ':', segment) == NULL && is_hierarchy(text);
}

static bool
is_uuid(const char *text)
{
	return strlen(text) == 36 && uuid_is(text, 36);
}

static bool
is_json_pointer(const char *text)
{
	if (*text != '\0' && *text != '/')
		return false;
	for (; (text = strchr(text, '~')) != NULL; text++)
		if (text[1] != '0' && text[1] != '1')
			return false;
	return true;
}

static bool
is_regex(const char *text)
{
	struct gantry_error error;
	struct pattern *pattern = pattern_new(text, strlen(text), &error);

	pattern_free(pattern);
	return pattern != NULL || error.code != GANTRY_ERROR_INPUT;
}

static const struct {
	const char *name;
	format *is_one;
} formats[] = {
	{ "date-time", is_date_time },
	{ "date", is_date },
	{ "time", is_time },
	{ "duration", is_duration },
	{ "email", is_email },
	{ "hostname", is_hostname },
	{ "ipv4", is_ipv4 },
	{ "ipv6", is_ipv6 },
	{ "uri", is_uri },
	{ "uri-reference", is_uri_reference },
	{ "uuid", is_uuid },
	{ "json-pointer", is_json_pointer },
	{ "regex", is_regex },
};

/* int32 and int64 are about integers; other formats, about strings. */
static int
check_number(const char *name, const struct gantry_json_value *value)
{
	if (strcmp(name, "int32") == 0)
		return value->number >= INT32_MIN && value->number <= INT32_MAX;
	if (strcmp(name, "int64") == 0)
		return value->kind == GANTRY_JSON_INTEGER ||
		    (value->number > -9.3e18 && value->number < 9.2e18);
	return -1;
}

int
format_check(const char *name, const struct gantry_json_value *value)
{
	size_t i;

	if (value->kind != GANTRY_JSON_STRING)
		return check_number(name, value);
	for (i = 0; i < sizeof(formats) / sizeof(formats[0]); i++)
		if (strcmp(name, formats[i].name) == 0)
			return strlen(value->string) == value->length &&
			    formats[i].is_one(value->string);
	return -1;
}
