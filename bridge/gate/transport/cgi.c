/*
 * Classic CGI.  stdio buffers standard output, so an answer needs few writes.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "gate/environ/names.h"
#include "gate/transport/capture.h"
#include "gate/transport/cgi.h"

extern char **environ;

static ssize_t
read_stdin(void *owner, void *data, size_t size)
{
	ssize_t count;

	(void)owner;
	do
		count = read(STDIN_FILENO, data, size);
	while (count == -1 && errno == EINTR);
	return count;
}

static int
write_stdout(void *owner, const void *data, size_t size)
{
	(void)owner;
	return fwrite(data, 1, size, stdout) == size ? 0 : -1;
}

static int
flush_stdout(void *owner)
{
	(void)owner;
	return fflush(stdout) == 0 ? 0 : -1;
}

static const struct transport transport = {
	.read = read_stdin,
	.write = write_stdout,
	.flush = flush_stdout,
};

/* Add the variables to the environ and, unless it is NULL, to CAPTURE. */
static int
fill_environ(struct gantry_environ *filled, struct capture *capture,
    struct gantry_error *error)
{
	char **entry;
	const char *equals, *name;

	for (entry = environ; *entry != NULL; entry++) {
		equals = strchr(*entry, '=');
		if (equals == NULL ||
		    !name_is_of_request(*entry, (size_t)(equals - *entry)))
			continue;
		if (capture != NULL)
			capture_add_variable(capture, *entry,
			    (size_t)(equals - *entry), equals + 1);
		name = arena_strndup(
		    &filled->arena, *entry, (size_t)(equals - *entry));
		if (name == NULL)
			return gantry_error_memory(error);
		if (environ_add(filled, name, (size_t)(equals - *entry),
			equals + 1, error) == -1)
			return -1;
	}
	return 0;
}

/* Returns 0, or -1 if the request is malformed, with the reason in ERROR. */
static int
read_request(
    struct gate *gate, struct request *request, struct gantry_error *error)
{
	const char *folder = gate->options.capture_folder;
	struct capture capture = { 0 };
	int result;

	if (folder == NULL)
		return fill_environ(&request->environ, NULL, error);
	capture_begin(&capture);
	result = fill_environ(&request->environ, &capture, error);
	capture_read_body(&capture, request);
	capture_save(&capture, folder, &request->environ);
	capture_clear(&capture);
	return result;
}

/* If the body is not read, Apache may truncate the answer. */
static void
read_rest(struct gantry_input *input)
{
	char waste[8192];

	while (gantry_read(input, waste, sizeof(waste)) > 0)
		;
}

int
cgi_serve(struct gate *gate)
{
	struct request request;
	struct gantry_error error;
	const struct gantry_error *rejection = NULL;
	int result;

	request_init(&request, &transport, NULL);
	request.trust_script_name = true;
	request.environ.keeps_received = gate->options.debug;
	if (read_request(gate, &request, &error) == -1)
		rejection = &error;
	result = gate_serve(gate, &request, rejection);
	if (fflush(stdout) != 0)
		result = -1;
	read_rest(&request.input);
	request_clear(&request);
	return result;
}
