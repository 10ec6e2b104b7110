#ifndef FIRESTORE_PROTOBUF_TABLES_MESSAGE_H
#define FIRESTORE_PROTOBUF_TABLES_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "data/firestore/bytes.h"

/*
 * Descriptions of the messages of Protocol Buffers, version 3.  Names are
 * relative to the package: "StructuredQuery.Filter".
 */

/* The types of fields that the messages here have. */
enum proto_kind {
	PROTO_BOOL,
	PROTO_INT32,
	PROTO_INT64,
	PROTO_DOUBLE,
	PROTO_STRING,
	PROTO_BYTES,
	PROTO_ENUM,
	PROTO_MESSAGE,
};

enum proto_rule {
	PROTO_SINGULAR,
	PROTO_OPTIONAL, /* a scalar that tells its default from its absence */
	PROTO_REPEATED,
	PROTO_MAP, /* from strings to what the kind says */
};

/* The form of a message in JSON, if it is not an object of its fields. */
enum proto_form {
	PROTO_FORM_FIELDS,
	PROTO_FORM_TIMESTAMP, /* "2024-01-01T00:00:00.5Z" */
	PROTO_FORM_DURATION, /* "1.5s" */
	PROTO_FORM_WRAPPED, /* the value of its only field */
	PROTO_FORM_VALUE, /* google.protobuf.Value: any value of JSON */
	PROTO_FORM_ANY, /* is not translated */
};

/* A value of an enum; the last of a list has no name. */
struct proto_choice {
	const char *name;
	int32_t number;
};

struct proto_enum {
	const char *name;
	const struct proto_choice *choices;
};

/* A field; the last of a list has no name. */
struct proto_field {
	const char *name; /* in JSON: "structuredQuery" */
	uint32_t number;
	enum proto_kind kind;
	enum proto_rule rule;
	const struct proto_message *message; /* of PROTO_MESSAGE */
	const struct proto_enum *choices; /* of PROTO_ENUM */
	const char *oneof; /* of which it is; or NULL */
};

struct proto_message {
	const char *name;
	const struct proto_field *fields;
	enum proto_form form;
};

/* A method; the last of a list has no name. */
struct proto_method {
	const char *name;
	const struct proto_message *request, *answer;
	bool client_streams, server_streams;
};

struct proto_service {
	const char *name;
	const struct proto_method *methods;
};

/* A file of declarations; lists end with NULL. */
struct proto_file {
	const char *name; /* "google/firestore/v1/firestore.proto" */
	const char *package;
	const struct proto_message *const *messages;
	const struct proto_enum *const *enums;
	const char *const *imports;
	const struct proto_service *service; /* or NULL */
};

/* All files; the last has no name. */
extern const struct proto_file proto_files[];

/*
 * The most messages within messages.  It is the limit of Google's own
 * libraries.
 */
#define PROTO_DEPTH_MAX 100

/* Find a field; NULL when MESSAGE does not have it. */
const struct proto_field *proto_find_number(
    const struct proto_message *message, uint32_t number);
const struct proto_field *proto_find_name(
    const struct proto_message *message, struct bytes name);

/* The same of a choice. */
const struct proto_choice *proto_find_choice(
    const struct proto_enum *choices, int32_t number);
const struct proto_choice *proto_find_choice_name(
    const struct proto_enum *choices, struct bytes name);

/* Find the message "google.firestore.v1.Value"; NULL when there is none. */
const struct proto_message *proto_find_message(struct bytes full_name);

/*
 * Find the method "google.firestore.v1.Firestore/RunQuery".  SERVICE gets its
 * service when that exists, else NULL.
 */
const struct proto_method *proto_find_method(
    struct bytes path, const struct proto_service **service);

#endif
