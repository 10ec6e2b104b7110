/*
 * Reading the credentials of AWS from a file or from the environment.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/transfer/download.h"

static void
set(char *place, size_t size, const char *value)
{
	if (value != NULL && strlen(value) < size)
		memcpy(place, value, strlen(value) + 1);
}

/* Cut white space off both ends of TEXT. */
static char *
trim(char *text)
{
	size_t length;

	text += strspn(text, " \t\r\n");
	length = strlen(text);
	while (length > 0 && strchr(" \t\r\n", text[length - 1]) != NULL)
		length--;
	text[length] = '\0';
	return text;
}

static void
take_line(struct aws_credentials *credentials, char *line, bool *is_default)
{
	char *value = strchr(line, '='), *name;

	if (line[0] == '[')
		*is_default = strcmp(trim(line), "[default]") == 0;
	if (line[0] == '[' || line[0] == '#' || value == NULL || !*is_default)
		return;
	*value++ = '\0';
	name = trim(line);
	value = trim(value);
	if (strcmp(name, "aws_access_key_id") == 0)
		set(credentials->key_id, AWS_KEY_SIZE, value);
	else if (strcmp(name, "aws_secret_access_key") == 0)
		set(credentials->secret, AWS_KEY_SIZE, value);
	else if (strcmp(name, "aws_session_token") == 0)
		set(credentials->token, AWS_TOKEN_SIZE, value);
}

static int
read_file(struct aws_credentials *credentials, const char *path,
    struct gantry_error *error)
{
	FILE *file = fopen(path, "re");
	bool is_default = false;
	char line[AWS_TOKEN_SIZE + 64];

	if (file == NULL)
		return gantry_error_system(error, "cannot open %s", path);
	while (fgets(line, sizeof(line), file) != NULL)
		take_line(credentials, line, &is_default);
	fclose(file);
	explicit_bzero(line, sizeof(line));
	return 0;
}

int
aws_credentials_read(struct aws_credentials *credentials, const char *path,
    struct gantry_error *error)
{
	*credentials = (struct aws_credentials){ .key_id = "" };
	if (path != NULL) {
		if (read_file(credentials, path, error) == -1)
			return -1;
	} else {
		set(credentials->key_id, AWS_KEY_SIZE,
		    getenv("AWS_ACCESS_KEY_ID"));
		set(credentials->secret, AWS_KEY_SIZE,
		    getenv("AWS_SECRET_ACCESS_KEY"));
		set(credentials->token, AWS_TOKEN_SIZE,
		    getenv("AWS_SESSION_TOKEN"));
	}
	if (credentials->key_id[0] != '\0' && credentials->secret[0] != '\0')
		return 0;
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    path != NULL
		? "%s has no aws_access_key_id and aws_secret_access_key in "
		  "[default]"
		: "give credentials by --aws-credentials or in "
		  "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
	    path);
}
