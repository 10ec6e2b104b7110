/*
 * Compiling a log format into parts, each a constant text or a value.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "serve/observe/log_format.h"

#define COMBINED \
	"%(h)s %(l)s %(u)s %(t)s \"%(r)s\" %(s)s %(b)s \"%(f)s\" \"%(a)s\""

static const struct {
	char letter;
	enum log_part_kind kind;
	const char *text;
} letters[] = {
	{ 'h', LOG_PART_VARIABLE, "REMOTE_ADDR" },
	{ 'l', LOG_PART_TEXT, "-" },
	{ 'u', LOG_PART_VARIABLE, "REMOTE_USER" },
	{ 't', LOG_PART_TIME, "" },
	{ 'r', LOG_PART_REQUEST, "" },
	{ 'm', LOG_PART_VARIABLE, "REQUEST_METHOD" },
	{ 'U', LOG_PART_PATH, "" },
	{ 'q', LOG_PART_VARIABLE, "QUERY_STRING" },
	{ 'H', LOG_PART_VARIABLE, "SERVER_PROTOCOL" },
	{ 's', LOG_PART_STATUS, "" },
	{ 'B', LOG_PART_BYTES, "" },
	{ 'b', LOG_PART_BYTES_OR_DASH, "" },
	{ 'f', LOG_PART_VARIABLE, "HTTP_REFERER" },
	{ 'a', LOG_PART_VARIABLE, "HTTP_USER_AGENT" },
	{ 'T', LOG_PART_SECONDS, "" },
	{ 'M', LOG_PART_MILLISECONDS, "" },
	{ 'D', LOG_PART_MICROSECONDS, "" },
	{ 'L', LOG_PART_DECIMAL, "" },
	{ 'p', LOG_PART_PROCESS, "" },
	{ 'i', LOG_PART_ID, "" },
	{ 'w', LOG_PART_WAITED, "" },
	{ 'c', LOG_PART_CLIENT, "" },
};

/* The state of the compiler. */
struct compiling {
	struct log_format *format;
	const char *start, *at;
	char *texts; /* where the next text goes */
	bool is_quoted;
	struct gantry_error *error;
};

static void
add_part(struct compiling *self, enum log_part_kind kind, const char *text)
{
	struct log_part *part = &self->format->parts[self->format->count++];

	*part = (struct log_part){
		.kind = kind,
		.is_quoted = self->is_quoted,
		.text = text,
		.length = strlen(text),
	};
}

static int
fail(const struct compiling *self, const char *what, size_t length)
{
	return gantry_error_set(self->error, GANTRY_ERROR_INPUT,
	    "%s '%.*s' at column %zu of the format", what,
	    length > 60 ? 60 : (int)length, self->at,
	    (size_t)(self->at - self->start) + 1);
}

/* Store the variable of a header: HTTP_X_REAL_IP.  Returns the end. */
static char *
put_variable(char *to, const char *name, size_t length)
{
	size_t i;

	if ((length != 12 || strncasecmp(name, "content-type", 12) != 0) &&
	    (length != 14 || strncasecmp(name, "content-length", 14) != 0))
		to = stpcpy(to, "HTTP_");
	for (i = 0; i < length; i++)
		*to++ = name[i] == '-' ? '_'
				       : (char)toupper((unsigned char)name[i]);
	return to;
}

/* At "%({name}X)s". */
static int
compile_named(struct compiling *self)
{
	const char *name = self->at + 3, *end = strchr(name, '}');
	size_t length = end != NULL ? (size_t)(end - name) : 0;
	const char *text = self->texts;
	enum log_part_kind kind = LOG_PART_VARIABLE;

	/* The format may end at any place. */
	if (length == 0 || end[1] == '\0' || strchr("ioe", end[1]) == NULL ||
	    strncmp(end + 2, ")s", 2) != 0)
		return fail(self,
		    "expected %({name}i)s, %({name}o)s or %({name}e)s but got",
		    strlen(self->at));
	if (end[1] == 'i') {
		self->texts = put_variable(self->texts, name, length);
	} else {
		memcpy(self->texts, name, length);
		self->texts += length;
		if (end[1] == 'o')
			kind = LOG_PART_HEADER;
	}
	*self->texts++ = '\0';
	add_part(self, kind, text);
	self->at = end + 4;
	return 0;
}

/* At "%". */
static int
compile_value(struct compiling *self)
{
	size_t i;

	if (strncmp(self->at, "%({", 3) == 0)
		return compile_named(self);
	if (self->at[1] != '(' || self->at[2] == '\0' ||
	    strncmp(self->at + 3, ")s", 2) != 0)
		return fail(self, "expected %(letter)s or %% but got",
		    strlen(self->at));
	for (i = 0; i < sizeof(letters) / sizeof(letters[0]); i++) {
		if (letters[i].letter == self->at[2]) {
			add_part(self, letters[i].kind, letters[i].text);
			self->at += 5;
			return 0;
		}
	}
	return fail(self, "unknown value", 5);
}

/* A constant text up to the next value or the end. */
static int
compile_text(struct compiling *self)
{
	const char *text = self->texts;

	for (; *self->at != '\0'; self->at++) {
		if (*self->at == '%' && *++self->at != '%') {
			self->at--;
			break;
		}
		if (iscntrl((unsigned char)*self->at))
			return fail(
			    self, "control character before", strlen(self->at));
		if (*self->at == '"')
			self->is_quoted = !self->is_quoted;
		*self->texts++ = *self->at;
	}
	*self->texts++ = '\0';
	add_part(self, LOG_PART_TEXT, text);
	return 0;
}

static int
compile(struct compiling *self)
{
	while (*self->at != '\0')
		if ((self->at[0] == '%' && self->at[1] != '%'
			    ? compile_value(self)
			    : compile_text(self)) == -1)
			return -1;
	return 0;
}

int
log_format_compile(
    struct log_format *format, const char *text, struct gantry_error *error)
{
	struct compiling self = { .format = format, .error = error };
	size_t length;

	*format = (struct log_format){ .is_json = strcmp(text, "json") == 0 };
	if (format->is_json)
		return 0;
	if (strcmp(text, "combined") == 0)
		text = COMBINED;
	if (*text == '\0')
		return gantry_error_set(
		    error, GANTRY_ERROR_INPUT, "the format is empty");
	length = strlen(text);
	self.start = self.at = text;
	/* A part takes at least a character; a text at most doubles. */
	format->parts = calloc(length, sizeof(*format->parts));
	format->texts = self.texts = malloc(2 * length + 1);
	if (format->parts == NULL || format->texts == NULL)
		gantry_error_memory(error);
	else if (compile(&self) == 0)
		return 0;
	log_format_clear(format);
	return -1;
}

void
log_format_clear(struct log_format *format)
{
	free(format->parts);
	free(format->texts);
	*format = (struct log_format){ 0 };
}
