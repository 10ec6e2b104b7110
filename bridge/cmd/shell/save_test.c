/*
 * A request and its answer as a test that can be run again.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "cmd/shell/line/line_words.h"
#include "cmd/shell/save_test.h"

/* A longer body is not compared, only its length is. */
#define BODY_MAX 65536

int
save_bytes(const char *path, const char *bytes, size_t length,
    struct gantry_error *error)
{
	const int file =
	    open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	size_t done = 0;
	ssize_t count = 0;

	if (file == -1 && errno == EEXIST)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "'%s' exists; give another name, or remove it", path);
	if (file == -1)
		return gantry_error_system(error, "cannot write '%s'", path);
	while (done < length &&
	    (count = write(file, bytes + done, length - done)) > 0)
		done += (size_t)count;
	if (close(file) == 0 && done == length)
		return 0;
	gantry_error_system(error, "cannot write '%s'", path);
	unlink(path);
	return -1;
}

/* Append BYTES as a string of C, in lines of pieces. */
static void
put_literal(struct gantry_buffer *text, const char *bytes, size_t length)
{
	size_t i;

	gantry_buffer_putc(text, '"');
	for (i = 0; i < length; i++) {
		const unsigned char byte = (unsigned char)bytes[i];

		if (byte == '\n')
			gantry_buffer_puts(
			    text, i + 1 < length ? "\\n\"\n\t    \"" : "\\n");
		else if (byte == '"' || byte == '\\')
			gantry_buffer_printf(text, "\\%c", byte);
		else if (byte == '?')
			gantry_buffer_puts(text, "\\?"); /* no trigraphs */
		else if (byte < 0x20 || byte >= 0x7f)
			gantry_buffer_printf(text, "\\%03o", byte);
		else
			gantry_buffer_putc(text, (char)byte);
	}
	gantry_buffer_putc(text, '"');
}

/* The mount that answered, by the longest prefix of the target. */
static const struct mount *
mount_of(const struct exchange *exchange, const struct mounted *mounted)
{
	const char *target = exchange->request.target;
	const struct mount *mount, *best = NULL;
	size_t length, i;

	for (i = 0; i < mounted->count; i++) {
		mount = &mounted->mounts[i];
		length = strlen(mount->prefix);
		if (strncmp(target, mount->prefix, length) == 0 &&
		    strchr("/?", target[length]) != NULL &&
		    (best == NULL || length > strlen(best->prefix)))
			best = mount;
	}
	return best;
}

/* The settings that are not those by default, as gantry_client_open has them.
 */
static void
put_settings(struct gantry_buffer *text, const struct mount *mount)
{
	const struct gantry_setting *setting = mount->application->settings;
	const char *value;

	gantry_buffer_puts(text, "\tstatic const char *const settings[] = {\n");
	for (; setting != NULL && setting->key != NULL; setting++) {
		value = gantry_settings_get(mount->settings, setting->key);
		if (value == NULL || setting->secret ||
		    (setting->fallback != NULL &&
			strcmp(setting->fallback, value) == 0))
			continue;
		gantry_buffer_printf(text, "\t\t\"%s=\" ", setting->key);
		put_literal(text, value, strlen(value));
		gantry_buffer_puts(text, ",\n");
	}
	gantry_buffer_puts(text, "\t\tNULL,\n\t};\n");
}

static void
put_simulation(struct gantry_buffer *text, const struct exchange *exchange,
    const struct mount *mount)
{
	const struct request_words *request = &exchange->request;
	size_t i;

	gantry_buffer_puts(text, "\tstatic const char *const headers[] = {\n");
	for (i = 0; i < request->header_count; i++) {
		gantry_buffer_puts(text, "\t\t");
		put_literal(
		    text, request->headers[i], strlen(request->headers[i]));
		gantry_buffer_puts(text, ",\n");
	}
	gantry_buffer_puts(text,
	    "\t\tNULL,\n\t};\n"
	    "\tconst struct gantry_simulation simulation = {\n"
	    "\t\t.headers = headers,\n\t\t.script_name = ");
	put_literal(text, mount->prefix, strlen(mount->prefix));
	gantry_buffer_puts(text, ",\n");
	if (request->has_body) {
		gantry_buffer_puts(text, "\t\t.body = ");
		put_literal(text, request->body.data, request->body.length);
		gantry_buffer_printf(
		    text, ",\n\t\t.body_length = %zu,\n", request->body.length);
	}
	gantry_buffer_puts(text, "\t};\n");
}

static void
put_assertions(struct gantry_buffer *text, const struct answer *answer)
{
	size_t length;
	const char *type = answer_header(answer, "Content-Type", &length);

	gantry_buffer_printf(
	    text, "\tgantry_assert_status(result, %d);\n", answer->status);
	if (type != NULL) {
		gantry_buffer_puts(text,
		    "\tgantry_assert_header(result, \"Content-Type\",\n\t    ");
		put_literal(text, type, length);
		gantry_buffer_puts(text, ");\n");
	}
	if (answer->body_length > BODY_MAX) {
		gantry_buffer_printf(text,
		    "\tck_assert_uint_eq(gantry_result_length(result), "
		    "%zu);\n",
		    answer->body_length);
		return;
	}
	if (answer_is_json(answer)) {
		gantry_buffer_puts(
		    text, "\tgantry_assert_json(result, \"\",\n\t    ");
		put_literal(text, answer->body, answer->body_length);
		gantry_buffer_puts(text, ");\n");
		return;
	}
	gantry_buffer_printf(text,
	    "\tck_assert_uint_eq(gantry_result_length(result), %zu);\n"
	    "\tck_assert_mem_eq(gantry_result_text(result),\n\t    ",
	    answer->body_length);
	put_literal(text, answer->body, answer->body_length);
	gantry_buffer_printf(text, ",\n\t    %zu);\n", answer->body_length);
}

/* The name of the symbol is a custom, which the comment says. */
static void
put_begin(struct gantry_buffer *text, const struct exchange *exchange,
    const struct mount *mount)
{
	const char *name = mount->application->name;

	gantry_buffer_printf(text,
	    "/*\n * Saved by gantry shell.  Link it with the application, "
	    "libgantry and check:\n *\n"
	    " *\tcc NAME.c APPLICATION.c $(pkg-config --cflags --libs "
	    "--static gantry check)\n"
	    " *\n * It expects the application in the variable "
	    "%s_application.\n */\n"
	    "#include <stdlib.h>\n\n#include <check.h>\n\n"
	    "#include <gantry/gantry.h>\n#include <gantry/testing.h>\n\n"
	    "extern const struct gantry_application %s_application;\n\n"
	    "START_TEST(the_answer_is_as_it_was)\n{\n",
	    name, name);
	put_settings(text, mount);
	put_simulation(text, exchange, mount);
	gantry_buffer_printf(text,
	    "\tstruct gantry_error error;\n"
	    "\tstruct gantry_client *client =\n"
	    "\t    gantry_client_open(&%s_application, settings, &error);\n"
	    "\tstruct gantry_result *result;\n\n"
	    "\tck_assert_msg(client != NULL, \"%%s\", error.text);\n"
	    "\tresult = gantry_simulate(client, ",
	    name);
}

static void
put_test(struct gantry_buffer *text, const struct exchange *exchange,
    const struct mount *mount)
{
	const char *method = exchange->request.method;
	const char *target = exchange->request.target + strlen(mount->prefix);

	put_begin(text, exchange, mount);
	put_literal(text, method, strlen(method));
	gantry_buffer_puts(text, ",\n\t    ");
	if (*target != '/')
		gantry_buffer_puts(text, "\"/\" ");
	put_literal(text, target, strlen(target));
	gantry_buffer_puts(text, ", &simulation);\n");
	put_assertions(text, &exchange->answer);
	gantry_buffer_puts(text,
	    "\tgantry_result_free(result);\n"
	    "\tgantry_client_close(client);\n}\nEND_TEST\n\n"
	    "int\nmain(void)\n{\n"
	    "\tSuite *suite = suite_create(\"saved\");\n"
	    "\tTCase *test = tcase_create(\"saved\");\n"
	    "\tSRunner *runner = srunner_create(suite);\n"
	    "\tint failed;\n\n"
	    "\ttcase_add_test(test, the_answer_is_as_it_was);\n"
	    "\tsuite_add_tcase(suite, test);\n"
	    "\tsrunner_run_all(runner, CK_NORMAL);\n"
	    "\tfailed = srunner_ntests_failed(runner);\n"
	    "\tsrunner_free(runner);\n"
	    "\treturn failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;\n}\n");
}

/* The request as a line of the shell. */
static int
put_command(struct gantry_buffer *text, const struct exchange *exchange,
    struct gantry_error *error)
{
	const struct request_words *request = &exchange->request;
	const struct gantry_buffer *body = &request->body;
	size_t i;

	gantry_buffer_printf(
	    text, "expect %d %s ", exchange->answer.status, request->method);
	line_words_quote(text, request->target);
	for (i = 0; i < request->header_count; i++) {
		gantry_buffer_putc(text, ' ');
		line_words_quote(text, request->headers[i]);
	}
	if (body->length > 0 &&
	    (memchr(body->data, '\n', body->length) != NULL ||
		memchr(body->data, '\r', body->length) != NULL ||
		memchr(body->data, '\0', body->length) != NULL ||
		*body->data == '\'' || strchr(" \t", *body->data) != NULL ||
		strchr(" \t", body->data[body->length - 1]) != NULL))
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "the body does not fit into a line; save it as NAME.fcgi "
		    "or NAME.c");
	if (request->has_body) {
		gantry_buffer_puts(text, " :text ");
		gantry_buffer_add(text, body->data, body->length);
	}
	gantry_buffer_putc(text, '\n');
	return 0;
}

static bool
has_ending(const char *path, const char *ending)
{
	const size_t length = strlen(path);

	return length > strlen(ending) &&
	    strcmp(path + length - strlen(ending), ending) == 0;
}

int
save_test(const struct exchange *exchange, const struct mounted *mounted,
    const char *path, struct gantry_error *error)
{
	const struct mount *mount = mount_of(exchange, mounted);
	struct gantry_buffer text = { 0 };
	int result = 0;

	if (has_ending(path, ".fcgi"))
		gantry_buffer_add(&text, exchange->capture.records.data,
		    exchange->capture.records.length);
	else if (has_ending(path, ".gantry"))
		result = put_command(&text, exchange, error);
	else if (!has_ending(path, ".c"))
		result = gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "cannot tell the form of '%s'; give NAME.fcgi for gantry "
		    "replay, NAME.c for a test in C, or NAME.gantry for "
		    "gantry shell",
		    path);
	else if (mount == NULL)
		result = gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "no application answered, so there is nothing to test in "
		    "C; save it as NAME.fcgi");
	else
		put_test(&text, exchange, mount);
	if (result == 0 && gantry_buffer_failed(&text))
		result = gantry_error_memory(error);
	if (result == 0 && exchange->capture.is_too_long)
		result = gantry_error_set(
		    error, GANTRY_ERROR_LIMIT, "the request exceeds 8 MiB");
	if (result == 0)
		result = save_bytes(path, text.data, text.length, error);
	gantry_buffer_clear(&text);
	return result;
}
