/*
 * The values of a format's parts, put together.
 */
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "gantry/json.h"
#include "serve/observe/log_line.h"

/* Of each value so many bytes are kept; of a line that got too long, fewer. */
#define VALUE_MAX	4096
#define VALUE_MAX_SHORT 64

/* Which bytes stand for themselves; the blank is seen to apart. */
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

/* Its three parts are escaped so that they can be told apart. */
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

/* Where the application is mounted, and the rest. */
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

/* The first header of the answer that is called NAME. */
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

/* Made anew once a second, as that costs more than all the rest of a line. */
static const char *
clock_text(const struct log_entry *entry, struct log_pen *pen, bool is_json)
{
	struct tm calendar;

	if (entry->now.tv_sec == pen->second && pen->time[0] != '\0')
		return pen->time;
	pen->second = entry->now.tv_sec;
	if (is_json) {
		gmtime_r(&pen->second, &calendar);
		strftime(pen->time, sizeof(pen->time), "%Y-%m-%dT%H:%M:%S",
		    &calendar);
	} else {
		localtime_r(&pen->second, &calendar);
		strftime(pen->time, sizeof(pen->time), "[%d/%b/%Y:%H:%M:%S %z]",
		    &calendar);
	}
	return pen->time;
}

/* NUMBER as DIGITS digits after the point. */
static void
put_fraction(struct gantry_buffer *line, int64_t number, int digits)
{
	char text[8];
	int i;

	for (i = digits - 1; i >= 0; i--) {
		text[i] = (char)('0' + number % 10);
		number /= 10;
	}
	gantry_buffer_putc(line, '.');
	gantry_buffer_add(line, text, (size_t)digits);
}

static void
put_decimal(struct gantry_buffer *line, int64_t microseconds)
{
	gantry_json_integer(line, microseconds / 1000000);
	put_fraction(line, microseconds % 1000000, 6);
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
	case LOG_PART_MICROSECONDS:
		gantry_json_integer(line, entry->microseconds);
		break;
	default:
		put_decimal(line, entry->microseconds);
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
    size_t most, struct log_pen *pen)
{
	struct gantry_buffer *line = &pen->line;

	switch (part->kind) {
	case LOG_PART_TEXT:
		gantry_buffer_add(line, part->text, part->length);
		break;
	case LOG_PART_TIME:
		gantry_buffer_puts(line, clock_text(entry, pen, false));
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

static void
put_text(
    struct gantry_buffer *line, const char *key, const char *text, size_t most)
{
	gantry_buffer_puts(line, key);
	if (text == NULL || *text == '\0')
		gantry_buffer_puts(line, "null");
	else
		gantry_json_string(line, text, strnlen(text, most));
}

void
log_line_begin_object(
    const struct log_entry *entry, size_t most, struct log_pen *pen)
{
	struct gantry_buffer *line = &pen->line;

	gantry_buffer_puts(line, "{\"time\":\"");
	gantry_buffer_puts(line, clock_text(entry, pen, true));
	put_fraction(line, entry->now.tv_nsec / 1000000, 3);
	gantry_buffer_puts(line, "Z\"");
	put_text(line, ",\"id\":", id_of(entry), most);
	put_text(
	    line, ",\"method\":", log_entry_get(entry, "REQUEST_METHOD"), most);
	put_text(line, ",\"target\":", log_entry_target(entry), most);
	gantry_buffer_puts(line, ",\"status\":");
	gantry_json_integer(line, entry->status);
	gantry_buffer_puts(line, ",\"bytes\":");
	gantry_json_integer(line, entry->bytes);
	gantry_buffer_puts(line, ",\"seconds\":");
	put_decimal(line, entry->microseconds);
}

static void
put_object(const struct log_entry *entry, size_t most, struct log_pen *pen)
{
	struct gantry_buffer *line = &pen->line;

	log_line_begin_object(entry, most, pen);
	put_text(
	    line, ",\"client\":", log_entry_get(entry, "REMOTE_ADDR"), most);
	put_text(line, ",\"user\":", log_entry_get(entry, "REMOTE_USER"), most);
	put_text(line,
	    ",\"protocol\":", log_entry_get(entry, "SERVER_PROTOCOL"), most);
	put_text(
	    line, ",\"referer\":", log_entry_get(entry, "HTTP_REFERER"), most);
	put_text(line,
	    ",\"user_agent\":", log_entry_get(entry, "HTTP_USER_AGENT"), most);
	gantry_buffer_puts(line, ",\"pid\":");
	gantry_json_integer(line, getpid());
	gantry_buffer_putc(line, '}');
}

static void
write_line(const struct log_format *format, const struct log_entry *entry,
    size_t most, struct log_pen *pen)
{
	size_t i;

	gantry_buffer_reset(&pen->line);
	if (format->is_json)
		put_object(entry, most, pen);
	for (i = 0; i < format->count; i++)
		put_part(&format->parts[i], entry, most, pen);
	gantry_buffer_putc(&pen->line, '\n');
}

int
log_line_write(const struct log_format *format, const struct log_entry *entry,
    size_t most, struct log_pen *pen)
{
	struct gantry_buffer *line = &pen->line;

	write_line(format, entry, VALUE_MAX, pen);
	if (line->length > most)
		write_line(format, entry, VALUE_MAX_SHORT, pen);
	if (line->length > most) {
		line->length = most;
		line->data[most - 1] = '\n';
	}
	return gantry_buffer_failed(line) ? -1 : 0;
}

void
log_pen_clear(struct log_pen *pen)
{
	gantry_buffer_clear(&pen->line);
}
