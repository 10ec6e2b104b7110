/*
 * The response of an application, parsed.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/null.h"
#include "testing/result.h"

struct gantry_result *
result_new(void)
{
	struct gantry_result *result = calloc(1, sizeof(*result));

	if (result == NULL)
		return NULL;
	environ_init(&result->environ);
	result->status = "";
	result->body = "";
	return result;
}

void
gantry_result_free(struct gantry_result *result)
{
	if (result == NULL)
		return;
	gantry_result_abort(result);
	gantry_buffer_clear(&result->sent);
	gantry_buffer_clear(&result->form);
	environ_clear(&result->environ);
	gantry_buffer_clear(&result->answer);
	gantry_buffer_clear(&result->log);
	free(result);
}

void
result_forget(struct gantry_result *result)
{
	gantry_buffer_reset(&result->answer);
	gantry_buffer_reset(&result->log);
	result->headers = NULL;
	result->header_count = 0;
	result->status = "";
	result->body = "";
	result->body_length = 0;
	result->json = NULL;
}

/* The number of lines before END. */
static size_t
count_lines(const char *at, const char *end)
{
	size_t count = 0;

	while (
	    at < end && (at = memchr(at, '\n', (size_t)(end - at))) != NULL) {
		at++;
		count++;
	}
	return count;
}

/* Parse a line, "Name: value" and CR, in place. */
static void
read_line(struct gantry_result *result, char *line)
{
	char *colon = strchr(line, ':');
	char *value = colon + 1 + strspn(colon + 1, " ");

	*colon = '\0';
	value[strcspn(value, "\r")] = '\0';
	if (strcmp(line, "Status") == 0)
		result->status = value;
	else
		result->headers[result->header_count++] =
		    (struct gantry_header){ line, value };
}

static int
no_answer(struct gantry_result *result)
{
	return gantry_error_set(&result->error, GANTRY_ERROR_INPUT,
	    "the response has no headers: %.100s", result->answer.data);
}

int
result_read(struct gantry_result *result)
{
	struct gantry_buffer *answer = &result->answer;
	char *line, *next, *head, *end;

	if (gantry_buffer_putc(&result->log, '\0') == -1)
		return -1;
	if (answer->length == 0)
		return 0;
	if (gantry_buffer_putc(answer, '\0') == -1)
		return -1;
	answer->length--;
	head = answer->data;
	end = strstr(head, "\r\n\r\n");
	if (end == NULL)
		return no_answer(result);
	end += strlen("\r\n");
	result->body = end + strlen("\r\n");
	result->body_length =
	    answer->length - (size_t)(result->body - answer->data);
	result->headers = gantry_environ_alloc(&result->environ,
	    (count_lines(head, end) + 1) * sizeof(*result->headers));
	if (result->headers == NULL)
		return -1;
	for (line = head; line < end; line = next) {
		next = strchr(line, '\n') + 1;
		next[-1] = '\0';
		if (strchr(line, ':') == NULL)
			return no_answer(result);
		read_line(result, line);
	}
	return 0;
}

const char *
gantry_result_error(const struct gantry_result *result)
{
	if (null_given(result, __func__, "result"))
		return "the result is NULL";
	return result->error.code == GANTRY_ERROR_NONE ? NULL
						       : result->error.text;
}

int
gantry_result_status(const struct gantry_result *result)
{
	if (null_given(result, __func__, "result"))
		return 0;
	return atoi(result->status);
}

const char *
gantry_result_status_line(const struct gantry_result *result)
{
	if (null_given(result, __func__, "result"))
		return "";
	return result->status;
}

const char *
gantry_result_header(const struct gantry_result *result, const char *name)
{
	size_t i;

	if (null_given(result, __func__, "result") ||
	    null_given(name, __func__, "name"))
		return NULL;
	for (i = 0; i < result->header_count; i++)
		if (strcasecmp(result->headers[i].name, name) == 0)
			return result->headers[i].value;
	return NULL;
}

bool
gantry_result_next_header(const struct gantry_result *result, size_t *position,
    struct gantry_header *header)
{
	if (null_given(result, __func__, "result") ||
	    null_given(position, __func__, "position") ||
	    null_given(header, __func__, "header"))
		return false;
	if (*position >= result->header_count)
		return false;
	*header = result->headers[(*position)++];
	return true;
}

/* The last Set-Cookie of NAME, which is the one that counts. */
static const char *
find_cookie(const struct gantry_result *result, const char *name)
{
	size_t length = strlen(name), position = 0;
	const char *found = NULL;
	struct gantry_header header;

	while (gantry_result_next_header(result, &position, &header))
		if (strcasecmp(header.name, "Set-Cookie") == 0 &&
		    strncmp(header.value, name, length) == 0 &&
		    header.value[length] == '=')
			found = header.value + length + 1;
	return found;
}

const char *
gantry_result_cookie(struct gantry_result *result, const char *name)
{
	const char *value;

	if (null_given(result, __func__, "result") ||
	    null_given(name, __func__, "name"))
		return NULL;
	value = find_cookie(result, name);
	if (value == NULL)
		return NULL;
	return gantry_environ_format(
	    &result->environ, "%.*s", (int)strcspn(value, ";"), value);
}

const char *
gantry_result_cookie_attribute(
    struct gantry_result *result, const char *name, const char *attribute)
{
	const char *at;
	size_t length;

	if (null_given(result, __func__, "result") ||
	    null_given(name, __func__, "name") ||
	    null_given(attribute, __func__, "attribute"))
		return NULL;
	at = find_cookie(result, name);
	length = strlen(attribute);
	while (at != NULL && (at = strchr(at, ';')) != NULL) {
		at += 1 + strspn(at + 1, " ");
		if (strncasecmp(at, attribute, length) != 0)
			continue;
		if (at[length] == '\0' || at[length] == ';')
			return "";
		if (at[length] == '=')
			return gantry_environ_format(&result->environ, "%.*s",
			    (int)strcspn(at + length + 1, ";"),
			    at + length + 1);
	}
	return NULL;
}

const char *
gantry_result_log(const struct gantry_result *result)
{
	if (null_given(result, __func__, "result"))
		return "";
	return result->log.data != NULL ? result->log.data : "";
}

const char *
gantry_result_text(const struct gantry_result *result)
{
	if (null_given(result, __func__, "result"))
		return "";
	return result->body;
}

size_t
gantry_result_length(const struct gantry_result *result)
{
	if (null_given(result, __func__, "result"))
		return 0;
	return result->body_length;
}

const struct gantry_json_value *
gantry_result_json(struct gantry_result *result)
{
	if (null_given(result, __func__, "result"))
		return NULL;
	if (result->json == NULL)
		result->json = gantry_json_parse(
		    &result->environ, result->body, result->body_length, NULL);
	return result->json;
}
