/*
 * The answer to GET_VALUES.  It is made from the names that are known, and not
 * from those that are asked for, so no query can make it long.
 */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "wire/params.h"
#include "wire/record.h"
#include "wire/values.h"

enum {
	NAMES = 3
};

static const char *const names[NAMES] = {
	"FCGI_MAX_CONNS",
	"FCGI_MAX_REQS",
	"FCGI_MPXS_CONNS",
};

static void
find_asked(bool asked[NAMES], const uint8_t *query, size_t size)
{
	struct param param;
	size_t used, i;

	for (; size > 0; query += used, size -= used) {
		used = param_decode(&param, query, size);
		if (used == 0)
			return;
		for (i = 0; i < NAMES; i++)
			if (param.name_length == strlen(names[i]) &&
			    memcmp(param.name, names[i], param.name_length) ==
				0)
				asked[i] = true;
	}
}

/* Both lengths are below 128.  Returns the pair's size. */
static size_t
put_pair(uint8_t *at, const char *name, unsigned value)
{
	char digits[16];
	size_t name_length = strlen(name);
	size_t length = (size_t)snprintf(digits, sizeof(digits), "%u", value);

	at[0] = (uint8_t)name_length;
	at[1] = (uint8_t)length;
	memcpy(at + 2, name, name_length);
	memcpy(at + 2 + name_length, digits, length);
	return 2 + name_length + length;
}

size_t
values_answer(
    const struct values *values, const void *query, size_t size, void *data)
{
	const unsigned answers[NAMES] = { values->max_connections,
		values->max_requests, values->multiplexes };
	struct record_header header = {
		.version = RECORD_VERSION,
		.type = RECORD_GET_VALUES_RESULT,
	};
	bool asked[NAMES] = { false };
	uint8_t *content = (uint8_t *)data + RECORD_HEADER_SIZE, *at = content;
	size_t i;

	find_asked(asked, query, size);
	for (i = 0; i < NAMES; i++)
		if (asked[i])
			at += put_pair(at, names[i], answers[i]);
	header.content_length = (uint16_t)(at - content);
	record_header_encode(&header, data);
	return RECORD_HEADER_SIZE + header.content_length;
}
