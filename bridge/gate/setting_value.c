/*
 * The types of settings: how values are read, and how messages list the allowed
 * ones.
 */
#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gate/setting_value.h"

#define MASK		   "********"
#define SECOND		   1000
#define ALLOWED_TEXT_BYTES 192

struct unit {
	const char *name;
	int64_t factor;
};

/* From small to large, ended by a NULL name. */
static const struct unit sizes[] = {
	{ "", 1 },
	{ "K", INT64_C(1) << 10 },
	{ "M", INT64_C(1) << 20 },
	{ "G", INT64_C(1) << 30 },
	{ NULL, 0 },
};

static const struct unit durations[] = {
	{ "ms", 1 },
	{ "s", SECOND },
	{ "m", 60 * SECOND },
	{ "h", 3600 * SECOND },
	{ "d", 24 * 3600 * SECOND },
	{ NULL, 0 },
};

/* Read digits at TEXT and set *END to their end; strtoll would skip blanks. */
static bool
read_digits(const char *text, int64_t *value, char **end)
{
	if (!isdigit((unsigned char)*text))
		return false;
	errno = 0;
	*value = strtoll(text, end, 10);
	return errno == 0;
}

bool
value_read_integer(const char *text, int64_t *value)
{
	char *end;

	if (!isdigit((unsigned char)text[*text == '-']))
		return false;
	errno = 0;
	*value = strtoll(text, &end, 10);
	return errno == 0 && *end == '\0';
}

static bool
multiply(int64_t *value, int64_t factor)
{
	return !__builtin_mul_overflow(*value, factor, value);
}

bool
value_read_size(const char *text, int64_t *bytes)
{
	const struct unit *unit;
	char *end;

	if (!read_digits(text, bytes, &end))
		return false;
	for (unit = sizes; unit->name != NULL; unit++)
		if (strcasecmp(end, unit->name) == 0)
			return multiply(bytes, unit->factor);
	return false;
}

bool
value_read_duration(const char *text, int64_t unit, int64_t *milliseconds)
{
	const struct unit *one;
	char *end;

	if (!read_digits(text, milliseconds, &end))
		return false;
	if (*end == '\0')
		return multiply(milliseconds, unit);
	for (one = durations; one->name != NULL; one++)
		if (strcmp(end, one->name) == 0)
			return multiply(milliseconds, one->factor);
	return false;
}

bool
value_read_boolean(const char *text, bool *value)
{
	static const char *const yes[] = { "1", "yes", "true", "on" };
	static const char *const no[] = { "0", "no", "false", "off" };
	size_t i;

	for (i = 0; i < sizeof(yes) / sizeof(yes[0]); i++) {
		*value = strcmp(text, yes[i]) == 0;
		if (*value || strcmp(text, no[i]) == 0)
			return true;
	}
	return false;
}

/* Write VALUE with the largest of UNITS that divides it. */
static void
write_with_unit(char text[VALUE_SIZE], int64_t value, const struct unit *units)
{
	const struct unit *best = units, *unit;

	for (unit = units; unit->name != NULL; unit++)
		if (value != 0 && value % unit->factor == 0)
			best = unit;
	snprintf(text, VALUE_SIZE, "%" PRId64 "%s", value / best->factor,
	    value != 0 ? best->name : "");
}

void
value_write_size(char text[VALUE_SIZE], int64_t bytes)
{
	write_with_unit(text, bytes, sizes);
}

static int64_t
duration_unit(const struct gantry_setting *setting)
{
	return setting->unit > 0 ? setting->unit : SECOND;
}

bool
setting_read(
    const struct gantry_setting *setting, const char *text, int64_t *value)
{
	bool flag, is_read;

	switch (setting->type) {
	case GANTRY_SETTING_DURATION:
		return value_read_duration(text, duration_unit(setting), value);
	case GANTRY_SETTING_SIZE:
		return value_read_size(text, value);
	case GANTRY_SETTING_BOOLEAN:
		is_read = value_read_boolean(text, &flag);
		*value = is_read && flag;
		return is_read;
	default:
		return value_read_integer(text, value);
	}
}

/* The maximum; 0 means no limit unless the minimum is negative. */
static int64_t
most(const struct gantry_setting *setting)
{
	return setting->most == 0 && setting->least >= 0 ? INT64_MAX
							 : setting->most;
}

/* Is VALUE the CHOICE, or within it if it is "FROM..TO"? */
static bool
is_choice(const char *choice, const char *value)
{
	char *dots, *end;
	int64_t from = strtoll(choice, &dots, 10), number;

	if (dots == choice || strncmp(dots, "..", 2) != 0)
		return strcmp(choice, value) == 0;
	return read_digits(value, &number, &end) && *end == '\0' &&
	    number >= from && number <= strtoll(dots + 2, NULL, 10);
}

static bool
is_among(const char *const *choices, const char *value)
{
	if (choices == NULL)
		return true;
	for (; *choices != NULL; choices++)
		if (is_choice(*choices, value))
			return true;
	return false;
}

static bool
is_allowed(const struct gantry_setting *setting, const char *value)
{
	int64_t number;

	switch (setting->type) {
	case GANTRY_SETTING_TEXT:
	case GANTRY_SETTING_CHOICE:
		return is_among(setting->choices, value);
	case GANTRY_SETTING_PATH:
		return *value != '\0' || setting->fallback == NULL;
	case GANTRY_SETTING_LIST:
		return *value != '\0' && strchr(value, '\n') == NULL;
	case GANTRY_SETTING_BOOLEAN:
		return setting_read(setting, value, &number);
	default:
		return setting_read(setting, value, &number) &&
		    number >= setting->least && number <= most(setting);
	}
}

void
value_write_choices(char *text, size_t size, const char *const *choices)
{
	size_t length = 0, i;

	for (i = 0; choices[i] != NULL && length < size; i++)
		length += (size_t)snprintf(text + length, size - length, "%s%s",
		    i == 0			 ? ""
			: choices[i + 1] == NULL ? " or "
						 : ", ",
		    choices[i]);
}

/* Write "a size from 1K to 1G", with UNITS; numbers have none. */
static void
write_range(char *text, size_t size, const char *what,
    const struct gantry_setting *setting, const struct unit *units)
{
	static const struct unit none[] = { { "", 1 }, { NULL, 0 } };
	char least[VALUE_SIZE], greatest[VALUE_SIZE];

	write_with_unit(least, setting->least, units != NULL ? units : none);
	write_with_unit(greatest, most(setting), units != NULL ? units : none);
	if (most(setting) == INT64_MAX)
		snprintf(text, size, "%s, %s or more", what, least);
	else
		snprintf(text, size, "%s from %s to %s", what, least, greatest);
}

/* The unit of a number of SETTING that has none. */
static void
write_duration(char *text, size_t size, const struct gantry_setting *setting)
{
	const int64_t unit = duration_unit(setting);
	char bare[VALUE_SIZE];
	size_t length;

	write_range(text, size, "a duration", setting, durations);
	length = strlen(text);
	write_with_unit(bare, unit, durations);
	snprintf(text + length, size - length,
	    ", such as 500ms, 5s or 2m; a number without a unit counts %s",
	    unit == 1		 ? "milliseconds"
		: unit == SECOND ? "seconds"
				 : bare);
}

static void
write_allowed(char *text, size_t size, const struct gantry_setting *setting)
{
	switch (setting->type) {
	case GANTRY_SETTING_INTEGER:
		write_range(text, size, "a whole number", setting, NULL);
		break;
	case GANTRY_SETTING_DURATION:
		write_duration(text, size, setting);
		break;
	case GANTRY_SETTING_SIZE:
		write_range(text, size, "a size", setting, sizes);
		strncat(text, ", such as 4096, 64K, 10M or 1G",
		    size - strlen(text) - 1);
		break;
	case GANTRY_SETTING_PATH:
		snprintf(text, size, "a path");
		break;
	case GANTRY_SETTING_LIST:
		snprintf(text, size, "a text of one line");
		break;
	case GANTRY_SETTING_BOOLEAN:
		snprintf(text, size, "yes or no");
		break;
	default:
		value_write_choices(text, size, setting->choices);
		break;
	}
}

int
setting_check(const struct gantry_setting *setting, const char *name,
    const char *value, struct gantry_error *error)
{
	char allowed[ALLOWED_TEXT_BYTES];

	if (is_allowed(setting, value))
		return 0;
	write_allowed(allowed, sizeof(allowed), setting);
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "'%s' is not a value of %s; give %s",
	    setting->secret ? MASK : value, name, allowed);
}
