/*
 * Parameters with one value, by type.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/text/utf8.h"
#include "gantry/web.h"
#include "web/request/param.h"
#include "web/request/request.h"
#include "web/types/date.h"
#include "web/types/datetime.h"
#include "web/types/uuid.h"
#include "web/types/value.h"

/* Reject TEXT if it is too long or too short. */
static int
check_length(struct gantry_request *request, const struct gantry_param *param,
    const char *text)
{
	const size_t least = param->length_min, most = param->length_max;
	char what[64];
	size_t count;

	if (param->size_max != 0 && strlen(text) > param->size_max) {
		snprintf(what, sizeof(what), "at most %zu bytes long",
		    param->size_max);
		return param_reject(request, param, text, what);
	}
	if (least == 0 && most == 0)
		return 0;
	count = utf8_count(text);
	if (count >= least && (most == 0 || count <= most))
		return 0;
	snprintf(what, sizeof(what), "at %s %zu characters long",
	    count < least ? "least" : "most", count < least ? least : most);
	return param_reject(request, param, text, what);
}

int
gantry_param_text(struct gantry_request *request,
    const struct gantry_param *param, const char **value)
{
	const char *text;

	if (param_lacks(request, param, value, __func__))
		return -1;
	if (param_read(request, param, &text) == -1)
		return -1;
	if (text == NULL)
		return 0;
	if (check_length(request, param, text) == -1 ||
	    param_check_choice(request, param, text, text) == -1)
		return -1;
	*value = text;
	return 0;
}

static int
reject_integer(struct gantry_request *request, const struct gantry_param *param,
    const char *text)
{
	const long long minimum = param->minimum, maximum = param->maximum;
	char what[128];

	if (minimum == 0 && maximum == 0)
		return param_reject(request, param, text, "a whole number");
	if (maximum == INT64_MAX)
		snprintf(what, sizeof(what), "a whole number of at least %lld",
		    minimum);
	else if (minimum == INT64_MIN)
		snprintf(what, sizeof(what), "a whole number of at most %lld",
		    maximum);
	else
		snprintf(what, sizeof(what), "a whole number from %lld to %lld",
		    minimum, maximum);
	return param_reject(request, param, text, what);
}

int
gantry_param_integer(struct gantry_request *request,
    const struct gantry_param *param, int64_t *value)
{
	const char *text;
	int64_t number;
	bool is_bound;

	if (param_lacks(request, param, value, __func__))
		return -1;
	is_bound = param->minimum != 0 || param->maximum != 0;
	if (param_read(request, param, &text) == -1)
		return -1;
	if (text == NULL)
		return 0;
	if (value_integer(text, strlen(text), &number) == -1 ||
	    (is_bound && (number < param->minimum || number > param->maximum)))
		return reject_integer(request, param, text);
	*value = number;
	return 0;
}

int
gantry_param_number(struct gantry_request *request,
    const struct gantry_param *param, double *value)
{
	char what[128] = "a decimal number";
	const char *text;
	double number;
	bool is_bound;

	if (param_lacks(request, param, value, __func__))
		return -1;
	is_bound = param->least < 0 || param->least > 0 || param->most < 0 ||
	    param->most > 0;
	if (param_read(request, param, &text) == -1)
		return -1;
	if (text == NULL)
		return 0;
	if (value_number(text, strlen(text), &number) == -1 ||
	    !isfinite(number) ||
	    (is_bound && (number < param->least || number > param->most))) {
		if (is_bound)
			snprintf(what, sizeof(what),
			    "a decimal number from %g to %g", param->least,
			    param->most);
		return param_reject(request, param, text, what);
	}
	*value = number;
	return 0;
}

int
gantry_param_boolean(struct gantry_request *request,
    const struct gantry_param *param, bool *value)
{
	const char *text;

	if (param_lacks(request, param, value, __func__))
		return -1;
	if (param_read(request, param, &text) == -1)
		return -1;
	if (text != NULL && value_boolean(text, strlen(text), value) == -1)
		return param_reject(request, param, text,
		    "'true' or 'false' (or 't', 'yes', 'y', '1', 'on' or 'f', "
		    "'no', 'n', '0', 'off')");
	return 0;
}

int
gantry_param_uuid(struct gantry_request *request,
    const struct gantry_param *param, const char **value)
{
	char uuid[UUID_SIZE];
	const char *text;

	if (param_lacks(request, param, value, __func__))
		return -1;
	if (param_read(request, param, &text) == -1)
		return -1;
	if (text == NULL)
		return 0;
	if (!uuid_is(text, strlen(text)))
		return param_reject(request, param, text,
		    "a UUID such as 123e4567-e89b-12d3-a456-426614174000");
	uuid_write(text, strlen(text), uuid);
	text = gantry_environ_format(request->environ, "%s", uuid);
	if (text == NULL)
		return request_out_of_memory(request);
	*value = text;
	return 0;
}

static int
reject_time(struct gantry_request *request, const struct gantry_param *param,
    const char *text)
{
	char what[128];

	if (param->format != NULL)
		snprintf(what, sizeof(what),
		    "a time in the format '%s' of strptime(3)", param->format);
	else if (param->place == GANTRY_IN_HEADER)
		snprintf(what, sizeof(what),
		    "a date such as Sun, 06 Nov 1994 08:49:37 GMT");
	else
		snprintf(what, sizeof(what),
		    "an RFC 3339 time such as 2024-02-29T12:00:00Z%s",
		    param->place == GANTRY_IN_QUERY
			? ", with '+' written as %2B"
			: "");
	return param_reject(request, param, text, what);
}

int
gantry_param_time(struct gantry_request *request,
    const struct gantry_param *param, int64_t *value)
{
	const char *text;
	int result;

	if (param_lacks(request, param, value, __func__))
		return -1;
	if (param_read(request, param, &text) == -1)
		return -1;
	if (text == NULL)
		return 0;
	if (param->format != NULL)
		result =
		    datetime_parse(param->format, text, strlen(text), value)
		    ? 0
		    : -1;
	else if (param->place == GANTRY_IN_HEADER)
		result = date_parse_http(text, time(NULL), value);
	else
		result = date_parse_rfc3339(text, value);
	return result == -1 ? reject_time(request, param, text) : 0;
}
