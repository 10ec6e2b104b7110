/*
 * Renders a template with values.  What it may write, how deep it may go and
 * how many steps it may take is limited, since values come from clients, too.
 */
#include <string.h>

#include "base/null.h"
#include "web/html/html_template.h"
#include "web/response/response.h"

#define OUTPUT_MAX (16u << 20)
#define STEPS_MAX  5000000
#define DEPTH_MAX  100

/* The values that names are sought in, the innermost first. */
struct scope {
	const struct gantry_json_value *value;
	const struct scope *outer;
};

/* The white space before each line of a partial. */
struct indentation {
	const char *text;
	const struct indentation *outer;
};

struct rendering {
	struct gantry_buffer *buffer;
	size_t begin; /* of what is rendered in the buffer */
	size_t steps; /* that are left */
	unsigned depth;
	const struct html_template *template; /* for messages */
	struct gantry_error *error;
};

static int render_nodes(struct rendering *rendering,
    const struct html_node *nodes, const struct scope *scope,
    const struct indentation *indentation);

static int
fail(struct rendering *rendering, const struct html_node *node,
    const char *problem)
{
	return gantry_error_set(rendering->error, GANTRY_ERROR_LIMIT,
	    "%s:%u: %s", rendering->template->file, node->line, problem);
}

static int
spend(struct rendering *rendering, const struct html_node *node, size_t cost)
{
	if (rendering->steps < cost)
		return fail(rendering, node,
		    "the page takes too many steps with these values");
	rendering->steps -= cost;
	if (rendering->buffer->length - rendering->begin > OUTPUT_MAX)
		return fail(rendering, node,
		    "the page has more than 16 MiB with these values");
	return 0;
}

/* Find the value of NODE's name; *VALUE is NULL if there is none. */
static int
find_value(struct rendering *rendering, const struct html_node *node,
    const struct scope *scope, const struct gantry_json_value **value)
{
	size_t i;

	*value = scope->value;
	if (node->path.count == 0)
		return 0;
	for (*value = NULL; scope != NULL && *value == NULL;
	     scope = scope->outer) {
		if (scope->value == NULL ||
		    scope->value->kind != GANTRY_JSON_OBJECT)
			continue;
		if (spend(rendering, node, scope->value->count + 1) == -1)
			return -1;
		*value = gantry_json_member(scope->value, node->path.parts[0]);
	}
	for (i = 1; i < node->path.count && *value != NULL; i++) {
		if ((*value)->kind != GANTRY_JSON_OBJECT) {
			*value = NULL;
			break;
		}
		if (spend(rendering, node, (*value)->count + 1) == -1)
			return -1;
		*value = gantry_json_member(*value, node->path.parts[i]);
	}
	return 0;
}

/* Does a section with VALUE, which may be NULL, write nothing? */
static bool
is_false(const struct gantry_json_value *value)
{
	if (value == NULL)
		return true;
	switch (value->kind) {
	case GANTRY_JSON_NULL:
		return true;
	case GANTRY_JSON_BOOLEAN:
		return !value->boolean;
	case GANTRY_JSON_INTEGER:
	case GANTRY_JSON_NUMBER:
		return value->number == 0 && value->integer == 0;
	case GANTRY_JSON_STRING:
		return value->length == 0;
	case GANTRY_JSON_ARRAY:
		return value->count == 0;
	case GANTRY_JSON_OBJECT:
		break;
	}
	return false;
}

static void
indent(struct gantry_buffer *buffer, const struct indentation *indentation)
{
	if (indentation == NULL)
		return;
	indent(buffer, indentation->outer);
	gantry_buffer_puts(buffer, indentation->text);
}

static void
write_text(struct gantry_buffer *buffer, const struct html_node *node,
    const struct indentation *indentation)
{
	const char *at = node->text, *end = node->text + node->length, *line;

	if (indentation == NULL) {
		gantry_buffer_add(buffer, node->text, node->length);
		return;
	}
	if (node->begins_line)
		indent(buffer, indentation);
	for (; at < end; at = line) {
		line = memchr(at, '\n', (size_t)(end - at));
		line = line != NULL ? line + 1 : end;
		gantry_buffer_add(buffer, at, (size_t)(line - at));
		if (line < end)
			indent(buffer, indentation);
	}
}

/* Append LENGTH bytes of TEXT, with the escaping of NODE. */
static void
escape(struct gantry_buffer *buffer, const struct html_node *node,
    const char *text, size_t length)
{
	switch (node->escaping) {
	case HTML_ESCAPE_TEXT:
		html_escape_bytes(buffer, text, length);
		break;
	case HTML_ESCAPE_URL:
		/* A NUL would hide the rest. */
		if (memchr(text, '\0', length) != NULL)
			gantry_buffer_puts(buffer, "about:invalid");
		else
			gantry_html_url(buffer, text);
		break;
	case HTML_ESCAPE_COMPONENT:
		html_escape_component(buffer, text, length, "");
		break;
	case HTML_ESCAPE_ADDRESS:
		html_escape_component(buffer, text, length, "@+");
		break;
	case HTML_ESCAPE_NOTHING:
		gantry_buffer_add(buffer, text, length);
		break;
	}
}

static int
write_variable(struct rendering *rendering, const struct html_node *node,
    const struct gantry_json_value *value)
{
	struct gantry_buffer text = { 0 };
	struct gantry_json_writer json;

	if (value == NULL || value->kind == GANTRY_JSON_NULL)
		return 0;
	if (value->kind == GANTRY_JSON_STRING) {
		escape(rendering->buffer, node, value->string, value->length);
		return 0;
	}
	gantry_json_writer_init(&json, &text);
	gantry_json_put_value(&json, NULL, value);
	gantry_buffer_putc(&text, '\0');
	if (gantry_buffer_failed(&text)) {
		gantry_buffer_clear(&text);
		return gantry_error_memory(rendering->error);
	}
	escape(rendering->buffer, node, text.data, text.length - 1);
	gantry_buffer_clear(&text);
	return 0;
}

/* A section that has VALUE: once, or for each item of an array. */
static int
render_section(struct rendering *rendering, const struct html_node *node,
    const struct gantry_json_value *value, const struct scope *outer,
    const struct indentation *indentation)
{
	struct scope scope = { value, outer };

	if (value->kind != GANTRY_JSON_ARRAY)
		return render_nodes(
		    rendering, node->below, &scope, indentation);
	for (value = value->items; value != NULL; value = value->next) {
		scope.value = value;
		if (spend(rendering, node, 1) == -1 ||
		    render_nodes(rendering, node->below, &scope, indentation) ==
			-1)
			return -1;
	}
	return 0;
}

static int
render_partial(struct rendering *rendering, const struct html_node *node,
    const struct scope *scope, const struct indentation *outer)
{
	const struct indentation indentation = { node->indentation, outer };
	const struct html_template *template = rendering->template;
	const struct indentation *inner = NULL;
	int result;

	if (node->is_alone)
		inner = *node->indentation != '\0' ? &indentation : outer;
	rendering->template = node->partial;
	result = render_nodes(rendering, node->partial->nodes, scope, inner);
	rendering->template = template;
	return result;
}

static int
render_node(struct rendering *rendering, const struct html_node *node,
    const struct scope *scope, const struct indentation *indentation)
{
	const struct gantry_json_value *value;

	switch (node->kind) {
	case HTML_NODE_TEXT:
		write_text(rendering->buffer, node, indentation);
		return 0;
	case HTML_NODE_NOTHING:
		indent(rendering->buffer, indentation);
		return 0;
	case HTML_NODE_PARTIAL:
		return render_partial(rendering, node, scope, indentation);
	default:
		break;
	}
	if (find_value(rendering, node, scope, &value) == -1)
		return -1;
	if (node->kind == HTML_NODE_VARIABLE)
		return write_variable(rendering, node, value);
	if (is_false(value) != (node->kind == HTML_NODE_INVERTED))
		return 0;
	return node->kind == HTML_NODE_INVERTED
	    ? render_nodes(rendering, node->below, scope, indentation)
	    : render_section(rendering, node, value, scope, indentation);
}

static int
render_nodes(struct rendering *rendering, const struct html_node *nodes,
    const struct scope *scope, const struct indentation *indentation)
{
	int result = 0;

	if (nodes == NULL)
		return 0;
	if (rendering->depth == DEPTH_MAX)
		return fail(rendering, nodes,
		    "sections and partials are more than 100 deep with these "
		    "values");
	rendering->depth++;
	for (; nodes != NULL && result == 0; nodes = nodes->next)
		result = spend(rendering, nodes, 1) == -1
		    ? -1
		    : render_node(rendering, nodes, scope, indentation);
	rendering->depth--;
	return result;
}

int
gantry_html_render(const struct gantry_html_templates *templates,
    const char *name, const struct gantry_json_value *values,
    struct gantry_buffer *buffer, struct gantry_error *error)
{
	const struct scope scope = { values, NULL };
	struct rendering rendering = {
		.buffer = buffer, .steps = STEPS_MAX, .error = error
	};

	if (null_error(templates, __func__, "templates", error) ||
	    null_error(name, __func__, "name", error) ||
	    null_error(buffer, __func__, "buffer", error))
		return -1;
	rendering.begin = buffer->length;
	rendering.template = html_template_find(templates, name);
	if (rendering.template == NULL)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "there is no template '%s'", name);
	if (render_nodes(&rendering, rendering.template->nodes, &scope, NULL) ==
	    0) {
		if (!gantry_buffer_failed(buffer))
			return 0;
		gantry_error_memory(error);
	}
	buffer->length = rendering.begin;
	return -1;
}

int
gantry_response_html(struct gantry_response *response,
    const struct gantry_html_templates *templates, const char *name,
    const struct gantry_buffer *json)
{
	const struct gantry_json_value *values = NULL;
	struct gantry_error error;
	struct gantry_buffer *body;

	if (response_lacks(response, templates, __func__, "templates") ||
	    response_lacks(response, name, __func__, "name"))
		return -1;
	if (json != NULL && gantry_buffer_failed(json))
		return response_internal_error(response, "out of memory");
	if (json != NULL) {
		values = gantry_json_parse(response_environ(response),
		    json->data != NULL ? json->data : "", json->length, &error);
		if (values == NULL)
			return response_internal_error(response,
			    "the values of template '%s': %s", name,
			    error.text);
	}
	response_forget_content(response);
	if (response_imply(
		response, "Content-Type", "text/html; charset=utf-8") == -1)
		return -1;
	body = gantry_response_buffer(response);
	if (body == NULL ||
	    gantry_html_render(templates, name, values, body, &error) == -1)
		return response_internal_error(response, "%s",
		    body != NULL ? error.text : "out of memory");
	return 0;
}
