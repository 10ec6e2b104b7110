/*
 * The file is refused when others may read it: its tokens are not secret then.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/secret.h"
#include "firestore/access/access_tokens.h"

#define FILE_MAX ((off_t)64 << 10)

/* What a token consists of (RFC 6750, section 2.1). */
#define CHARACTERS                                          \
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvw" \
	"xyz0123456789-._~+/="

/* Is it a file that nobody but the owner and the group has access to? */
static int
check_file(int descriptor, struct stat *status, struct gantry_error *error)
{
	if (fstat(descriptor, status) == -1)
		return gantry_error_system(error, "cannot look at it");
	if (!S_ISREG(status->st_mode))
		return gantry_error_set(
		    error, GANTRY_ERROR_INPUT, "it is not a file");
	if ((status->st_mode & S_IRWXO) != 0)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "its mode is %04o, so that every user has access to it; "
		    "run chmod o= on it, and replace the tokens if they may "
		    "have been read",
		    (unsigned)status->st_mode & 07777);
	if (status->st_size > FILE_MAX)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "it has more than %lld bytes", (long long)FILE_MAX);
	return 0;
}

/* Read what DESCRIPTOR has into the text, with a NUL behind it. */
static int
read_text(struct access_tokens *tokens, int descriptor, size_t *length,
    struct gantry_error *error)
{
	struct stat status;
	ssize_t got;

	if (check_file(descriptor, &status, error) == -1)
		return -1;
	tokens->text = malloc((size_t)status.st_size + 1);
	if (tokens->text == NULL)
		return gantry_error_memory(error);
	for (*length = 0; *length < (size_t)status.st_size;
	     *length += (size_t)got) {
		got = read(descriptor, tokens->text + *length,
		    (size_t)status.st_size - *length);
		if (got == -1)
			return gantry_error_system(error, "cannot read it");
		if (got == 0)
			break;
	}
	tokens->text[*length] = '\0';
	return 0;
}

static int
check_token(const char *token, size_t line, struct gantry_error *error)
{
	const size_t length = strlen(token);

	if (strcmp(token, "owner") == 0)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "line %zu: every client of the emulator sends the token "
		    "'owner'; choose a secret one",
		    line);
	if (strspn(token, CHARACTERS) != length)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "line %zu: a token has letters, digits and -._~+/= alone",
		    line);
	if (length < ACCESS_TOKEN_MIN || length > ACCESS_TOKEN_MAX)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "line %zu: a token has %d to %d characters, this one has "
		    "%zu; openssl rand -hex 32 makes one",
		    line, ACCESS_TOKEN_MIN, ACCESS_TOKEN_MAX, length);
	return 0;
}

/* Cut the text, of LENGTH bytes, into lines, and take their tokens. */
static int
read_lines(
    struct access_tokens *tokens, size_t length, struct gantry_error *error)
{
	char *line = tokens->text, *end;
	size_t number = 0;

	if (strlen(line) != length)
		return gantry_error_set(
		    error, GANTRY_ERROR_INPUT, "it is not a text");
	tokens->items = calloc(length / 2 + 1, sizeof(*tokens->items));
	if (tokens->items == NULL)
		return gantry_error_memory(error);
	for (; line != NULL; line = end) {
		number++;
		end = strchr(line, '\n');
		if (end != NULL)
			*end++ = '\0';
		if (line[0] == '\0' || line[0] == '#')
			continue;
		if (check_token(line, number, error) == -1)
			return -1;
		tokens->items[tokens->count++] = line;
	}
	if (tokens->count == 0)
		return gantry_error_set(
		    error, GANTRY_ERROR_INPUT, "it has no token");
	return 0;
}

int
access_tokens_read(
    struct access_tokens *tokens, const char *path, struct gantry_error *error)
{
	/* A pipe would block. */
	int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	size_t length = 0;
	int result;

	*tokens = (struct access_tokens){ .count = 0 };
	if (descriptor == -1)
		return gantry_error_system(
		    error, "cannot open the token file %s", path);
	result = read_text(tokens, descriptor, &length, error);
	close(descriptor);
	if (result == 0)
		result = read_lines(tokens, length, error);
	return result == 0 ? 0
			   : gantry_error_prefix(error, "token file %s", path);
}

void
access_tokens_clear(struct access_tokens *tokens)
{
	free(tokens->text);
	free(tokens->items);
	*tokens = (struct access_tokens){ .count = 0 };
}

bool
access_tokens_have(const struct access_tokens *tokens, struct bytes token)
{
	char given[ACCESS_TOKEN_MAX + 1];
	volatile bool is_one = false;
	size_t i;

	if (token.length < ACCESS_TOKEN_MIN ||
	    token.length > ACCESS_TOKEN_MAX ||
	    memchr(token.data, '\0', token.length) != NULL)
		return false;
	memcpy(given, token.data, token.length);
	given[token.length] = '\0';
	for (i = 0; i < tokens->count; i++)
		is_one |= secret_is_equal(tokens->items[i], given);
	return is_one;
}
