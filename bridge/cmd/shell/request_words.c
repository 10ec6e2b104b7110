/*
 * From a line to a request.  Query, form and JSON grow side by side; at the end
 * at most one body may be there.
 */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text/header.h"
#include "base/text/percent.h"
#include "cmd/shell/line/line_words.h"
#include "cmd/shell/request_words.h"
#include "cmd/shell/show/json_lines.h"
#include "gantry/json.h"

#define FILE_SIZE_MAX (256 * 1024 * 1024)

const char *const request_words_methods[] = {
	"GET",
	"HEAD",
	"POST",
	"PUT",
	"PATCH",
	"DELETE",
	"OPTIONS",
	NULL,
};

/* What is read so far. */
struct reading {
	struct request_words *words;
	struct gantry_buffer target, form, json;
	struct gantry_buffer word; /* the current one */
	const char *at; /* behind it */
	bool sends_fields; /* the method has a body */
	bool is_object; /* a member of a JSON object was given */
	const char *type; /* of the body that was given; NULL: none */
	struct gantry_error *error;
};

static int
wrong(struct reading *self, const char *text)
{
	return gantry_error_set(self->error, GANTRY_ERROR_INPUT, "'%.*s' %s",
	    (int)self->word.length, self->word.data, text);
}

static const char *
known_method(const char *word)
{
	const char *const *method = request_words_methods;

	while (*method != NULL && strcasecmp(*method, word) != 0)
		method++;
	return *method;
}

static bool
is_url(const char *word)
{
	return strncasecmp(word, "http://", 7) == 0 ||
	    strncasecmp(word, "https://", 8) == 0;
}

bool
request_words_begin(const char *word)
{
	return *word == '/' || is_url(word) || known_method(word) != NULL;
}

bool
request_words_has_header(const struct request_words *words, const char *name)
{
	const size_t length = strlen(name);
	size_t i;

	for (i = 0; i < words->header_count; i++)
		if (strncasecmp(words->headers[i], name, length) == 0 &&
		    words->headers[i][length] == ':')
			return true;
	return false;
}

int
request_words_add_header(struct request_words *words, const char *name,
    const char *value, struct gantry_error *error)
{
	const size_t size = strlen(name) + strlen(value) + 3;
	char **grown = reallocarray(
	    words->headers, words->header_count + 2, sizeof(*grown));
	char *header = malloc(size);

	if (grown != NULL)
		words->headers = grown;
	if (grown == NULL || header == NULL) {
		free(header);
		return gantry_error_memory(error);
	}
	snprintf(header, size, "%s: %s", name, value);
	grown[words->header_count++] = header;
	grown[words->header_count] = NULL;
	return 0;
}

void
request_words_clear(struct request_words *words)
{
	size_t i;

	for (i = 0; i < words->header_count; i++)
		free(words->headers[i]);
	free(words->headers);
	free(words->method);
	free(words->target);
	gantry_buffer_clear(&words->body);
	*words = (struct request_words){ 0 };
}

/* Append "name=value" to PAIRS, encoded. */
static void
put_pair(struct gantry_buffer *pairs, const char *name, const char *value)
{
	if (pairs->length > 0)
		gantry_buffer_putc(pairs, '&');
	percent_encode(pairs, name, "");
	gantry_buffer_putc(pairs, '=');
	percent_encode(pairs, value, "");
}

/* Append a parameter to the target. */
static void
put_query(struct reading *self, const char *name, const char *value)
{
	struct gantry_buffer pair = { 0 };
	const bool has_query = self->target.length > 0 &&
	    memchr(self->target.data, '?', self->target.length) != NULL;

	put_pair(&pair, name, value);
	gantry_buffer_putc(&self->target, has_query ? '&' : '?');
	gantry_buffer_add(&self->target, pair.data, pair.length);
	gantry_buffer_clear(&pair);
}

/* Append a member to the JSON object; RAW is JSON, or TEXT becomes a string. */
static void
put_member(
    struct reading *self, const char *name, const char *raw, const char *text)
{
	struct gantry_buffer *json = &self->json;

	gantry_buffer_putc(json, json->length > 0 ? ',' : '{');
	gantry_json_text(json, name);
	gantry_buffer_putc(json, ':');
	if (raw != NULL)
		gantry_buffer_puts(json, raw);
	else
		gantry_json_text(json, text);
}

/* "name=value", "name==value" or "name:=JSON"; EQUALS is the first sign. */
static int
read_field(struct reading *self, char *equals)
{
	char *name = self->word.data, *value = equals + 1;
	const bool is_json = equals > name && equals[-1] == ':';
	struct gantry_error error;

	if (equals - is_json == name)
		return wrong(self, "has no name before the sign '='");
	equals[is_json ? -1 : 0] = '\0';
	if (is_json) {
		if (json_lines_check(value, strlen(value), &error) == -1)
			return gantry_error_set(self->error, GANTRY_ERROR_INPUT,
			    "the value of '%s' is not JSON: %s; put it in "
			    "quotes: '%s:=VALUE'",
			    name, error.text, name);
		self->is_object = true;
		put_member(self, name, value, NULL);
	} else if (*value == '=') {
		put_query(self, name, value + 1);
	} else if (self->sends_fields) {
		put_pair(&self->form, name, value);
		put_member(self, name, NULL, value);
	} else {
		put_query(self, name, value);
	}
	return 0;
}

/* "Name:value" or "Name:", whose value is the next word; it has COLON. */
static int
read_header(struct reading *self, char *colon)
{
	struct gantry_buffer next = { 0 };
	const char *value = colon + 1;
	int result = 0;

	*colon = '\0';
	if (!header_is_token(self->word.data))
		return gantry_error_set(self->error, GANTRY_ERROR_INPUT,
		    "'%s' is not the name of a header", self->word.data);
	value += strspn(value, " \t");
	if (*value == '\0') {
		result = line_words_next(&self->at, &next, self->error);
		if (result == 0)
			result = gantry_error_set(self->error,
			    GANTRY_ERROR_INPUT,
			    "the header '%s' has no value; give '%s: VALUE'",
			    self->word.data, self->word.data);
		value = next.data;
	}
	if (result != -1 && !header_value_is_valid(value))
		result = gantry_error_set(self->error, GANTRY_ERROR_INPUT,
		    "the value of '%s' has a control character",
		    self->word.data);
	if (result != -1)
		result = request_words_add_header(
		    self->words, self->word.data, value, self->error);
	gantry_buffer_clear(&next);
	return result;
}

/* Begin a body of TYPE. */
static int
begin_body(struct reading *self, const char *type)
{
	if (self->words->has_body)
		return wrong(self, "is a second body; give one");
	self->words->has_body = true;
	self->type = type;
	return 0;
}

/* ":json TEXT" or ":text TEXT": the rest of the line. */
static int
read_rest(struct reading *self)
{
	const bool is_json = strcmp(self->word.data, ":json") == 0;
	struct gantry_buffer *body = &self->words->body;
	const char *rest = line_words_skip(self->at);
	size_t length = strlen(rest);
	struct gantry_error error;

	if (!is_json && strcmp(self->word.data, ":text") != 0)
		return wrong(self, "is not a body; give :json or :text");
	if (begin_body(self,
		is_json ? "application/json" : "text/plain; charset=utf-8") ==
	    -1)
		return -1;
	while (length > 0 && strchr(" \t\r\n", rest[length - 1]) != NULL)
		length--;
	self->at += strlen(self->at);
	/* In quotes, as in a shell of the system. */
	if (length > 1 && *rest == '\'' && rest[length - 1] == '\'') {
		rest++;
		length -= 2;
	}
	if (is_json && json_lines_check(rest, length, &error) == -1)
		return gantry_error_set(self->error, GANTRY_ERROR_INPUT,
		    "what follows :json is not JSON: %s", error.text);
	return gantry_buffer_add(body, rest, length) == -1
	    ? gantry_error_memory(self->error)
	    : 0;
}

static const char *
type_of_file(const char *path)
{
	static const char *const types[][2] = {
		{ ".json", "application/json" },
		{ ".txt", "text/plain; charset=utf-8" },
		{ ".html", "text/html; charset=utf-8" },
		{ ".xml", "application/xml" },
		{ ".csv", "text/csv" },
		{ ".png", "image/png" },
		{ ".jpg", "image/jpeg" },
		{ ".svg", "image/svg+xml" },
		{ ".pdf", "application/pdf" },
	};
	const char *dot = strrchr(path, '.');
	size_t i;

	for (i = 0; dot != NULL && i < sizeof(types) / sizeof(*types); i++)
		if (strcasecmp(dot, types[i][0]) == 0)
			return types[i][1];
	return "application/octet-stream";
}

/* "@FILE" */
static int
read_file(struct reading *self)
{
	struct gantry_buffer *body = &self->words->body;
	const char *path = self->word.data + 1;
	char part[65536];
	size_t count;
	FILE *file;
	int result = 0;

	if (begin_body(self, type_of_file(path)) == -1)
		return -1;
	file = fopen(path, "rb");
	if (file == NULL)
		return gantry_error_system(
		    self->error, "cannot read '%s'", path);
	while (result == 0 && (count = fread(part, 1, sizeof(part), file)) > 0)
		if (gantry_buffer_add(body, part, count) == -1)
			result = gantry_error_memory(self->error);
		else if (body->length > FILE_SIZE_MAX)
			result = wrong(self, "exceeds 256 MiB");
	if (result == 0 && ferror(file))
		result =
		    gantry_error_system(self->error, "cannot read '%s'", path);
	fclose(file);
	return result;
}

/* Read the word after the target. */
static int
read_word(struct reading *self)
{
	char *word = self->word.data;
	char *equals = strchr(word, '='), *colon = strchr(word, ':');

	if (*word == ':')
		return read_rest(self);
	if (*word == '@')
		return read_file(self);
	if (equals != NULL &&
	    (colon == NULL || equals < colon || equals == colon + 1))
		return read_field(self, equals);
	if (colon != NULL)
		return read_header(self, colon);
	return wrong(self,
	    "is neither name=value, a header 'Name: value', :json TEXT nor "
	    "@FILE; put a value with blanks in quotes");
}

/* The part of a URL after its host, and the host as a header. */
static int
read_url(struct reading *self)
{
	const char *host = strstr(self->word.data, "//") + 2;
	const size_t length = strcspn(host, "/?#");
	char *copy = strndup(host, length);
	int result = -1;

	if (copy == NULL)
		return gantry_error_memory(self->error);
	if (length == 0)
		wrong(self, "has no host");
	else
		result = request_words_add_header(
		    self->words, "Host", copy, self->error);
	free(copy);
	if (host[length] != '/')
		gantry_buffer_putc(&self->target, '/');
	percent_encode_url(&self->target, host + length);
	return result;
}

/* The method, if there is one, and the target. */
static int
read_begin(struct reading *self)
{
	int result = line_words_next(&self->at, &self->word, self->error);
	const char *method;

	if (result == 1 && *self->word.data != '/' &&
	    !is_url(self->word.data)) {
		method = known_method(self->word.data);
		if (method == NULL)
			method = self->word.data;
		if (!header_is_token(method))
			return wrong(self, "is not a method");
		self->words->method = strdup(method);
		if (self->words->method == NULL)
			return gantry_error_memory(self->error);
		result = line_words_next(&self->at, &self->word, self->error);
	}
	if (result == 0)
		return gantry_error_set(self->error, GANTRY_ERROR_INPUT,
		    "the path is missing; for example: %s /",
		    self->words->method != NULL ? self->words->method : "GET");
	if (result == -1)
		return -1;
	if (is_url(self->word.data))
		return read_url(self);
	if (*self->word.data != '/')
		return wrong(self, "is not a path; begin it with a slash");
	percent_encode_url(&self->target, self->word.data);
	return 0;
}

static bool
has_fields(const char *method)
{
	return method != NULL &&
	    (strcmp(method, "POST") == 0 || strcmp(method, "PUT") == 0 ||
		strcmp(method, "PATCH") == 0);
}

/* The body of fields, unless another one was given. */
static int
finish_body(struct reading *self)
{
	struct request_words *words = self->words;
	const char *type = self->type;
	struct gantry_buffer *made = NULL;

	if (self->is_object) {
		gantry_buffer_putc(&self->json, '}');
		made = &self->json;
		type = "application/json";
	} else if (self->form.length > 0) {
		made = &self->form;
		type = "application/x-www-form-urlencoded";
	}
	if (made != NULL && words->has_body)
		return gantry_error_set(self->error, GANTRY_ERROR_INPUT,
		    "fields and another body were given; give one of them, or "
		    "write name==value for the query");
	if (made != NULL) {
		words->has_body = true;
		if (gantry_buffer_add(&words->body, made->data, made->length) ==
		    -1)
			return gantry_error_memory(self->error);
	}
	if (!words->has_body || request_words_has_header(words, "Content-Type"))
		return 0;
	return request_words_add_header(
	    words, "Content-Type", type, self->error);
}

static int
finish(struct reading *self)
{
	struct request_words *words = self->words;
	const char *hash;

	if (finish_body(self) == -1)
		return -1;
	if (words->method == NULL)
		words->method = strdup(words->has_body ? "POST" : "GET");
	gantry_buffer_putc(&self->target, '\0');
	if (!gantry_buffer_failed(&self->target)) {
		/* A browser does not send the fragment either. */
		hash = strchr(self->target.data, '#');
		words->target = strndup(self->target.data,
		    hash != NULL ? (size_t)(hash - self->target.data)
				 : self->target.length);
	}
	return words->method == NULL || words->target == NULL
	    ? gantry_error_memory(self->error)
	    : 0;
}

int
request_words_read(
    struct request_words *words, const char *line, struct gantry_error *error)
{
	struct reading reading = { .words = words, .at = line, .error = error };
	int result = read_begin(&reading);

	reading.sends_fields = has_fields(words->method);
	while (result == 0) {
		result = line_words_next(&reading.at, &reading.word, error);
		if (result <= 0)
			break;
		result = read_word(&reading) == -1 ? -1 : 0;
	}
	if (result == 0)
		result = finish(&reading);
	gantry_buffer_clear(&reading.target);
	gantry_buffer_clear(&reading.form);
	gantry_buffer_clear(&reading.json);
	gantry_buffer_clear(&reading.word);
	return result;
}
