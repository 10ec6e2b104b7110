/*
 * The trace is made while the request still stands, at its end; the body of the
 * answer is known only after that.
 */
#include <stdio.h>
#include <string.h>

#include "cmd/commands/trace_printer.h"
#include "gantry/json.h"
#include "gate/trace/trace_print.h"

static void
end(void *owner, struct request *request, int result)
{
	struct watched *self = owner;

	(void)result;
	if (request->environ.trace == NULL)
		return; /* no memory */
	if (self->options->shows_json)
		trace_put_json(&self->text, &request->environ);
	else
		trace_put_text(&self->text, &request->environ);
}

static void
begin_anew(struct watched *watched)
{
	gantry_buffer_reset(&watched->text);
	if (watched->options->shows_json)
		gantry_buffer_putc(&watched->text, '{');
}

void
watched_init(
    struct watched *watched, const struct options *options, struct gate *gate)
{
	*watched = (struct watched){ .options = options };
	gate->watch = (struct watch){ .owner = watched, .end = end };
	begin_anew(watched);
}

void
watched_clear(struct watched *watched)
{
	gantry_buffer_clear(&watched->text);
}

/* The part of ANSWER behind its headers. */
static void
put_body(struct watched *watched, const struct gantry_buffer *answer)
{
	const char *head_end =
	    memmem(answer->data, answer->length, "\r\n\r\n", 4);
	const char *body;
	size_t length;

	if (head_end == NULL)
		return;
	body = head_end + 4;
	length = answer->length - (size_t)(body - answer->data);
	if (watched->options->shows_json) {
		gantry_buffer_puts(&watched->text, ",\"body\":");
		gantry_json_string(&watched->text, body, length);
	} else {
		gantry_buffer_puts(&watched->text, "\nbody\n");
		gantry_buffer_add(&watched->text, body, length);
	}
}

void
watched_print(struct watched *watched, const struct gantry_buffer *answer)
{
	struct gantry_buffer *text = &watched->text;

	if (watched->options->shows_body && answer->length > 0)
		put_body(watched, answer);
	if (watched->options->shows_json)
		gantry_buffer_puts(text, "}\n");
	if (text->length > 0 && text->data[text->length - 1] != '\n')
		gantry_buffer_putc(text, '\n');
	if (gantry_buffer_failed(text))
		fprintf(stderr, "gantry: out of memory\n");
	else
		fwrite(text->data, 1, text->length, stdout);
	begin_anew(watched);
}
