/*
 * Requests for the targets that read headers.
 */
#include <stdlib.h>
#include <string.h>

#include "gate/environ/environ.h"
#include "request.h"

void
lines_split(struct lines *lines, const uint8_t *data, size_t size)
{
	char *at;
	int i;

	lines->text = malloc(size + 1);
	if (lines->text == NULL)
		abort();
	if (size > 0)
		memcpy(lines->text, data, size);
	lines->text[size] = '\0';
	at = lines->text;
	for (i = 0; i < LINES_MAX; i++) {
		lines->line[i] = at;
		at += strcspn(at, "\n");
		if (*at == '\n')
			*at++ = '\0';
	}
}

void
lines_free(struct lines *lines)
{
	free(lines->text);
}

void
request_open(struct test_body *asked)
{
	test_body_begin(asked, NULL, "", 0);
	request_header(asked, "REQUEST_METHOD", "GET");
}

void
request_header(struct test_body *asked, const char *name, const char *value)
{
	if (environ_set(&asked->gate.environ, name, value, NULL) == -1)
		abort();
}

void
request_close(struct test_body *asked)
{
	response_clear(&asked->response);
	test_body_end(asked);
}
