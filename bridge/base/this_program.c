/*
 * The name and the version of this program, and the file that it reads.
 */
#include <ctype.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/this_program.h"
#include "gantry/contract.h"

static unsigned current_worker;
static const char *current_name = "gantry";
static const char *current_version = PACKAGE_VERSION;
static const char *current_file = SYSCONFDIR "/gantry.conf";

bool
program_name_is_valid(const char *name)
{
	size_t i;

	for (i = 0; name[i] != '\0'; i++)
		if (!isalnum((unsigned char)name[i]) &&
		    (i == 0 || strchr("._-", name[i]) == NULL))
			return false;
	return i > 0 && i <= PROGRAM_NAME_MAX;
}

void
program_set(const char *name, const char *version, const char *config_file)
{
	static char file[PATH_MAX];

	snprintf(file, sizeof(file), SYSCONFDIR "/%s.conf", name);
	current_name = name;
	current_version = version;
	current_file = config_file != NULL ? config_file : file;
}

void
program_set_worker(unsigned number)
{
	current_worker = number;
}

unsigned
gantry_worker_id(void)
{
	return current_worker;
}

const char *
program_name(void)
{
	return current_name;
}

const char *
program_version(void)
{
	return current_version;
}

const char *
program_config_file(void)
{
	return current_file;
}

void
program_print_error(const char *format, ...)
{
	va_list values;

	fprintf(stderr, "%s: ", current_name);
	va_start(values, format);
	vfprintf(stderr, format, values);
	va_end(values);
	fputc('\n', stderr);
}

void
program_put_version(char *text, size_t size)
{
	if (strcmp(current_name, "gantry") == 0)
		snprintf(text, size, "gantry %s", PACKAGE_VERSION);
	else
		snprintf(text, size, "%s%s%s (gantry %s)", current_name,
		    current_version != NULL ? " " : "",
		    current_version != NULL ? current_version : "",
		    PACKAGE_VERSION);
}

/* The value of the place that TEXT begins with, or NULL; its LENGTH. */
static const char *
find_place(const char *text, size_t rest, size_t *length)
{
	static const char program[] = "{program}", config[] = "{config}";

	*length = sizeof(program) - 1;
	if (rest >= *length && memcmp(text, program, *length) == 0)
		return current_name;
	*length = sizeof(config) - 1;
	if (rest >= *length && memcmp(text, config, *length) == 0)
		return current_file;
	return NULL;
}

void
program_expand(char *to, size_t size, const char *text, size_t length)
{
	size_t at, skipped, count, room = size - 1;
	const char *value;

	for (at = 0; at < length && room > 0; at += skipped) {
		value = find_place(text + at, length - at, &skipped);
		count = value != NULL ? strlen(value) : 1;
		if (value == NULL) {
			value = text + at;
			skipped = 1;
		}
		if (count > room)
			count = room;
		memcpy(to, value, count);
		to += count;
		room -= count;
	}
	*to = '\0';
}

char *
program_expand_dup(const char *text, size_t length)
{
	const size_t most = strlen(current_name) + strlen(current_file);
	size_t size = length + 1, i;
	char *copy;

	for (i = 0; i < length; i++)
		if (text[i] == '{')
			size += most;
	copy = malloc(size);
	if (copy != NULL)
		program_expand(copy, size, text, length);
	return copy;
}
