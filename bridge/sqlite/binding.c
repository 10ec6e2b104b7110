/*
 * What a request has, as values of a statement, and its row as the response
 * needs it.
 */
#include <gantry/web.h>

#include "sqlite/connection.h"

/* The run fails: there is no SQL value for what parameter INDEX is to get. */
static void
refuse(struct gantry_sqlite_statement *statement, int index, const char *what)
{
	if (statement != NULL && statement->error.code == GANTRY_ERROR_NONE)
		gantry_error_set(&statement->error, GANTRY_ERROR_ARGUMENT,
		    "parameter %d: %s is not a value of SQL", index, what);
}

void
gantry_sqlite_bind_json(struct gantry_sqlite_statement *statement, int index,
    const struct gantry_json_value *value)
{
	const char *text = gantry_json_get_text(value);

	switch (value != NULL ? value->kind : GANTRY_JSON_NULL) {
	case GANTRY_JSON_NULL:
		gantry_sqlite_bind_text(statement, index, NULL);
		return;
	case GANTRY_JSON_BOOLEAN:
		gantry_sqlite_bind_boolean(statement, index, value->boolean);
		return;
	case GANTRY_JSON_INTEGER:
		gantry_sqlite_bind_integer(statement, index, value->integer);
		return;
	case GANTRY_JSON_NUMBER:
		gantry_sqlite_bind_number(statement, index, value->number);
		return;
	case GANTRY_JSON_STRING:
		if (text != NULL)
			gantry_sqlite_bind_text(statement, index, text);
		else
			refuse(statement, index, "a text with a NUL");
		return;
	case GANTRY_JSON_ARRAY:
	case GANTRY_JSON_OBJECT:
		break;
	}
	refuse(statement, index, "an array or object");
}

/*
 * Read an integer or a time.  Returns 1, 0 if the parameter is absent, or -1.
 * An absent one leaves the value as it was, whatever that was.
 */
static int
read_integer(struct gantry_request *request, const struct gantry_param *param,
    int64_t *value)
{
	int (*const read)(struct gantry_request *, const struct gantry_param *,
	    int64_t *) = param->type == GANTRY_TIME ? gantry_param_time
						    : gantry_param_integer;

	*value = 0;
	if (read(request, param, value) == -1)
		return -1;
	if (*value != 0)
		return 1;
	*value = 1;
	return read(request, param, value) == -1 ? -1 : *value == 0;
}

static int
read_number(struct gantry_request *request, const struct gantry_param *param,
    double *value)
{
	*value = 0;
	if (gantry_param_number(request, param, value) == -1)
		return -1;
	if (*value < 0 || *value > 0)
		return 1;
	*value = 1;
	return gantry_param_number(request, param, value) == -1 ? -1
								: *value < 1;
}

static int
read_boolean(struct gantry_request *request, const struct gantry_param *param,
    int64_t *value)
{
	bool first = false, second = true;

	if (gantry_param_boolean(request, param, &first) == -1 ||
	    gantry_param_boolean(request, param, &second) == -1)
		return -1;
	*value = first;
	return first == second;
}

int
gantry_sqlite_bind_param(struct gantry_sqlite_statement *statement, int index,
    struct gantry_request *request, const struct gantry_param *param)
{
	const enum gantry_param_type type =
	    param != NULL ? param->type : GANTRY_TEXT;
	const char *text = NULL;
	int64_t integer = 0;
	double number = 0;
	int is_given;

	switch (type) {
	case GANTRY_NUMBER:
		is_given = read_number(request, param, &number);
		if (is_given == 1)
			gantry_sqlite_bind_number(statement, index, number);
		break;
	case GANTRY_INTEGER:
	case GANTRY_TIME:
	case GANTRY_BOOLEAN:
		is_given = type == GANTRY_BOOLEAN
		    ? read_boolean(request, param, &integer)
		    : read_integer(request, param, &integer);
		if (is_given == 1)
			gantry_sqlite_bind_integer(statement, index, integer);
		break;
	case GANTRY_LIST:
		refuse(statement, index, "a list");
		return 0;
	default:
		is_given = type == GANTRY_UUID
		    ? gantry_param_uuid(request, param, &text)
		    : gantry_param_text(request, param, &text);
		if (is_given == 0)
			gantry_sqlite_bind_text(statement, index, text);
		return is_given;
	}
	if (is_given == 0)
		gantry_sqlite_bind_text(statement, index, NULL);
	return is_given == -1 ? -1 : 0;
}

int
gantry_sqlite_find(struct gantry_sqlite_statement *statement,
    struct gantry_response *response, const char *missing)
{
	struct gantry_error error;
	const int found = gantry_sqlite_step(statement, &error);

	if (found == -1)
		return gantry_sqlite_fail(response, &error);
	if (found == 1)
		return 0;
	return missing != NULL
	    ? gantry_response_fail(response, GANTRY_404, "%s", missing)
	    : gantry_response_fail(response, GANTRY_404, NULL);
}
