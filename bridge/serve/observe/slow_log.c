/*
 * Tracing a request, and writing the line of a slow one.
 */
#include <string.h>
#include <unistd.h>

#include "base/log/log.h"
#include "serve/observe/slow_log.h"

/* The most bytes of a text from the client. */
#define VALUE_MAX 1024

int
slow_log_open(struct slow_log *log, const struct slow_log_options *options,
    struct gantry_error *error)
{
	log->threshold = options->threshold;
	if (log_target_open(
		&log->target, options->target, LOG_RELAY_SLOW, error) == -1)
		return gantry_error_prefix(error, "slow-log");
	return 0;
}

void
slow_log_close(struct slow_log *log)
{
	log_target_close(&log->target);
}

int
slow_log_reopen(struct slow_log *log)
{
	struct gantry_error error;

	if (log == NULL || log_target_reopen(&log->target, &error) == 0)
		return 0;
	log_error("%s; still writing to the old file", error.text);
	return -1;
}

void
slow_log_replace(struct slow_log *log, int descriptor)
{
	struct gantry_error error;

	if (log != NULL &&
	    log_target_replace(&log->target, descriptor, &error) == -1)
		log_error("%s; still writing to the old file", error.text);
}

void
slow_log_trace_begin(struct slow_log_trace *trace)
{
	trace->count = 0;
	trace->params = trace->body = trace->waiting = -1;
	trace->first_byte = -1;
	trace->served = trace->writing = 0;
}

struct slow_log_step *
slow_log_trace_current(struct slow_log_trace *trace)
{
	struct slow_log_step *step;

	if (trace->count == 0)
		return NULL;
	step = &trace->steps[(trace->count - 1) % SLOW_LOG_STEPS];
	return step->took == -1 ? step : NULL;
}

static void
copy_text(char to[SLOW_LOG_TEXT_SIZE], const char *from)
{
	size_t length = strnlen(from, SLOW_LOG_TEXT_SIZE - 1);

	memcpy(to, from, length);
	to[length] = '\0';
}

void
slow_log_trace_explain(struct slow_log_trace *trace, const char *why)
{
	struct slow_log_step *step = slow_log_trace_current(trace);

	if (step != NULL)
		copy_text(step->why, why);
}

void
slow_log_trace_step(struct slow_log_trace *trace, const char *what, int64_t now)
{
	struct slow_log_step *step = slow_log_trace_current(trace);

	if (step != NULL)
		step->took = now - step->begun;
	if (what == NULL)
		return;
	step = &trace->steps[trace->count++ % SLOW_LOG_STEPS];
	copy_text(step->what, what);
	step->why[0] = '\0';
	step->begun = now;
	step->took = -1;
}

/* -1 means unknown, and becomes null. */
static void
put_known(struct gantry_json_writer *json, const char *name, int64_t number)
{
	if (number == -1)
		gantry_json_put_null(json, name);
	else
		gantry_json_put_integer(json, name, number);
}

static void
put_phases(struct gantry_json_writer *json, const struct slow_log_trace *trace)
{
	gantry_json_begin_object(json, "phases_ms");
	put_known(json, "params", trace->params);
	put_known(json, "body", trace->body);
	put_known(json, "waiting", trace->waiting);
	put_known(json, "first_byte",
	    trace->first_byte == -1 ? -1 : trace->first_byte / 1000);
	put_known(json, "application", (trace->served - trace->writing) / 1000);
	put_known(json, "writing", trace->writing / 1000);
	gantry_json_end(json);
}

static void
put_step(struct gantry_json_writer *json, const struct slow_log_step *step)
{
	gantry_json_begin_object(json, NULL);
	put_known(json, "at_us", step->begun);
	put_known(json, "took_us", step->took);
	gantry_json_put_text(json, "what", step->what);
	if (step->why[0] != '\0')
		gantry_json_put_text(json, "why", step->why);
	gantry_json_end(json);
}

/* The last steps, up to MOST. */
static void
put_steps(struct gantry_json_writer *json, const struct slow_log_trace *trace,
    unsigned most)
{
	unsigned count = trace->count < most ? trace->count : most;
	unsigned i;

	gantry_json_begin_array(json, "steps");
	for (i = trace->count - count; i < trace->count; i++)
		put_step(json, &trace->steps[i % SLOW_LOG_STEPS]);
	gantry_json_end(json);
	gantry_json_put_integer(json, "steps_left_out", trace->count - count);
}

static void
make_line(const struct slow_log *log, const struct log_entry *entry,
    const struct slow_log_trace *trace, unsigned steps,
    struct log_formatter *formatter)
{
	struct gantry_json_writer json;

	gantry_buffer_reset(&formatter->line);
	log_line_begin_object(&json, entry, VALUE_MAX, formatter);
	gantry_json_put_text(&json, "cause",
	    slow_causes[log_entry_cause(entry, log->threshold)]);
	put_phases(&json, trace);
	put_steps(&json, trace, steps);
	gantry_json_put_integer(&json, "pid", getpid());
	gantry_json_end(&json);
	gantry_buffer_putc(&formatter->line, '\n');
}

void
slow_log_write(const struct slow_log *log, const struct log_entry *entry,
    const struct slow_log_trace *trace, struct log_formatter *formatter)
{
	unsigned steps = SLOW_LOG_STEPS;

	/* Fewer steps until the line fits the target. */
	do {
		make_line(log, entry, trace, steps, formatter);
		steps /= 2;
	} while (formatter->line.length > log->target.line_max && steps > 0);
	if (!gantry_buffer_failed(&formatter->line))
		log_target_write(&log->target, LOG_LEVEL_WARNING,
		    formatter->line.data, formatter->line.length);
}
