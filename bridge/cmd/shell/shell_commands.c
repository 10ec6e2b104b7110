/*
 * The table of commands, and those that need no file of their own.
 */
#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/cmdline/cmdline.h"
#include "base/text/suggestion.h"
#include "cmd/commands/commands.h"
#include "cmd/shell/difference.h"
#include "cmd/shell/line/line_words.h"
#include "cmd/shell/save_test.h"
#include "cmd/shell/shell_commands.h"
#include "cmd/shell/show/screen.h"
#include "gate/trace/trace_print.h"

#define REPEAT_MAX 100000

/* Is there an answer?  Says what to do if not. */
static bool
has_last(const struct shell *shell)
{
	if (shell->last.has_answer)
		return true;
	shell_misused(shell,
	    "no request has been answered yet; send one, such as: GET /");
	return false;
}

static bool
takes_nothing(
    const struct shell *shell, const char *arguments, const char *name)
{
	if (line_words_end(arguments))
		return true;
	shell_misused(shell, "'%s' takes nothing after it", name);
	return false;
}

/*
 * The single word in ARGUMENTS.  Returns 1, 0 if there is none, or -1 after an
 * error that was printed, which says USAGE.
 */
static int
only_word(const struct shell *shell, const char *arguments,
    struct gantry_buffer *word, const char *usage)
{
	struct gantry_error error;
	int count = line_words_next(&arguments, word, &error);

	if (count == -1)
		shell_misused(shell, "%s", error.text);
	else if (!line_words_end(arguments)) {
		shell_misused(shell, "too many words; the usage is: %s", usage);
		count = -1;
	}
	return count;
}

static int
run_body(struct shell *shell, const char *arguments)
{
	const struct answer *answer = &shell->last.answer;
	const struct answer_style style = { shell->is_coloured, false, 0 };
	struct gantry_buffer text = { 0 }, path = { 0 };
	struct gantry_error error;
	int status = 0, count;

	if (!has_last(shell))
		return 2;
	count = only_word(shell, arguments, &path, "body [FILE]");
	if (count == 0) {
		answer_put_body(&text, answer, &style);
		screen_print(&text);
	} else if (count == -1) {
		status = 2;
	} else if (save_bytes(path.data, answer->body, answer->body_length,
		       &error) == -1) {
		shell_misused(shell, "%s", error.text);
		status = 1;
	}
	gantry_buffer_clear(&path);
	return status;
}

static int
run_cookies(struct shell *shell, const char *arguments)
{
	struct gantry_buffer text = { 0 }, word = { 0 };
	struct gantry_error error;
	int status = 0, count = line_words_next(&arguments, &word, &error);

	if (count == 0) {
		cookie_jar_put_lines(&shell->jar, time(NULL), &text);
		if (text.length == 0)
			gantry_buffer_puts(&text, "no cookies\n");
		screen_print(&text);
	} else if (count == -1 || strcmp(word.data, "clear") != 0) {
		status = shell_misused(shell,
		    "the usage is: cookies, cookies clear, or cookies clear "
		    "NAME");
	} else {
		count =
		    only_word(shell, arguments, &word, "cookies clear [NAME]");
		if (count == -1)
			status = 2;
		else if (cookie_jar_remove(
			     &shell->jar, count == 1 ? word.data : NULL) == 0 &&
		    count == 1)
			status = shell_misused(shell,
			    "no cookie '%s'; 'cookies' lists them", word.data);
	}
	gantry_buffer_clear(&word);
	return status;
}

static int
run_diff(struct shell *shell, const char *arguments)
{
	struct gantry_buffer text = { 0 }, coloured = { 0 };
	struct gantry_error error;
	int differs;

	if (!takes_nothing(shell, arguments, "diff") || !has_last(shell))
		return 2;
	if (!shell->before.has_answer)
		return shell_misused(
		    shell, "there is one answer so far; send another request");
	differs = difference_put(&text, &shell->before, &shell->last, &error);
	if (differs == -1) {
		shell_misused(shell, "%s", error.text);
	} else if (differs == 0) {
		gantry_buffer_puts(&text, "the answers are equal\n");
		screen_print(&text);
	} else if (shell->is_coloured) {
		difference_colour(&coloured, &text);
		screen_print(&coloured);
	} else {
		screen_print(&text);
	}
	gantry_buffer_clear(&text);
	return differs == -1 ? 1 : 0;
}

static void
print_environ(void *owner, struct gantry_environ *environ, size_t mount)
{
	struct gantry_buffer *text = owner;

	(void)mount;
	trace_put_environ(text, environ);
}

/* "environ [METHOD] [/PATH]" */
static int
run_environ(struct shell *shell, const char *arguments)
{
	struct request_words request = { 0 };
	struct gantry_buffer text = { 0 }, clean = { 0 };
	struct mounted_probe probe = { .found = print_environ, .owner = &text };
	struct gantry_error error;
	int status = 0;

	if (line_words_end(arguments)) {
		if (shell->last.environ.length == 0)
			return shell_misused(shell,
			    "no request was traced yet; send one, or give a "
			    "path: environ /");
		gantry_buffer_add(&text, shell->last.environ.data,
		    shell->last.environ.length);
	} else if (request_words_read(&request, arguments, &error) == -1 ||
	    mounted_look(&shell->mounted, &probe, request.method,
		request.target, &error) == -1) {
		status = shell_misused(shell, "%s", error.text);
	}
	screen_put_clean(&clean, text.data, text.length);
	screen_print(&clean);
	request_words_clear(&request);
	gantry_buffer_clear(&text);
	return status;
}

/* "expect STATUS REQUEST" */
static int
run_expect(struct shell *shell, const char *arguments)
{
	char *end;
	const long status = strtol(arguments, &end, 10);
	int result;

	if (status < 100 || status > 599 || !isspace((unsigned char)*end))
		return shell_misused(shell,
		    "give a status and a request, such as: expect 404 GET "
		    "/missing");
	shell->expected = (int)status;
	result = shell_request(shell, end);
	shell->expected = 0;
	return result;
}

static int
run_history(struct shell *shell, const char *arguments)
{
	struct gantry_buffer text = { 0 };
	size_t i;

	if (!takes_nothing(shell, arguments, "history"))
		return 2;
	for (i = 0; i < shell->history.count; i++) {
		gantry_buffer_printf(&text, "%5zu  ", i + 1);
		screen_put_line(&text, shell->history.lines[i],
		    strlen(shell->history.lines[i]));
		gantry_buffer_putc(&text, '\n');
	}
	screen_print(&text);
	return 0;
}

static int
run_quit(struct shell *shell, const char *arguments)
{
	if (!takes_nothing(shell, arguments, "quit"))
		return 2;
	shell->is_over = true;
	return 0;
}

static int
run_reload(struct shell *shell, const char *arguments)
{
	struct gantry_error error;

	if (!takes_nothing(shell, arguments, "reload"))
		return 2;
	if (mounted_reload(&shell->mounted, &error) == -1) {
		shell_misused(
		    shell, "the applications stay as they are: %s", error.text);
		return 1;
	}
	printf("reloaded\n");
	fflush(stdout);
	return 0;
}

static int
run_routes(struct shell *shell, const char *arguments)
{
	struct gantry_buffer text = { 0 }, path = { 0 };
	int status = 0,
	    count = only_word(shell, arguments, &path, "routes [/PATH]");

	if (count == -1)
		status = 2;
	else if (count == 1 && *path.data != '/')
		status = shell_misused(shell,
		    "'%s' is not a path; begin it with a slash", path.data);
	else if (count == 1)
		status =
		    command_match_route(&shell->mounted.gate, path.data, &text);
	else
		command_put_routes(&shell->mounted.gate, &text);
	screen_print(&text);
	gantry_buffer_clear(&path);
	return status;
}

static int
run_save(struct shell *shell, const char *arguments)
{
	struct gantry_buffer path = { 0 };
	struct gantry_error error;
	int status = 0, count;

	if (!has_last(shell))
		return 2;
	count = only_word(shell, arguments, &path, "save FILE");
	if (count == 0)
		status = shell_misused(shell,
		    "give a file: save NAME.fcgi, NAME.c or NAME.gantry");
	else if (count == -1)
		status = 2;
	else if (strstr(path.data, ".fcgi") != NULL &&
	    shell->last.capture.records.length == 0)
		status = shell_misused(shell,
		    "the last request was measured, not kept; send it once");
	else if (save_test(&shell->last, &shell->mounted, path.data, &error) ==
	    -1) {
		shell_misused(shell, "%s", error.text);
		status = 1;
	} else {
		printf("saved %s\n", path.data);
		fflush(stdout);
	}
	gantry_buffer_clear(&path);
	return status;
}

/* "set NAME VALUE" or "set NAME=VALUE" */
static int
run_set(struct shell *shell, const char *arguments)
{
	struct gantry_buffer name = { 0 }, value = { 0 };
	struct gantry_error error;
	char *equals = NULL;
	int status = 0, count = line_words_next(&arguments, &name, &error);

	if (count == 1) {
		equals = strchr(name.data, '=');
		if (equals != NULL)
			*equals = '\0';
		else
			count = line_words_next(&arguments, &value, &error);
	}
	if (count == -1)
		status = shell_misused(shell, "%s", error.text);
	else if (count == 0 || !line_words_end(arguments))
		status = shell_misused(shell,
		    "give a name and a value, one with blanks in quotes: set "
		    "NAME VALUE; 'settings' lists them");
	else if (mounted_set(&shell->mounted, name.data,
		     equals != NULL ? equals + 1 : value.data, &error) == -1)
		status = shell_misused(shell, "%s", error.text);
	else if (shell->is_interactive)
		printf("set; 'reload' opens the applications with it\n");
	gantry_buffer_clear(&name);
	gantry_buffer_clear(&value);
	return status;
}

static int
run_settings(struct shell *shell, const char *arguments)
{
	struct gantry_buffer text = { 0 };

	if (!takes_nothing(shell, arguments, "settings"))
		return 2;
	mounted_put_settings(&shell->mounted, &text);
	screen_print(&text);
	return 0;
}

static int
run_sql(struct shell *shell, const char *arguments)
{
	struct gantry_buffer text = { 0 };

	if (!takes_nothing(shell, arguments, "sql") || !has_last(shell))
		return 2;
	if (shell->last.spans.length == 0)
		return shell_misused(shell,
		    "the last request was measured, not traced; send it once");
	if (shell->last.statement_count == 0)
		gantry_buffer_puts(
		    &text, "the last request ran no SQL statements\n");
	gantry_buffer_add(
	    &text, shell->last.statements.data, shell->last.statements.length);
	screen_print(&text);
	return 0;
}

static int
run_time(struct shell *shell, const char *arguments)
{
	if (line_words_end(arguments))
		return shell_misused(shell,
		    "give a request: time GET /, or 10x GET / to send it ten "
		    "times");
	return shell_measure(shell, 1, arguments);
}

static int
run_trace(struct shell *shell, const char *arguments)
{
	struct gantry_buffer text = { 0 }, word = { 0 };
	int status = 0,
	    count = only_word(shell, arguments, &word, "trace [on|off]");

	if (count == 1 && strcmp(word.data, "on") == 0)
		shell->traces = true;
	else if (count == 1 && strcmp(word.data, "off") == 0)
		shell->traces = false;
	else if (count != 0)
		status = count == -1
		    ? 2
		    : shell_misused(shell, "give 'trace on' or 'trace off'");
	else if (shell->last.spans.length > 0)
		screen_put_clean(
		    &text, shell->last.spans.data, shell->last.spans.length);
	else
		status = shell_misused(shell,
		    "no request was traced yet; send one, or give 'trace on'");
	screen_print(&text);
	gantry_buffer_clear(&word);
	return status;
}

static int run_help(struct shell *shell, const char *arguments);

/* Before the others in help, and for "help METHOD". */
static const struct shell_command request_command = {
	"METHOD",
	"/PATH [WORD ...]",
	"send a request; without METHOD it is GET, or POST with a body",
	"  name==value    a parameter of the query\n"
	"  name=value     the same; with POST, PUT and PATCH a field of a form\n"
	"  name:=JSON     a member of a JSON object; name=value becomes one, "
	"too\n"
	"  Name:value     a header; a blank may follow the colon\n"
	"  :json TEXT     the rest of the line is the body, JSON\n"
	"  :text TEXT     the rest of the line is the body, plain text\n"
	"  @FILE          the body is the content of FILE\n"
	"\n"
	"Put a word with blanks in quotes.  Examples:\n"
	"  GET /frequencies/x limit=3\n"
	"  POST /notes title='a note' 'Accept: application/json'\n"
	"  PUT /notes/1 :json {\"title\": \"a note\"}\n",
	shell_request,
};

const struct shell_command shell_commands[] = {
	{ "body", "[FILE]", "print the last body, or write it to FILE", NULL,
	    run_body },
	{ "cookies", "[clear [NAME]]", "show the cookies, or remove them",
	    "Cookies are kept between requests and sent as a browser does, "
	    "unless a request has its own header Cookie.",
	    run_cookies },
	{ "diff", "", "compare the last answer with the one before",
	    "JSON is compared line by line, with members in the order of "
	    "their names.",
	    run_diff },
	{ "environ", "[[METHOD] /PATH]",
	    "show the last environ, or that of a path",
	    "With a path it does not call the application.", run_environ },
	{ "expect", "STATUS REQUEST",
	    "send a request that fails unless it is answered STATUS",
	    "Commands of -c, of a file and of a pipe stop at a status of 400 "
	    "or more; this lets a test expect one.",
	    run_expect },
	{ "help", "[COMMAND]", "list the commands, or describe one", NULL,
	    run_help },
	{ "history", "", "list the lines that were typed",
	    "!! is the last line, !3 the third, !-2 the last but one, and "
	    "!GET the last that begins with GET.  A line that begins with a "
	    "blank is not kept.",
	    run_history },
	{ "quit", "", "end the shell; ^D does, too", NULL, run_quit },
	{ "reload", "",
	    "close the applications and open them with their new settings",
	    "A program or a module that was compiled again needs a new "
	    "shell.",
	    run_reload },
	{ "routes", "[/PATH]", "list the routes, or say which one has a path",
	    NULL, run_routes },
	{ "save", "FILE", "save the last request as a test",
	    "NAME.fcgi is for gantry replay, NAME.c is a test with check(3) "
	    "and gantry/testing.h, NAME.gantry is for gantry shell.",
	    run_save },
	{ "set", "NAME VALUE", "set a setting for the next reload",
	    "NAME is KEY, APPLICATION.KEY or /PREFIX.KEY.", run_set },
	{ "settings", "", "list the settings of the applications", NULL,
	    run_settings },
	{ "source", "[METHOD] /PATH", "show the lines of a route's handler",
	    "/PATH is a path or a template.  It needs debug information (-g), "
	    "the source files, and addr2line from binutils.",
	    shell_source },
	{ "sql", "", "list the SQL statements of the last request",
	    "With the time of each, its plan and the number of its rows.",
	    run_sql },
	{ "time", "REQUEST", "send a request and print only how long it took",
	    "10x REQUEST sends it ten times: the least time, the median and "
	    "the greatest.  Such requests are not traced.",
	    run_time },
	{ "trace", "[on|off]", "show the spans of the last request, or of each",
	    NULL, run_trace },
	{ NULL, NULL, NULL, NULL, NULL },
};

static const struct shell_command *
find_command(const char *name, size_t length)
{
	const struct shell_command *command = shell_commands;

	if (length == 4 && strncmp(name, "exit", 4) == 0)
		return find_command("quit", 4);
	for (; command->name != NULL; command++)
		if (strlen(command->name) == length &&
		    strncmp(command->name, name, length) == 0)
			return command;
	return NULL;
}

static void
put_row(struct gantry_buffer *text, const struct shell_command *command)
{
	char head[64];

	snprintf(head, sizeof(head), "%s %s", command->name, command->usage);
	gantry_buffer_printf(text, "  %-24s %s\n", head, command->summary);
}

static void
put_help(struct gantry_buffer *text)
{
	const struct shell_command *command;

	put_row(text, &request_command);
	gantry_buffer_printf(text, "  %-24s %s\n", "10x REQUEST",
	    "send it ten times: least time, median, greatest");
	for (command = shell_commands; command->name != NULL; command++)
		put_row(text, command);
	gantry_buffer_puts(text,
	    "\n'help GET' describes requests.  Tab completes, ^R searches the "
	    "history, ^C cancels.\n");
}

static int
no_command(const struct shell *shell, const char *name, const char *what)
{
	struct suggestion suggestion = { .name = name };
	const struct shell_command *command;
	const char *const *method;

	for (command = shell_commands; command->name != NULL; command++)
		suggestion_offer(&suggestion, command->name);
	for (method = request_words_methods; *method != NULL; method++)
		suggestion_offer(&suggestion, *method);
	return shell_misused(shell, "%s '%s'%s; 'help' lists the commands",
	    what, name, suggestion_hint(&suggestion));
}

static int
run_help(struct shell *shell, const char *arguments)
{
	const struct shell_command *command = NULL;
	struct gantry_buffer text = { 0 }, word = { 0 };
	int status = 0,
	    count = only_word(shell, arguments, &word, "help [COMMAND]");

	if (count == -1) {
		status = 2;
	} else if (count == 0) {
		put_help(&text);
	} else {
		command = find_command(word.data, word.length);
		if (command == NULL &&
		    (request_words_begin(word.data) ||
			strcmp(word.data, "METHOD") == 0 ||
			strcmp(word.data, "REQUEST") == 0))
			command = &request_command;
		if (command == NULL)
			status = no_command(shell, word.data, "no command");
	}
	if (command != NULL) {
		gantry_buffer_printf(&text, "%s %s: %s\n", command->name,
		    command->usage, command->summary);
		if (command == &request_command)
			gantry_buffer_puts(&text, command->detail);
		screen_print(&text);
		if (command != &request_command && command->detail != NULL)
			cmdline_print_text(command->detail);
		fflush(stdout);
	}
	screen_print(&text);
	gantry_buffer_clear(&word);
	return status;
}

/* "10x": the count, or 0. */
static unsigned
read_count(const char *word, size_t length)
{
	char *end;
	unsigned long count;

	if (!isdigit((unsigned char)*word))
		return 0;
	count = strtoul(word, &end, 10);
	return end == word + length - 1 && (*end == 'x' || *end == 'X')
	    ? (unsigned)(count < REPEAT_MAX + 1 ? count : REPEAT_MAX + 1)
	    : 0;
}

/* Is it a method that gantry does not know, in capitals, with a path? */
static bool
is_other_method(const char *line, size_t length)
{
	size_t i;

	for (i = 0; i < length; i++)
		if (!isupper((unsigned char)line[i]) && line[i] != '-')
			return false;
	return *line_words_skip(line + length) == '/';
}

/*
 * Does NAME look like a known method by mistake?  Another method is sent as it
 * is: an application may have methods of its own.
 */
static int
check_method(const struct shell *shell, const char *name)
{
	struct suggestion suggestion = { .name = name };
	const char *const *method;

	if (request_words_begin(name))
		return 0;
	for (method = request_words_methods; *method != NULL; method++)
		suggestion_offer(&suggestion, *method);
	if (suggestion.best == NULL)
		return 0;
	return shell_misused(
	    shell, "unknown method '%s'%s", name, suggestion_hint(&suggestion));
}

static int
run_other(struct shell *shell, const char *line, size_t length)
{
	const unsigned count = read_count(line, length);
	char *word;
	int status;

	if (count > REPEAT_MAX)
		return shell_misused(
		    shell, "at most %dx can be sent", REPEAT_MAX);
	if (count > 0 && line_words_end(line + length))
		return shell_misused(shell, "give a request: %ux GET /", count);
	if (count > 0)
		return shell_measure(shell, count, line + length);
	word = strndup(line, length);
	if (word == NULL)
		return shell_misused(shell, "out of memory");
	if (request_words_begin(word) || is_other_method(line, length)) {
		status = check_method(shell, word);
		if (status == 0)
			status = shell_request(shell, line);
	} else
		status = no_command(shell, word, "unknown command");
	free(word);
	return status;
}

int
shell_run(struct shell *shell, const char *line)
{
	const struct shell_command *command;
	size_t length;

	line = line_words_skip(line);
	if (*line == '\0' || *line == '#')
		return 0;
	length = strcspn(line, " \t\r\n");
	command = find_command(line, length);
	return command != NULL
	    ? command->run(shell, line_words_skip(line + length))
	    : run_other(shell, line, length);
}
