/*
 * Bodies that a browser would make of a form: application/x-www-form-urlencoded
 * (WHATWG URL section 5.2) and multipart/form-data (RFC 7578).
 */
#include <stdio.h>
#include <string.h>

#include <gantry/web.h>

#include "testing/upload.h"

static size_t
part_length(const struct gantry_upload *part)
{
	if (part->data == NULL)
		return 0;
	return part->length > 0 ? part->length : strlen(part->data);
}

static bool
contains(const struct gantry_upload *parts, const char *text)
{
	for (; parts->name != NULL; parts++)
		if (parts->data != NULL &&
		    memmem(parts->data, part_length(parts), text,
			strlen(text)) != NULL)
			return true;
	return false;
}

/* As browsers do (WHATWG HTML, "multipart/form-data encoding algorithm"). */
static void
put_name(struct gantry_buffer *body, const char *name)
{
	for (; *name != '\0'; name++) {
		if (*name == '"')
			gantry_buffer_puts(body, "%22");
		else if (*name == '\r')
			gantry_buffer_puts(body, "%0D");
		else if (*name == '\n')
			gantry_buffer_puts(body, "%0A");
		else
			gantry_buffer_putc(body, *name);
	}
}

static void
put_part(struct gantry_buffer *body, const struct gantry_upload *part,
    const char *boundary)
{
	const char *type = part->type;

	gantry_buffer_printf(
	    body, "--%s\r\nContent-Disposition: form-data; name=\"", boundary);
	put_name(body, part->name);
	if (part->filename != NULL) {
		gantry_buffer_puts(body, "\"; filename=\"");
		put_name(body, part->filename);
		if (type == NULL)
			type = "application/octet-stream";
	}
	gantry_buffer_puts(body, "\"\r\n");
	if (type != NULL)
		gantry_buffer_printf(body, "Content-Type: %s\r\n", type);
	gantry_buffer_puts(body, "\r\n");
	gantry_buffer_add(body, part->data, part_length(part));
	gantry_buffer_puts(body, "\r\n");
}

const char *
upload_parts(struct gantry_buffer *body, const struct gantry_upload *parts,
    struct gantry_environ *environ)
{
	const struct gantry_upload *part;
	char boundary[64];
	unsigned number = 0;

	do
		snprintf(
		    boundary, sizeof(boundary), "gantry-boundary-%u", number++);
	while (contains(parts, boundary));
	for (part = parts; part->name != NULL; part++)
		put_part(body, part, boundary);
	gantry_buffer_printf(body, "--%s--\r\n", boundary);
	return gantry_environ_format(environ,
	    "Content-Type: multipart/form-data; boundary=%s", boundary);
}

const char *
upload_form(struct gantry_buffer *body, const struct gantry_url_field *field)
{
	for (; field->name != NULL; field++) {
		if (field->value == NULL)
			continue;
		if (body->length > 0)
			gantry_buffer_putc(body, '&');
		gantry_percent_encode(body, field->name);
		gantry_buffer_putc(body, '=');
		gantry_percent_encode(body, field->value);
	}
	return "Content-Type: application/x-www-form-urlencoded";
}
