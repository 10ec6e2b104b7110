/*
 * The trace is formatted at the end of the request, while its memory is there;
 * the body of the answer is known only after that.
 */
#include <stdio.h>
#include <string.h>

#include "base/this_program.h"
#include "cmd/commands/trace_printer.h"
#include "gate/trace/trace_print.h"

static void
end(void *owner, struct request *request, int result)
{
	struct trace_printer *self = owner;

	(void)result;
	if (request->environ.trace == NULL)
		return; /* no memory */
	if (self->options->shows_json)
		trace_put_json(&self->json, &request->environ);
	else
		trace_put_text(&self->text, &request->environ);
}

static void
reset(struct trace_printer *printer)
{
	gantry_buffer_reset(&printer->text);
	if (!printer->options->shows_json)
		return;
	gantry_json_writer_init(&printer->json, &printer->text);
	gantry_json_begin_object(&printer->json, NULL);
}

void
trace_printer_init(struct trace_printer *printer, const struct options *options,
    struct gate *gate)
{
	*printer = (struct trace_printer){ .options = options };
	gate->observer = (struct observer){ .owner = printer, .end = end };
	reset(printer);
}

void
trace_printer_clear(struct trace_printer *printer)
{
	gantry_buffer_clear(&printer->text);
}

/* Append the body of ANSWER. */
static void
put_body(struct trace_printer *printer, const struct gantry_buffer *answer)
{
	const char *head_end =
	    memmem(answer->data, answer->length, "\r\n\r\n", 4);
	const char *body;
	size_t length;

	if (head_end == NULL)
		return;
	body = head_end + 4;
	length = answer->length - (size_t)(body - answer->data);
	if (printer->options->shows_json) {
		gantry_json_put_string(&printer->json, "body", body, length);
	} else {
		gantry_buffer_puts(&printer->text, "\nbody\n");
		gantry_buffer_add(&printer->text, body, length);
	}
}

void
trace_printer_print(
    struct trace_printer *printer, const struct gantry_buffer *answer)
{
	struct gantry_buffer *text = &printer->text;

	if (printer->options->shows_body && answer->length > 0)
		put_body(printer, answer);
	if (printer->options->shows_json)
		gantry_json_end(&printer->json);
	if (text->length > 0 && text->data[text->length - 1] != '\n')
		gantry_buffer_putc(text, '\n');
	if (gantry_buffer_failed(text))
		program_print_error("out of memory");
	else
		fwrite(text->data, 1, text->length, stdout);
	reset(printer);
}
