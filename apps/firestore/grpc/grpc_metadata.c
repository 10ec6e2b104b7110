/*
 * The headers of a call.
 */
#include <string.h>
#include <strings.h>

#include "firestore/grpc/grpc_metadata.h"

#define TIMEOUT_DIGITS 8

/* Headers should stay below the 4 KiB that nginx has for them. */
#define MESSAGE_MAX 1000

/* How many of UNIT, "m", are in a second; 0 if it is not a unit of time. */
static int64_t
get_rate(char unit)
{
	switch (unit) {
	case 'S':
		return 1;
	case 'm':
		return 1000;
	case 'u':
		return 1000000;
	case 'n':
		return 1000000000;
	default:
		return 0;
	}
}

bool
grpc_read_timeout(const char *value, int64_t *milliseconds)
{
	const char *at = value;
	int64_t count = 0, rate;

	for (; *at >= '0' && *at <= '9'; at++) {
		if (at - value == TIMEOUT_DIGITS)
			return false;
		count = count * 10 + (*at - '0');
	}
	if (at == value || at[0] == '\0' || at[1] != '\0')
		return false;
	if (*at == 'H' || *at == 'M') {
		*milliseconds = count * (*at == 'H' ? 3600000 : 60000);
		return true;
	}
	rate = get_rate(*at);
	if (rate == 0)
		return false;
	*milliseconds = (count * 1000 + rate - 1) / rate;
	return true;
}

bool
grpc_list_has(const char *value, const char *name)
{
	size_t length;

	while (value != NULL && *value != '\0') {
		value += strspn(value, ", \t");
		length = strcspn(value, ", \t");
		if (length == strlen(name) &&
		    strncasecmp(value, name, length) == 0)
			return true;
		value += length;
	}
	return false;
}

struct bytes
grpc_bearer(const char *value)
{
	static const char scheme[] = "Bearer ";

	if (value == NULL || strncasecmp(value, scheme, strlen(scheme)) != 0)
		return (struct bytes){ "", 0 };
	value += strlen(scheme);
	value += strspn(value, " ");
	return (struct bytes){ value, strcspn(value, " ") };
}

void
grpc_add_message(struct gantry_buffer *header, struct bytes message)
{
	size_t i;

	if (message.length > MESSAGE_MAX) {
		message.length = MESSAGE_MAX;
		/* Not within a character of UTF-8. */
		while (message.length > 0 &&
		    (message.data[message.length] & 0xc0) == 0x80)
			message.length--;
	}
	for (i = 0; i < message.length; i++) {
		if (message.data[i] >= ' ' && message.data[i] <= '~' &&
		    message.data[i] != '%')
			gantry_buffer_putc(header, message.data[i]);
		else
			gantry_buffer_printf(header, "%%%02X",
			    (unsigned)(unsigned char)message.data[i]);
	}
}
