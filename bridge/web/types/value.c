/*
 * Values of parameters, told strictly.
 */
#include <math.h>
#include <string.h>

#include "web/types/numeral.h"
#include "web/types/value.h"

int
value_integer(const char *text, int64_t *value)
{
	return integer_parse(text, strlen(text), value) ? 0 : -1;
}

int
value_number(const char *text, double *value)
{
	double number;

	if (!number_parse(text, strlen(text), &number) || !isfinite(number))
		return -1;
	*value = number;
	return 0;
}

int
value_boolean(const char *text, bool *value)
{
	static const struct {
		const char *yes, *no;
	} words[] = {
		{ "true", "false" },
		{ "True", "False" },
		{ "t", "f" },
		{ "yes", "no" },
		{ "y", "n" },
		{ "1", "0" },
		{ "on", "off" },
	};
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strcmp(text, words[i].yes) == 0)
			*value = true;
		else if (strcmp(text, words[i].no) == 0)
			*value = false;
		else
			continue;
		return 0;
	}
	return -1;
}

int
value_uuid(const char *text, char uuid[UUID_SIZE])
{
	size_t length = strlen(text);

	if (!uuid_is(text, length))
		return -1;
	uuid_write(text, length, uuid);
	return 0;
}
