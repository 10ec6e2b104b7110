/*
 * The headers of a part.  Three are read: Content-Disposition, Content-Type and
 * Content-Transfer-Encoding.  All others are ignored (RFC 7578 section 4.8),
 * and so is filename*, which section 4.2 forbids: a filter in front of the
 * server would see another name.  "%22" is not decoded: browsers write a quote
 * so, but
 * "%22" as well.
 */
#include <string.h>
#include <strings.h>

#include "base/text/utf8.h"
#include "web/request/body.h"
#include "web/request/part_head.h"
#include "web/types/header_parameter.h"

struct head {
	struct gantry_environ *environ;
	struct gantry_part *part;
	const char *problem;
};

static int
fail(struct head *head, const char *problem)
{
	head->problem = problem;
	return -1;
}

static bool
is_control(char c)
{
	return (c >= 0 && c < ' ' && c != '\t') || c == 0x7f;
}

/*
 * Put each header on one line: a line that begins with white space continues
 * the line before it (RFC 5322 section 2.2.3).  Control characters are errors.
 */
static int
unfold(struct head *head, char *text, size_t length)
{
	const char *from = text, *end = text + length;
	char *to = text;

	while (from < end) {
		/* The caller made sure that the last two bytes end a line. */
		bool ends = from[0] == '\r' && from[1] == '\n';

		if (ends && from + 2 < end && strchr(" \t", from[2]) != NULL) {
			from += 2;
			continue;
		}
		if (!ends && is_control(*from))
			return fail(
			    head, "its headers contain a control character");
		*to++ = *from++;
		if (ends)
			*to++ = *from++;
	}
	return 0;
}

/* The name after the last slash or backslash; "" for "." and "..". */
static const char *
without_folder(const char *filename)
{
	const char *p;

	while ((p = strpbrk(filename, "/\\")) != NULL)
		filename = p + 1;
	if (strcmp(filename, ".") == 0 || strcmp(filename, "..") == 0)
		return "";
	return filename;
}

/* Set *VALUE, which is NULL, to the text of PARAMETER. */
static int
set(struct head *head, const struct header_parameter *parameter,
    const char **value)
{
	if (*value != NULL)
		return fail(
		    head, "its Content-Disposition has a parameter twice");
	*value = header_parameter_copy(head->environ, parameter);
	return *value != NULL ? 0 : -1;
}

static int
read_disposition(struct head *head, const char *value)
{
	static const char form_data[] = "form-data";
	struct gantry_part *part = head->part;
	struct header_parameter parameter;
	size_t length = strcspn(value, "; \t");
	const char *at = value + length;
	int found;

	if (part->name != NULL)
		return fail(head, "it has two Content-Dispositions");
	if (!utf8_is_valid(value, strlen(value)))
		return fail(head, "its Content-Disposition is not UTF-8");
	if (length != strlen(form_data) ||
	    strncasecmp(value, form_data, length) != 0)
		return fail(head, "its Content-Disposition is not form-data");
	while ((found = header_parameter_next(&at, &parameter)) == 1) {
		if (header_parameter_is(&parameter, "name") &&
		    set(head, &parameter, &part->name) == -1)
			return -1;
		if (header_parameter_is(&parameter, "filename") &&
		    set(head, &parameter, &part->filename) == -1)
			return -1;
	}
	if (found == -1)
		return fail(head, "its Content-Disposition is malformed");
	if (part->name == NULL)
		return fail(head, "its Content-Disposition has no name");
	if (part->filename != NULL)
		part->filename = without_folder(part->filename);
	return 0;
}

static int
read_type(struct head *head, const char *value)
{
	const char *p;

	if (head->part->type != NULL)
		return fail(head, "it has two Content-Types");
	head->part->type = body_copy_type(head->environ, value);
	if (head->part->type == NULL)
		return -1;
	for (p = head->part->type; *p != '\0'; p++)
		if (*p <= ' ' || *p > '~')
			return fail(head, "its Content-Type is malformed");
	return 0;
}

/* RFC 7578 section 4.7: no encoding is used, and these are no encodings. */
static int
check_encoding(struct head *head, const char *value)
{
	size_t length = strcspn(value, " \t");

	if ((length == 4 && strncasecmp(value, "7bit", 4) == 0) ||
	    (length == 4 && strncasecmp(value, "8bit", 4) == 0) ||
	    (length == 6 && strncasecmp(value, "binary", 6) == 0))
		return 0;
	return fail(head,
	    "its Content-Transfer-Encoding is not 7bit, 8bit or "
	    "binary");
}

static int
read_header(struct head *head, char *line)
{
	static const char token[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "abcdefghijklmnopqrstuvwxyz"
				    "0123456789!#$%&'*+-.^_`|~";
	size_t length = strspn(line, token);
	const char *value = line + length + 1;

	if (length == 0 || line[length] != ':')
		return fail(head, "one of its headers is malformed");
	line[length] = '\0';
	value += strspn(value, " \t");
	if (strcasecmp(line, "Content-Disposition") == 0)
		return read_disposition(head, value);
	if (strcasecmp(line, "Content-Type") == 0)
		return read_type(head, value);
	if (strcasecmp(line, "Content-Transfer-Encoding") == 0)
		return check_encoding(head, value);
	return 0;
}

static int
read_headers(struct head *head, char *text, size_t length)
{
	char *line = text, *end;

	if (unfold(head, text, length) == -1)
		return -1;
	for (; *line != '\r'; line = end + 2) {
		end = strchr(line, '\r');
		*end = '\0';
		if (read_header(head, line) == -1)
			return -1;
	}
	if (head->part->name == NULL)
		return fail(head, "it has no Content-Disposition");
	if (head->part->type == NULL || *head->part->type == '\0')
		head->part->type = "text/plain";
	return 0;
}

int
part_head_read(struct gantry_environ *environ, char *head, size_t length,
    struct gantry_part *part, const char **problem)
{
	struct head reader = { .environ = environ, .part = part };
	int result;

	*part = (struct gantry_part){ 0 };
	result = read_headers(&reader, head, length);
	*problem = reader.problem;
	return result;
}
