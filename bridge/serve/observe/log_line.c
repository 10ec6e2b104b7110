/*
 * Formatting a log line from the parts of its format.
 */
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/text/json_store.h"
#include "gantry/json.h"
#include "serve/observe/log_line.h"

/* The most bytes of a value, and of a value in a line that is too long. */
#define VALUE_MAX	4096
#define VALUE_MAX_SHORT 64

/* Of "12.345678" and its NUL. */
#define SECONDS_SIZE (JSON_INTEGER_SIZE + sizeof(".000000"))

/* Is BYTE written as it is?  Blanks are handled separately. */
static bool
is_plain(unsigned char byte)
{
	return byte > 0x20 && byte < 0x7f && byte != '"' && byte != '\\';
}

static void
put_escaped(struct gantry_buffer *line, const char *text, size_t length,
    bool keeps_blanks)
{
	static const char hex[] = "0123456789abcdef";
	char *to = gantry_buffer_reserve(line, 4 * length);
	unsigned char byte;

	if (to == NULL)
		return;
	for (; length > 0; text++, length--) {
		byte = (unsigned char)*text;
		if (is_plain(byte) || (byte == ' ' && keeps_blanks)) {
			*to++ = *text;
			continue;
		}
		*to++ = '\\';
		*to++ = 'x';
		*to++ = hex[byte >> 4];
		*to++ = hex[byte & 0xf];
	}
	line->length = (size_t)(to - line->data);
}

static void
put_value(struct gantry_buffer *line, const char *value, bool keeps_blanks,
    size_t most)
{
	if (value == NULL || *value == '\0')
		gantry_buffer_putc(line, '-');
	else
		put_escaped(line, value, strnlen(value, most), keeps_blanks);
}

/* Blanks in the three parts are escaped, as blanks separate them. */
static void
put_request(
    struct gantry_buffer *line, const struct log_entry *entry, size_t most)
{
	put_value(line, log_entry_get(entry, "REQUEST_METHOD"), false, most);
	gantry_buffer_putc(line, ' ');
	put_value(line, log_entry_target(entry), false, most);
	gantry_buffer_putc(line, ' ');
	put_value(line, log_entry_get(entry, "SERVER_PROTOCOL"), false, most);
}

/* SCRIPT_NAME and PATH_INFO. */
static void
put_path(struct gantry_buffer *line, const struct log_entry *entry,
    bool keeps_blanks, size_t most)
{
	const char *prefix = log_entry_get(entry, "SCRIPT_NAME");
	const char *path = log_entry_get(entry, "PATH_INFO");

	if (prefix != NULL && *prefix != '\0')
		put_value(line, prefix, keeps_blanks, most);
	if (path != NULL && *path != '\0')
		put_value(line, path, keeps_blanks, most);
	else if (prefix == NULL || *prefix == '\0')
		gantry_buffer_putc(line, '-');
}

/* The first header of the response with the name of PART. */
static void
put_header(struct gantry_buffer *line, const struct log_entry *entry,
    const struct log_part *part, size_t most)
{
	const char *at, *end, *line_end;

	if (entry->body != NULL && entry->body->head.length > 0) {
		at = entry->body->head.data;
		end = at + entry->body->head.length;
		while (at < end &&
		    (line_end = memchr(at, '\r', (size_t)(end - at))) != NULL) {
			if ((size_t)(line_end - at) > part->length + 2 &&
			    at[part->length] == ':' &&
			    strncasecmp(at, part->text, part->length) == 0) {
				at += part->length + 2;
				if ((size_t)(line_end - at) > most)
					line_end = at + most;
				put_escaped(line, at, (size_t)(line_end - at),
				    part->is_quoted);
				return;
			}
			at = line_end + 2;
		}
	}
	gantry_buffer_putc(line, '-');
}

/* Cached for a second: formatting a time costs more than the rest. */
static const char *
clock_text(const struct log_entry *entry, struct log_formatter *formatter,
    bool is_json)
{
	struct tm calendar;

	if (entry->now.tv_sec == formatter->second &&
	    formatter->time[0] != '\0')
		return formatter->time;
	formatter->second = entry->now.tv_sec;
	if (is_json) {
		gmtime_r(&formatter->second, &calendar);
		strftime(formatter->time, sizeof(formatter->time),
		    "%Y-%m-%dT%H:%M:%S", &calendar);
	} else {
		localtime_r(&formatter->second, &calendar);
		strftime(formatter->time, sizeof(formatter->time),
		    "[%d/%b/%Y:%H:%M:%S %z]", &calendar);
	}
	return formatter->time;
}

/* NUMBER as a point and DIGITS digits.  Returns the end. */
static char *
store_fraction(char *to, int64_t number, int digits)
{
	int i;

	*to = '.';
	for (i = digits; i > 0; i--) {
		to[i] = (char)('0' + number % 10);
		number /= 10;
	}
	return to + digits + 1;
}

/* MICROSECONDS as seconds.  Returns the end. */
static char *
store_seconds(char to[SECONDS_SIZE], int64_t microseconds)
{
	to = json_store_integer(to, microseconds / 1000000);
	return store_fraction(to, microseconds % 1000000, 6);
}

static void
put_seconds(struct gantry_buffer *line, int64_t microseconds)
{
	char text[SECONDS_SIZE];
	const char *end = store_seconds(text, microseconds);

	gantry_buffer_add(line, text, (size_t)(end - text));
}

static void
put_number(struct gantry_buffer *line, const struct log_entry *entry,
    enum log_part_kind kind)
{
	switch (kind) {
	case LOG_PART_STATUS:
		gantry_json_integer(line, entry->status);
		break;
	case LOG_PART_BYTES_OR_DASH:
		if (entry->bytes == 0) {
			gantry_buffer_putc(line, '-');
			break;
		}
		/* FALLTHROUGH */
	case LOG_PART_BYTES:
		gantry_json_integer(line, entry->bytes);
		break;
	case LOG_PART_SECONDS:
		gantry_json_integer(line, entry->microseconds / 1000000);
		break;
	case LOG_PART_MILLISECONDS:
		gantry_json_integer(line, entry->microseconds / 1000);
		break;
	case LOG_PART_WAITED:
		gantry_json_integer(line, entry->waited / 1000);
		break;
	case LOG_PART_CLIENT:
		gantry_json_integer(line, entry->client_time / 1000);
		break;
	case LOG_PART_MICROSECONDS:
		gantry_json_integer(line, entry->microseconds);
		break;
	default:
		put_seconds(line, entry->microseconds);
		break;
	}
}

static const char *
id_of(const struct log_entry *entry)
{
	return entry->environ != NULL
	    ? gantry_environ_request_id(entry->environ)
	    : entry->id;
}

static void
put_part(const struct log_part *part, const struct log_entry *entry,
    size_t most, struct log_formatter *formatter)
{
	struct gantry_buffer *line = &formatter->line;

	switch (part->kind) {
	case LOG_PART_TEXT:
		gantry_buffer_add(line, part->text, part->length);
		break;
	case LOG_PART_TIME:
		gantry_buffer_puts(line, clock_text(entry, formatter, false));
		break;
	case LOG_PART_REQUEST:
		put_request(line, entry, most);
		break;
	case LOG_PART_PATH:
		put_path(line, entry, part->is_quoted, most);
		break;
	case LOG_PART_PROCESS:
		gantry_buffer_putc(line, '<');
		gantry_json_integer(line, getpid());
		gantry_buffer_putc(line, '>');
		break;
	case LOG_PART_ID:
		put_value(line, id_of(entry), part->is_quoted, most);
		break;
	case LOG_PART_VARIABLE:
		put_value(line, log_entry_get(entry, part->text),
		    part->is_quoted, most);
		break;
	case LOG_PART_HEADER:
		put_header(line, entry, part, most);
		break;
	default:
		put_number(line, entry, part->kind);
		break;
	}
}

/* No text is null. */
static void
put_member(struct gantry_json_writer *json, const char *name, const char *text,
    size_t most)
{
	if (text == NULL || *text == '\0')
		gantry_json_put_null(json, name);
	else
		gantry_json_put_string(json, name, text, strnlen(text, most));
}

static void
put_time(struct gantry_json_writer *json, const struct log_entry *entry,
    struct log_formatter *formatter)
{
	char text[sizeof(formatter->time) + sizeof(".000Z")];
	char *end = stpcpy(text, clock_text(entry, formatter, true));

	end = store_fraction(end, entry->now.tv_nsec / 1000000, 3);
	*end++ = 'Z';
	gantry_json_put_string(json, "time", text, (size_t)(end - text));
}

void
log_line_begin_object(struct gantry_json_writer *json,
    const struct log_entry *entry, size_t most, struct log_formatter *formatter)
{
	char seconds[SECONDS_SIZE];

	gantry_json_writer_init(json, &formatter->line);
	gantry_json_begin_object(json, NULL);
	put_time(json, entry, formatter);
	put_member(json, "id", id_of(entry), most);
	put_member(
	    json, "method", log_entry_get(entry, "REQUEST_METHOD"), most);
	put_member(json, "target", log_entry_target(entry), most);
	gantry_json_put_integer(json, "status", entry->status);
	gantry_json_put_integer(json, "bytes", entry->bytes);
	*store_seconds(seconds, entry->microseconds) = '\0';
	gantry_json_put_raw(json, "seconds", seconds);
	if (entry->client_time != 0) {
		*store_seconds(seconds, entry->client_time) = '\0';
		gantry_json_put_raw(json, "client_seconds", seconds);
	}
	if (entry->waited == 0)
		return;
	*store_seconds(seconds, entry->waited) = '\0';
	gantry_json_put_raw(json, "waiting", seconds);
}

static void
put_object(
    const struct log_entry *entry, size_t most, struct log_formatter *formatter)
{
	static const struct {
		const char *member, *variable;
	} members[] = {
		{ "client", "REMOTE_ADDR" },
		{ "user", "REMOTE_USER" },
		{ "protocol", "SERVER_PROTOCOL" },
		{ "referer", "HTTP_REFERER" },
		{ "user_agent", "HTTP_USER_AGENT" },
	};
	struct gantry_json_writer json;
	size_t i;

	log_line_begin_object(&json, entry, most, formatter);
	for (i = 0; i < sizeof(members) / sizeof(members[0]); i++)
		put_member(&json, members[i].member,
		    log_entry_get(entry, members[i].variable), most);
	gantry_json_put_integer(&json, "pid", getpid());
	gantry_json_end(&json);
}

static void
write_line(const struct log_format *format, const struct log_entry *entry,
    size_t most, struct log_formatter *formatter)
{
	size_t i;

	gantry_buffer_reset(&formatter->line);
	if (format->is_json)
		put_object(entry, most, formatter);
	for (i = 0; i < format->count; i++)
		put_part(&format->parts[i], entry, most, formatter);
	gantry_buffer_putc(&formatter->line, '\n');
}

int
log_line_write(const struct log_format *format, const struct log_entry *entry,
    size_t most, struct log_formatter *formatter)
{
	struct gantry_buffer *line = &formatter->line;

	write_line(format, entry, VALUE_MAX, formatter);
	if (line->length > most)
		write_line(format, entry, VALUE_MAX_SHORT, formatter);
	if (line->length > most) {
		line->length = most;
		line->data[most - 1] = '\n';
	}
	return gantry_buffer_failed(line) ? -1 : 0;
}

void
log_formatter_clear(struct log_formatter *formatter)
{
	gantry_buffer_clear(&formatter->line);
}
