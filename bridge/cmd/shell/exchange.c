/*
 * One request in process.  What the trace knows is formatted at its end, while
 * the memory of the request is there.
 */
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "cmd/shell/exchange.h"
#include "cmd/shell/show/screen.h"
#include "gate/environ/environ.h"
#include "gate/trace/trace_print.h"
#include "gate/transport/call.h"

/* A signal may come just before the wait, so it ends now and then. */
#define WAIT_MILLISECONDS 250

/* The exit status after SIGINT, as that of shells. */
#define INTERRUPTED 130

static bool is_patient;
static volatile sig_atomic_t interrupts;
static volatile sig_atomic_t is_running; /* the application has the thread */

static void
note_interrupt(int number)
{
	static const char hint[] =
	    "\nthe application does not wait; ^C again ends the shell\n";

	(void)number;
	if (!is_running) {
		interrupts = 1;
		return;
	}
	if (interrupts > 0 || !is_patient)
		_exit(INTERRUPTED);
	interrupts = 1;
	if (write(STDERR_FILENO, hint, sizeof(hint) - 1) == -1)
		return;
}

void
exchange_catch_interrupts(bool patient)
{
	struct sigaction action = { .sa_handler = note_interrupt };

	is_patient = patient;
	sigemptyset(&action.sa_mask);
	sigaction(SIGINT, &action, NULL);
}

bool
exchange_was_interrupted(void)
{
	const bool was = interrupts > 0;

	interrupts = 0;
	return was;
}

/* What the functions of a call know. */
struct sending {
	struct exchange *exchange;
	const struct exchange_options *options;
};

static bool
is_gone(void *owner)
{
	(void)owner;
	return interrupts > 0;
}

static int
written(void *owner)
{
	struct sending *self = owner;
	struct exchange *exchange = self->exchange;
	const struct exchange_listener *listener = &self->options->listener;

	exchange->has_answer =
	    answer_parse(&exchange->answer, &exchange->bytes);
	if (listener->grown != NULL)
		listener->grown(listener->owner, exchange);
	return interrupts > 0 ? -1 : 0;
}

/* The statements among the spans, each with the notes in it. */
static void
put_statements(struct exchange *exchange, const struct trace *trace)
{
	struct gantry_buffer *text = &exchange->statements;
	const struct trace_entry *entry, *end = trace->entries + trace->count;
	unsigned depth = 0;
	const char *line;

	for (entry = trace->entries; entry < end; entry++) {
		line = trace_text(trace, entry);
		if (entry->kind != NULL && strcmp(entry->kind, "sql") == 0) {
			depth = entry->depth + 1;
			gantry_buffer_printf(text, "%3u  %8.3f ms  ",
			    ++exchange->statement_count,
			    (double)trace_took(trace, entry) / 1000);
		} else if (entry->kind == NULL && depth > 0 &&
		    entry->depth == depth) {
			gantry_buffer_printf(text, "%18s", "");
		} else {
			depth = entry->depth < depth ? 0 : depth;
			continue;
		}
		screen_put_line(text, line, strlen(line));
		gantry_buffer_putc(text, '\n');
	}
}

/* The request in the form that gantry replay reads. */
static void
fill_capture(struct exchange *exchange, const struct gantry_environ *environ)
{
	const struct gantry_buffer *body = &exchange->request.body;
	const struct received *received = environ->received;
	struct capture *capture = &exchange->capture;
	struct record_piece piece = { .header.type = RECORD_PARAMS,
		.is_first = true };
	size_t left = body->length;

	capture_begin(capture);
	for (; received != NULL; received = received->next)
		capture_add_variable(capture, received->name,
		    strlen(received->name), received->value);
	capture_add_piece(capture, &piece);
	piece.header.type = RECORD_STDIN;
	while (left > 0) {
		piece.data = body->data + body->length - left;
		piece.size =
		    left < RECORD_CONTENT_MAX ? left : RECORD_CONTENT_MAX;
		capture_add_piece(capture, &piece);
		left -= piece.size;
	}
	capture_end_body(capture);
}

static void
end(void *owner, struct request *request, int result)
{
	struct sending *self = owner;
	struct exchange *exchange = self->exchange;
	const struct gantry_environ *environ = &request->environ;

	(void)result;
	if (environ->trace == NULL)
		return; /* not traced, or no memory */
	trace_put_environ(&exchange->environ, environ);
	trace_put_spans(&exchange->spans, environ->trace);
	put_statements(exchange, environ->trace);
	fill_capture(exchange, environ);
}

static void
wait_for_end(struct call_running *running)
{
	is_running = 0;
	while (call_is_waiting(running) && interrupts == 0) {
		if (!call_wait(running, WAIT_MILLISECONDS))
			continue;
		is_running = 1;
		call_run(running);
		is_running = 0;
	}
	if (call_is_waiting(running))
		call_cancel(running, GANTRY_END_GONE);
}

void
exchange_run(struct exchange *exchange, struct gate *gate,
    const struct exchange_options *options)
{
	struct sending sending = { exchange, options };
	const struct request_words *request = &exchange->request;
	const struct call call = {
		.method = request->method,
		.target = request->target,
		.headers = (const char *const *)request->headers,
		.body = request->has_body && request->body.data == NULL
		    ? ""
		    : request->body.data,
		.body_length = request->body.length,
		.deferred_timeout = options->deferred_timeout,
		.written = written,
		.is_gone = is_gone,
		.owner = &sending,
	};
	struct call_running running;
	int64_t begun;

	gate->observer = (struct observer){ .owner = &sending, .end = end };
	gate->options.traces = options->traces;
	gate->tracer.traces_all = options->traces;
	if (interrupts > 0) { /* before the application was called */
		exchange->was_interrupted = true;
		exchange->result = gantry_error_set(
		    &exchange->error, GANTRY_ERROR_HANGUP, "interrupted");
		return;
	}
	is_running = 1;
	begun = clock_microseconds();
	call_begin(&running, gate, &call, &exchange->bytes);
	wait_for_end(&running);
	exchange->took = clock_microseconds() - begun;
	is_running = 0;
	exchange->result = call_end(&running, &exchange->error);
	exchange->has_answer =
	    answer_parse(&exchange->answer, &exchange->bytes);
	exchange->was_interrupted = interrupts > 0;
	gate->observer = (struct observer){ 0 };
}

void
exchange_clear(struct exchange *exchange)
{
	request_words_clear(&exchange->request);
	gantry_buffer_clear(&exchange->bytes);
	gantry_buffer_clear(&exchange->environ);
	gantry_buffer_clear(&exchange->spans);
	gantry_buffer_clear(&exchange->statements);
	capture_clear(&exchange->capture);
	*exchange = (struct exchange){ 0 };
}
