/*
 * Content-Disposition (RFC 6266).  A name that is not plain is sent twice: with
 * its other characters replaced, for all clients, and encoded, for those that
 * read filename*.
 */
#include <string.h>

#include "gantry/web.h"
#include "web/response/response.h"

/*
 * What all clients read the same in a quoted name: ASCII except quotes and
 * backslashes, slashes, and the percent sign, which some decode (RFC 6266
 * appendix D).
 */
static bool
is_plain(unsigned char c)
{
	return c >= ' ' && c < 0x7f && strchr("\"\\/%", c) == NULL;
}

static bool
is_plain_text(const char *text)
{
	for (; *text != '\0'; text++)
		if (!is_plain((unsigned char)*text))
			return false;
	return true;
}

/* One '_' for each character that is not plain. */
static void
put_replaced(struct gantry_buffer *buffer, const char *text)
{
	for (; *text != '\0'; text++) {
		unsigned char c = (unsigned char)*text;

		if (is_plain(c))
			gantry_buffer_putc(buffer, *text);
		else if ((c & 0xc0) != 0x80)
			gantry_buffer_putc(buffer, '_');
	}
}

/* Replace slashes and controls, which even encoded are dangerous in a name. */
static void
put_encoded(struct gantry_buffer *buffer, const char *text)
{
	char piece[2] = "";

	for (; *text != '\0'; text++) {
		piece[0] = *text;
		if ((unsigned char)*text < ' ' || *text == 0x7f ||
		    *text == '/' || *text == '\\')
			piece[0] = '_';
		gantry_percent_encode(buffer, piece);
	}
}

static int
set(struct gantry_response *response, const char *kind, const char *filename)
{
	struct gantry_buffer value = { 0 };
	int result;

	gantry_buffer_printf(&value, "%s; filename=\"", kind);
	put_replaced(&value, filename);
	gantry_buffer_putc(&value, '"');
	if (!is_plain_text(filename)) {
		gantry_buffer_puts(&value, "; filename*=UTF-8''");
		put_encoded(&value, filename);
	}
	gantry_buffer_putc(&value, '\0');
	if (gantry_buffer_failed(&value))
		result = response_internal_error(response, "out of memory");
	else
		result = gantry_response_header(
		    response, "Content-Disposition", value.data);
	gantry_buffer_clear(&value);
	return result;
}

int
gantry_response_downloadable_as(
    struct gantry_response *response, const char *filename)
{
	if (response_lacks(response, filename, __func__, "filename"))
		return -1;
	return set(response, "attachment", filename);
}

int
gantry_response_viewable_as(
    struct gantry_response *response, const char *filename)
{
	if (response_lacks(response, filename, __func__, "filename"))
		return -1;
	return set(response, "inline", filename);
}
