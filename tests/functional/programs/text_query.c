/*
 * What gantry/secrets.h and gantry/html.h make of what they are given, for
 * secrets.tap and html.tap.  Each line of standard input is a command and its
 * words; the answer is a line.
 */
#include <stdio.h>
#include <string.h>

#include <gantry/html.h>
#include <gantry/secrets.h>

static void
tell(int result, const struct gantry_buffer *buffer,
    const struct gantry_error *error)
{
	if (result == -1)
		printf("error %s\n", error->text);
	else
		printf("%.*s\n", (int)buffer->length,
		    buffer->data != NULL ? buffer->data : "");
}

/* Put LENGTH hexadecimal digits at TEXT, as bytes, into its place. */
static size_t
read_hex(char *text)
{
	size_t count = strlen(text) / 2, i;
	unsigned byte = 0;

	for (i = 0; i < count; i++) {
		sscanf(text + 2 * i, "%2x", &byte);
		text[i] = (char)byte;
	}
	return count;
}

static void
put_hex(struct gantry_buffer *buffer, const struct gantry_buffer *bytes)
{
	size_t i;

	for (i = 0; i < bytes->length; i++)
		gantry_buffer_printf(
		    buffer, "%02x", (unsigned char)bytes->data[i]);
}

/* Append what the hexadecimal digits at WORD stand for. */
static int
escape(const char *command, char *word, struct gantry_buffer *buffer)
{
	size_t length = read_hex(word);

	word[length] = '\0';
	if (strcmp(command, "html") == 0)
		return gantry_html_escape(buffer, word);
	return strcmp(command, "url") == 0
	    ? gantry_html_url(buffer, word)
	    : gantry_html_json(buffer, word, length);
}

static void
answer(const char *command, char *word, const char *second)
{
	struct gantry_buffer buffer = { 0 }, bytes = { 0 };
	struct gantry_error error = { 0 };
	int result = 0;

	if (strcmp(command, "hash") == 0) {
		result = gantry_password_hash(&buffer, word, &error);
	} else if (strcmp(command, "verify") == 0) {
		gantry_buffer_puts(&buffer,
		    gantry_password_verify(word, second, &error) ? "right"
								 : "wrong");
		result = error.code == GANTRY_ERROR_NONE ? 0 : -1;
	} else if (strcmp(command, "encode") == 0) {
		result = gantry_base64url_encode(&buffer, word, read_hex(word));
	} else if (strcmp(command, "decode") == 0) {
		result =
		    gantry_base64url_decode(&bytes, word, strlen(word), &error);
		put_hex(&buffer, &bytes);
	}
	if (strcmp(command, "html") == 0 || strcmp(command, "url") == 0 ||
	    strcmp(command, "json") == 0)
		result = escape(command, word, &buffer);
	tell(result, &buffer, &error);
	gantry_buffer_clear(&buffer);
	gantry_buffer_clear(&bytes);
}

int
main(void)
{
	static char line[8192];
	char *word, *second;

	while (fgets(line, sizeof(line), stdin) != NULL) {
		line[strcspn(line, "\n")] = '\0';
		word = strchr(line, ' ');
		if (word == NULL)
			return 1;
		*word++ = '\0';
		second = strchr(word, ' ');
		if (second != NULL)
			*second++ = '\0';
		answer(line, word, second);
	}
	return 0;
}
