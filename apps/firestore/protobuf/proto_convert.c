/*
 * The forms of timestamps, durations, wrappers and the values of
 * google.protobuf, made of their plain objects.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/firestore/rest/rest.h"
#include "firestore/protobuf/parts.h"

#define SECOND		 INT64_C(1000000) /* in microseconds */
#define NANOSECONDS_MAX	 999999999
#define TIMESTAMP_FIRST	 INT64_C(-62135596800) /* 0001-01-01 */
#define TIMESTAMP_LAST	 INT64_C(253402300799) /* 9999-12-31 */
#define DURATION_SECONDS INT64_C(315576000000)

/* Seconds and nanoseconds, of a timestamp or a duration. */
struct seconds {
	int64_t seconds;
	int64_t nanoseconds;
};

static struct seconds
get_seconds(const json_t *plain)
{
	const char *seconds =
	    json_string_value(json_object_get(plain, "seconds"));

	return (struct seconds){
		seconds != NULL ? strtoll(seconds, NULL, 10) : 0,
		json_integer_value(json_object_get(plain, "nanos")),
	};
}

/* Append NANOSECONDS as ".5", in 3, 6 or 9 digits; nothing for 0. */
static void
add_fraction(struct gantry_buffer *text, int64_t nanoseconds)
{
	if (nanoseconds == 0)
		return;
	if (nanoseconds % 1000000 == 0)
		gantry_buffer_printf(
		    text, ".%03" PRId64, nanoseconds / 1000000);
	else if (nanoseconds % 1000 == 0)
		gantry_buffer_printf(text, ".%06" PRId64, nanoseconds / 1000);
	else
		gantry_buffer_printf(text, ".%09" PRId64, nanoseconds);
}

/* Make a string of TEXT, which this clears. */
static json_t *
make_string(struct gantry_buffer *text, struct gantry_error *error)
{
	json_t *json = NULL;

	if (!gantry_buffer_failed(text))
		json = json_stringn_nocheck(text->data, text->length);
	if (json == NULL)
		gantry_error_memory(error);
	gantry_buffer_clear(text);
	return json;
}

static json_t *
make_timestamp(const json_t *plain, struct gantry_error *error)
{
	const struct seconds time = get_seconds(plain);
	struct gantry_buffer quoted = { 0 }, text = { 0 };

	if (time.seconds < TIMESTAMP_FIRST || time.seconds > TIMESTAMP_LAST ||
	    time.nanoseconds < 0 || time.nanoseconds > NANOSECONDS_MAX) {
		gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "a timestamp of %" PRId64 " seconds and %" PRId64
		    " nanoseconds is not in the years 1 to 9999",
		    time.seconds, time.nanoseconds);
		return NULL;
	}
	rest_add_timestamp(&quoted, time.seconds * SECOND);
	/* Between its quotes, up to the Z. */
	if (!gantry_buffer_failed(&quoted))
		gantry_buffer_add(&text, quoted.data + 1, quoted.length - 3);
	text.failed |= quoted.failed;
	gantry_buffer_clear(&quoted);
	add_fraction(&text, time.nanoseconds);
	gantry_buffer_putc(&text, 'Z');
	return make_string(&text, error);
}

static json_t *
make_duration(const json_t *plain, struct gantry_error *error)
{
	const struct seconds time = get_seconds(plain);
	const bool is_negative = time.seconds < 0 || time.nanoseconds < 0;
	struct gantry_buffer text = { 0 };

	if (time.seconds < -DURATION_SECONDS ||
	    time.seconds > DURATION_SECONDS ||
	    time.nanoseconds < -NANOSECONDS_MAX ||
	    time.nanoseconds > NANOSECONDS_MAX ||
	    (is_negative && (time.seconds > 0 || time.nanoseconds > 0))) {
		gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "a duration of %" PRId64 " seconds and %" PRId64
		    " nanoseconds is not valid",
		    time.seconds, time.nanoseconds);
		return NULL;
	}
	gantry_buffer_printf(&text, "%s%" PRId64, is_negative ? "-" : "",
	    is_negative ? -time.seconds : time.seconds);
	add_fraction(&text, is_negative ? -time.nanoseconds : time.nanoseconds);
	gantry_buffer_putc(&text, 's');
	return make_string(&text, error);
}

/* What a wrapper whose only field is absent stands for. */
static json_t *
make_default(const struct proto_field *field)
{
	if (field->rule == PROTO_MAP)
		return json_object();
	if (field->rule == PROTO_REPEATED)
		return json_array();
	switch (field->kind) {
	case PROTO_BOOL:
		return json_false();
	case PROTO_INT32:
		return json_integer(0);
	case PROTO_INT64:
		return json_string("0");
	case PROTO_DOUBLE:
		return json_real(0);
	default:
		return json_string("");
	}
}

/* Get the value of the only member of PLAIN. */
static json_t *
unwrap(const struct proto_message *message, json_t *plain,
    struct gantry_error *error)
{
	void *member = json_object_iter(plain);
	json_t *json;

	if (member != NULL)
		json = json_incref(json_object_iter_value(member));
	else if (message->form == PROTO_FORM_VALUE)
		json = json_null();
	else
		json = make_default(message->fields);
	if (json == NULL)
		gantry_error_memory(error);
	return json;
}

static json_t *
give_form(const struct proto_message *message, json_t *plain,
    struct gantry_error *error)
{
	switch (message->form) {
	case PROTO_FORM_TIMESTAMP:
		return make_timestamp(plain, error);
	case PROTO_FORM_DURATION:
		return make_duration(plain, error);
	case PROTO_FORM_WRAPPED:
	case PROTO_FORM_VALUE:
		return unwrap(message, plain, error);
	case PROTO_FORM_ANY:
		gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "the message has a google.protobuf.Any");
		return NULL;
	default:
		return plain;
	}
}

static int
convert_list(const struct proto_message *message, json_t *list,
    struct gantry_error *error)
{
	json_t *json, *made;
	size_t i;

	json_array_foreach(list, i, json)
	{
		made = proto_convert(message, json, error);
		if (made == NULL)
			return -1;
		if (made != json && json_array_set_new(list, i, made) == -1)
			return gantry_error_memory(error);
	}
	return 0;
}

/* Convert the value of the member AT of OBJECT. */
static int
convert_member(const struct proto_message *message, json_t *object, void *at,
    struct gantry_error *error)
{
	json_t *json = json_object_iter_value(at);
	json_t *made = proto_convert(message, json, error);

	if (made == NULL)
		return -1;
	if (made != json && json_object_iter_set_new(object, at, made) == -1)
		return gantry_error_memory(error);
	return 0;
}

static int
convert_map(const struct proto_message *message, json_t *map,
    struct gantry_error *error)
{
	void *at;

	for (at = json_object_iter(map); at != NULL;
	     at = json_object_iter_next(map, at))
		if (convert_member(message, map, at, error) == -1)
			return -1;
	return 0;
}

static int
convert_fields(const struct proto_message *message, json_t *plain,
    struct gantry_error *error)
{
	const struct proto_field *field;
	const char *name;
	int result = 0;
	void *at;

	for (at = json_object_iter(plain); at != NULL && result == 0;
	     at = json_object_iter_next(plain, at)) {
		name = json_object_iter_key(at);
		field = proto_find_name(
		    message, (struct bytes){ name, strlen(name) });
		if (field == NULL || field->kind != PROTO_MESSAGE)
			continue;
		if (field->rule == PROTO_MAP)
			result = convert_map(
			    field->message, json_object_iter_value(at), error);
		else if (field->rule == PROTO_REPEATED)
			result = convert_list(
			    field->message, json_object_iter_value(at), error);
		else
			result =
			    convert_member(field->message, plain, at, error);
	}
	return result;
}

json_t *
proto_convert(const struct proto_message *message, json_t *plain,
    struct gantry_error *error)
{
	if (convert_fields(message, plain, error) == -1)
		return NULL;
	return give_form(message, plain, error);
}
