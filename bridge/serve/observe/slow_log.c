/*
 * What is noted of a request, and the line that it becomes if it was slow.
 */
#include <string.h>
#include <unistd.h>

#include "base/log/log.h"
#include "gantry/json.h"
#include "serve/observe/slow_log.h"

/* Of each text of the client's so many bytes are kept. */
#define VALUE_MAX 1024

int
slow_log_open(struct slow_log *log, const struct slow_log_options *options,
    struct gantry_error *error)
{
	log->threshold = options->threshold;
	if (log_target_open(&log->target, options->target, error) == -1)
		return gantry_error_prefix(error, "slow-log");
	return 0;
}

void
slow_log_close(struct slow_log *log)
{
	log_target_close(&log->target);
}

void
slow_log_reopen(struct slow_log *log)
{
	struct gantry_error error;

	if (log != NULL && log_target_reopen(&log->target, &error) == -1)
		log_error("%s; the file before is kept", error.text);
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

/* NUMBER, or null for what is not known. */
static void
put_number(struct gantry_buffer *line, const char *key, int64_t number)
{
	gantry_buffer_puts(line, key);
	if (number == -1)
		gantry_buffer_puts(line, "null");
	else
		gantry_json_integer(line, number);
}

static void
put_phases(struct gantry_buffer *line, const struct slow_log_trace *trace)
{
	put_number(line, ",\"phases_ms\":{\"params\":", trace->params);
	put_number(line, ",\"body\":", trace->body);
	put_number(line, ",\"waiting\":", trace->waiting);
	put_number(line, ",\"first_byte\":",
	    trace->first_byte == -1 ? -1 : trace->first_byte / 1000);
	put_number(
	    line, ",\"application\":", (trace->served - trace->writing) / 1000);
	put_number(line, ",\"writing\":", trace->writing / 1000);
	gantry_buffer_putc(line, '}');
}

static void
put_step(struct gantry_buffer *line, const struct slow_log_step *step)
{
	put_number(line, "{\"at_us\":", step->begun);
	put_number(line, ",\"took_us\":", step->took);
	gantry_buffer_puts(line, ",\"what\":");
	gantry_json_text(line, step->what);
	if (step->why[0] != '\0') {
		gantry_buffer_puts(line, ",\"why\":");
		gantry_json_text(line, step->why);
	}
	gantry_buffer_putc(line, '}');
}

/* The last steps, MOST of them. */
static void
put_steps(struct gantry_buffer *line, const struct slow_log_trace *trace,
    unsigned most)
{
	unsigned count = trace->count < most ? trace->count : most;
	unsigned i;

	gantry_buffer_puts(line, ",\"steps\":[");
	for (i = trace->count - count; i < trace->count; i++) {
		if (i > trace->count - count)
			gantry_buffer_putc(line, ',');
		put_step(line, &trace->steps[i % SLOW_LOG_STEPS]);
	}
	put_number(line, "],\"steps_left_out\":", trace->count - count);
}

static void
make_line(const struct log_entry *entry, const struct slow_log_trace *trace,
    unsigned steps, struct log_pen *pen)
{
	struct gantry_buffer *line = &pen->line;

	gantry_buffer_reset(line);
	log_line_begin_object(entry, VALUE_MAX, pen);
	put_phases(line, trace);
	put_steps(line, trace, steps);
	put_number(line, ",\"pid\":", getpid());
	gantry_buffer_puts(line, "}\n");
}

void
slow_log_write(const struct slow_log *log, const struct log_entry *entry,
    const struct slow_log_trace *trace, struct log_pen *pen)
{
	unsigned steps = SLOW_LOG_STEPS;

	/* As many steps as a line of this target takes. */
	do {
		make_line(entry, trace, steps, pen);
		steps /= 2;
	} while (pen->line.length > log->target.line_max && steps > 0);
	if (!gantry_buffer_failed(&pen->line))
		log_target_write(&log->target, LOG_LEVEL_WARNING,
		    pen->line.data, pen->line.length);
}
