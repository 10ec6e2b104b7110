/*
 * Requests: send, print, measure.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "cmd/shell/shell_commands.h"
#include "cmd/shell/show/screen.h"

/* At the prompt; commands of a file print all lines. */
#define LINES_MAX 400

static struct answer_style
style_of(const struct shell *shell)
{
	return (struct answer_style){
		.is_coloured = shell->is_coloured,
		.lines_max = shell->is_interactive ? LINES_MAX : 0,
	};
}

/* Status and headers; TOOK is unknown before the end. */
static void
print_head(struct shell *shell, const struct exchange *exchange, bool is_whole)
{
	const struct answer_style style = style_of(shell);
	struct gantry_buffer text = { 0 };
	char note[96] = "";

	if (is_whole)
		snprintf(note, sizeof(note), "  (%.1f ms, %zu bytes)",
		    (double)exchange->took / 1000,
		    exchange->answer.body_length);
	answer_put_status(&text, &exchange->answer, &style);
	if (*note != '\0' && shell->is_interactive)
		screen_put_coloured(
		    &text, shell->is_coloured, SCREEN_GREY, note, strlen(note));
	gantry_buffer_putc(&text, '\n');
	answer_put_headers(&text, &exchange->answer, &style);
	if (!is_whole || exchange->answer.body_length > 0)
		gantry_buffer_putc(&text, '\n');
	screen_print(&text);
}

/* Print the part of a stream that has come since; up to a whole line. */
static void
print_part(struct shell *shell, const struct exchange *exchange, bool is_whole)
{
	const struct answer *answer = &exchange->answer;
	const char *begin = answer->body + shell->printed, *end;
	const size_t left = answer->body_length - shell->printed;
	struct gantry_buffer text = { 0 };

	end = left > 0 ? memrchr(begin, '\n', left) : NULL;
	if (is_whole)
		end = begin + left;
	else if (end == NULL)
		return;
	else
		end++;
	screen_put_clean(&text, begin, (size_t)(end - begin));
	if (is_whole && text.length > 0 && text.data[text.length - 1] != '\n')
		gantry_buffer_putc(&text, '\n');
	shell->printed += (size_t)(end - begin);
	screen_print(&text);
}

/* An event stream is shown as it comes. */
static void
grown(void *owner, struct exchange *exchange)
{
	struct shell *shell = owner;

	if (shell->is_quiet || !exchange->has_answer ||
	    !answer_is_stream(&exchange->answer))
		return;
	if (!shell->has_begun)
		print_head(shell, exchange, false);
	shell->has_begun = true;
	print_part(shell, exchange, false);
}

static void
print_answer(struct shell *shell, const struct exchange *exchange)
{
	const struct answer_style style = style_of(shell);
	struct gantry_buffer text = { 0 };

	if (!exchange->has_answer)
		return;
	if (shell->has_begun) {
		print_part(shell, exchange, true);
		return;
	}
	print_head(shell, exchange, true);
	answer_put_body(&text, &exchange->answer, &style);
	screen_print(&text);
}

static void
keep_cookies(struct shell *shell, const struct exchange *exchange)
{
	static const char name[] = "Set-Cookie:";
	size_t position = 0, length;
	const char *header;

	while (exchange->has_answer &&
	    (header = answer_next_header(
		 &exchange->answer, &position, &length)) != NULL)
		if (length > strlen(name) &&
		    strncasecmp(header, name, strlen(name)) == 0)
			cookie_jar_set(&shell->jar, header + strlen(name),
			    length - strlen(name), exchange->request.target,
			    time(NULL));
}

/* Add the cookies, unless the request has its own. */
static int
add_cookies(struct shell *shell, struct request_words *request,
    struct gantry_error *error)
{
	struct gantry_buffer value = { 0 };
	int result = 0;

	if (request_words_has_header(request, "Cookie"))
		return 0;
	cookie_jar_put_header(&shell->jar, request->target, time(NULL), &value);
	if (value.length > 0) {
		gantry_buffer_putc(&value, '\0');
		result = gantry_buffer_failed(&value)
		    ? gantry_error_memory(error)
		    : request_words_add_header(
			  request, "Cookie", value.data, error);
	}
	gantry_buffer_clear(&value);
	return result;
}

/* Send the request in LINE.  It becomes the last one.  Returns a status. */
static int
send(struct shell *shell, const char *line, bool traces)
{
	const struct exchange_options options = {
		.traces = traces,
		.deferred_timeout = shell->config->limits.deferred_timeout,
		.listener = { grown, shell },
	};
	struct exchange exchange = { 0 };
	struct gantry_error error;

	if (request_words_read(&exchange.request, line, &error) == -1 ||
	    add_cookies(shell, &exchange.request, &error) == -1) {
		exchange_clear(&exchange);
		return shell_misused(shell, "%s", error.text);
	}
	shell->has_begun = false;
	shell->printed = 0;
	exchange_run(&exchange, &shell->mounted.gate, &options);
	if (exchange.result == -1 &&
	    exchange.error.code == GANTRY_ERROR_INPUT) {
		error = exchange.error;
		exchange_clear(&exchange);
		return shell_misused(shell, "%s", error.text);
	}
	keep_cookies(shell, &exchange);
	exchange_clear(&shell->before);
	shell->before = shell->last;
	shell->last = exchange;
	return 0;
}

/* Did the last request fail?  Says why, if the answer does not. */
static int
judge(const struct shell *shell)
{
	const struct exchange *last = &shell->last;
	const int status = last->has_answer ? last->answer.status : 0;

	if (last->was_interrupted) {
		shell_misused(shell, "interrupted after %.1f s",
		    (double)last->took / 1000000);
		return shell->is_interactive ? 1 : 130;
	}
	if (last->result == -1) {
		shell_misused(shell, "%s", last->error.text);
		return 1;
	}
	if (shell->expected != 0 && status != shell->expected) {
		shell_misused(shell, "%s %s answered %d, not %d",
		    last->request.method, last->request.target, status,
		    shell->expected);
		return 1;
	}
	if (shell->expected == 0 && status >= 400) {
		if (!shell->is_interactive)
			shell_misused(shell,
			    "%s %s answered %d; write 'expect %d %s ...' if "
			    "it should",
			    last->request.method, last->request.target, status,
			    status, last->request.method);
		return 1;
	}
	return 0;
}

int
shell_request(struct shell *shell, const char *line)
{
	struct gantry_buffer text = { 0 };
	int status = send(shell, line, true);

	if (status != 0)
		return status;
	print_answer(shell, &shell->last);
	if (shell->traces) {
		gantry_buffer_putc(&text, '\n');
		screen_put_clean(
		    &text, shell->last.spans.data, shell->last.spans.length);
		screen_print(&text);
	}
	return judge(shell);
}

static int
compare(const void *a, const void *b)
{
	const int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;

	return left < right ? -1 : left > right;
}

static void
print_times(struct shell *shell, int64_t *times, unsigned count)
{
	int64_t median;

	qsort(times, count, sizeof(*times), compare);
	median = count % 2 == 1 ? times[count / 2]
				: (times[count / 2 - 1] + times[count / 2]) / 2;
	printf("%u x %s %s: min %.3f ms, median %.3f ms, max %.3f ms\n", count,
	    shell->last.request.method, shell->last.request.target,
	    (double)times[0] / 1000, (double)median / 1000,
	    (double)times[count - 1] / 1000);
	fflush(stdout);
}

/* Not traced, since that takes time. */
int
shell_measure(struct shell *shell, unsigned count, const char *line)
{
	const struct answer_style style = style_of(shell);
	int64_t *times = calloc(count, sizeof(*times));
	struct gantry_buffer text = { 0 };
	unsigned i;
	int status = 0;

	if (times == NULL)
		return shell_misused(shell, "out of memory");
	shell->is_quiet = true;
	for (i = 0; i < count && status == 0; i++) {
		status = send(shell, line, false);
		if (status == 0) {
			times[i] = shell->last.took;
			status = judge(shell);
		}
	}
	shell->is_quiet = false;
	if (i > 0 && status < 2 && shell->last.has_answer) {
		answer_put_status(&text, &shell->last.answer, &style);
		gantry_buffer_putc(&text, '\n');
		screen_print(&text);
		print_times(shell, times, i);
	}
	free(times);
	return status;
}
