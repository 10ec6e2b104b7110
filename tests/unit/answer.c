/*
 * CGI answers taken apart, strictly: each line ends with CR and LF.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "answer.h"

#define VALUE_SIZE  512
#define VALUE_COUNT 4

void
answer_clear(struct answer *answer)
{
	gantry_buffer_clear(&answer->bytes);
	*answer = (struct answer){ 0 };
}

void
answer_read(struct answer *answer)
{
	struct gantry_buffer *bytes = &answer->bytes;
	const char *end;

	ck_assert_int_eq(gantry_buffer_putc(bytes, '\0'), 0);
	bytes->length--;
	end = memmem(bytes->data, bytes->length, "\r\n\r\n", 4);
	ck_assert_ptr_nonnull(end);
	answer->head = bytes->data;
	answer->body = end + 4;
	answer->body_length =
	    bytes->length - (size_t)(answer->body - bytes->data);
	ck_assert_msg(strncmp(answer->head, "Status: ", 8) == 0,
	    "no status in: %s", answer->head);
	answer->status = atoi(answer->head + 8);
	snprintf(answer->reason, sizeof(answer->reason), "%.*s",
	    (int)strcspn(answer->head + 12, "\r"), answer->head + 12);
}

const char *
answer_header(const struct answer *answer, const char *name)
{
	static char values[VALUE_COUNT][VALUE_SIZE];
	static unsigned next;
	const char *line = answer->head, *end = answer->body - 2;
	size_t length = strlen(name);
	char *value = NULL;

	for (; line < end; line = strstr(line, "\r\n") + 2) {
		if (strncasecmp(line, name, length) != 0 ||
		    strncmp(line + length, ": ", 2) != 0)
			continue;
		ck_assert_msg(value == NULL, "%s is given twice", name);
		value = values[next++ % VALUE_COUNT];
		snprintf(value, VALUE_SIZE, "%.*s",
		    (int)strcspn(line + length + 2, "\r"), line + length + 2);
	}
	return value;
}
