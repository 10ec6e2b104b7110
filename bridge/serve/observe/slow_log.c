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
slowlog_open(struct slowlog *log, const struct slowlog_options *options,
    struct gantry_error *error)
{
	log->threshold = options->threshold;
	if (log_target_open(&log->target, options->target, error) == -1)
		return gantry_error_prefix(error, "slow-log");
	return 0;
}

void
slowlog_close(struct slowlog *log)
{
	log_target_close(&log->target);
}

void
slowlog_reopen(struct slowlog *log)
{
	struct gantry_error error;

	if (log != NULL && log_target_reopen(&log->target, &error) == -1)
		log_error("%s; the file before is kept", error.text);
}

void
slowlog_trace_begin(struct slowlog_trace *trace)
{
	trace->count = 0;
	trace->params = trace->body = trace->waiting = -1;
	trace->first_byte = -1;
	trace->served = trace->writing = 0;
}

struct slowlog_step *
slowlog_trace_current(struct slowlog_trace *trace)
{
	struct slowlog_step *step;

	if (trace->count == 0)
		return NULL;
	step = &trace->steps[(trace->count - 1) % SLOWLOG_STEPS];
	return step->took == -1 ? step : NULL;
}

static void
copy_text(char to[SLOWLOG_TEXT_SIZE], const char *from)
{
	size_t length = strnlen(from, SLOWLOG_TEXT_SIZE - 1);

	memcpy(to, from, length);
	to[length] = '\0';
}

void
slowlog_trace_explain(struct slowlog_trace *trace, const char *why)
{
	struct slowlog_step *step = slowlog_trace_current(trace);

	if (step != NULL)
		copy_text(step->why, why);
}

void
slowlog_trace_step(struct slowlog_trace *trace, const char *what, int64_t now)
{
	struct slowlog_step *step = slowlog_trace_current(trace);

	if (step != NULL)
		step->took = now - step->begun;
	if (what == NULL)
		return;
	step = &trace->steps[trace->count++ % SLOWLOG_STEPS];
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
put_phases(struct gantry_buffer *line, const struct slowlog_trace *trace)
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
put_step(struct gantry_buffer *line, const struct slowlog_step *step)
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
put_steps(struct gantry_buffer *line, const struct slowlog_trace *trace,
    unsigned most)
{
	unsigned count = trace->count < most ? trace->count : most;
	unsigned i;

	gantry_buffer_puts(line, ",\"steps\":[");
	for (i = trace->count - count; i < trace->count; i++) {
		if (i > trace->count - count)
			gantry_buffer_putc(line, ',');
		put_step(line, &trace->steps[i % SLOWLOG_STEPS]);
	}
	put_number(line, "],\"steps_left_out\":", trace->count - count);
}

static void
make_line(const struct log_entry *entry, const struct slowlog_trace *trace,
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
slowlog_write(const struct slowlog *log, const struct log_entry *entry,
    const struct slowlog_trace *trace, struct log_pen *pen)
{
	unsigned steps = SLOWLOG_STEPS;

	/* As many steps as a line of this target takes. */
	do {
		make_line(entry, trace, steps, pen);
		steps /= 2;
	} while (pen->line.length > log->target.line_max && steps > 0);
	if (!gantry_buffer_failed(&pen->line))
		log_target_write(&log->target, LOG_LEVEL_WARNING,
		    pen->line.data, pen->line.length);
}
