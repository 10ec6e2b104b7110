/*
 * The format of an event (WHATWG HTML, section 9.2.5).
 */
#include <inttypes.h>
#include <string.h>

#include <gantry/events.h>

#include "base/null.h"
#include "base/text/utf8.h"

static int
refuse(struct gantry_error *error, const char *field, const char *why)
{
	return gantry_error_set(
	    error, GANTRY_ERROR_INPUT, "the %s of the event %s", field, why);
}

/* Check LENGTH bytes of TEXT, which may be NULL. */
static int
check_text(const char *field, const char *text, size_t length,
    struct gantry_error *error)
{
	if (text == NULL)
		return 0;
	if (memchr(text, '\0', length) != NULL)
		return refuse(error, field, "contains a NUL");
	if (!utf8_is_valid(text, length))
		return refuse(error, field, "is not valid UTF-8");
	return 0;
}

/* Check TEXT, a line or NULL. */
static int
check_line(const char *field, const char *text, struct gantry_error *error)
{
	if (text == NULL)
		return 0;
	if (strpbrk(text, "\r\n") != NULL)
		return refuse(error, field, "contains a line break");
	return check_text(field, text, strlen(text), error);
}

static size_t
length_of(const struct gantry_event *event)
{
	if (event->data == NULL)
		return 0;
	return event->length > 0 ? event->length : strlen(event->data);
}

static int
check(const struct gantry_event *event, struct gantry_error *error)
{
	const char *comment = event->comment;

	if (event->id == NULL && event->data == NULL && event->retry == 0 &&
	    comment == NULL)
		return refuse(error, "content", "is empty");
	if (event->retry < 0)
		return refuse(error, "retry", "is negative");
	if (check_line("id", event->id, error) == -1 ||
	    check_line("type", event->type, error) == -1 ||
	    check_text("data", event->data, length_of(event), error) == -1)
		return -1;
	return check_text(
	    "comment", comment, comment != NULL ? strlen(comment) : 0, error);
}

/*
 * Put the lines of LENGTH bytes at TEXT, each after NAME.  Clients drop one
 * space after the colon, so it is always there.
 */
static void
put_lines(struct gantry_buffer *buffer, const char *name, const char *text,
    size_t length)
{
	const char *end = text + length, *at;

	for (;;) {
		gantry_buffer_puts(buffer, name);
		for (at = text; at < end && *at != '\r' && *at != '\n'; at++)
			continue;
		gantry_buffer_add(buffer, text, (size_t)(at - text));
		gantry_buffer_putc(buffer, '\n');
		if (at == end)
			return;
		text = at + 1;
		if (*at == '\r' && text < end && *text == '\n')
			text++;
	}
}

static void
put_line(struct gantry_buffer *buffer, const char *name, const char *text)
{
	if (text != NULL)
		put_lines(buffer, name, text, strlen(text));
}

int
gantry_event_format(struct gantry_buffer *buffer,
    const struct gantry_event *event, struct gantry_error *error)
{
	struct gantry_error unread;
	size_t before;

	if (error == NULL)
		error = &unread;
	if (null_error(buffer, __func__, "buffer", error) ||
	    null_error(event, __func__, "event", error))
		return -1;
	if (check(event, error) == -1)
		return -1;
	before = buffer->length;
	put_line(buffer, ": ", event->comment);
	if (event->retry > 0)
		gantry_buffer_printf(
		    buffer, "retry: %" PRId64 "\n", event->retry);
	put_line(buffer, "id: ", event->id);
	put_line(buffer, "event: ", event->type);
	if (event->data != NULL)
		put_lines(buffer, "data: ", event->data, length_of(event));
	gantry_buffer_putc(buffer, '\n');
	if (!gantry_buffer_failed(buffer))
		return 0;
	buffer->length = before;
	return gantry_error_memory(error);
}

const char *
gantry_request_last_event_id(const struct gantry_request *request)
{
	const char *id;

	if (null_given(request, __func__, "request"))
		return NULL;
	id = gantry_request_header(request, "Last-Event-ID");
	if (id == NULL || *id == '\0' || !utf8_is_valid(id, strlen(id)))
		return NULL;
	return id;
}
