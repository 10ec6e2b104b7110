/*
 * Check the records in order.  Records of other requests on the connection are
 * left to libfcgi, which does not multiplex.
 */
#include <string.h>

#include "gate/environ/environ.h"
#include "gate/transport/libfcgi_head.h"
#include "wire/params.h"
#include "wire/record.h"

/* Each pair has up to eight bytes of lengths. */
#define PARAMS_SIZE_MAX (ENVIRON_BYTES_MAX + 8 * ENVIRON_COUNT_MAX)

void
head_clear(struct head *head)
{
	gantry_buffer_clear(&head->params);
}

/* May a record of this kind come before the end of the parameters? */
static enum head_verdict
check_kind(const struct head *head, const struct record_header *header,
    bool is_first, struct gantry_error *error)
{
	if (header->version != 1)
		gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "this is not FastCGI: version %u", header->version);
	else if (header->request_id == 0)
		gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "libfcgi cannot answer a management record of type %u",
		    header->type);
	else if (is_first && header->type != RECORD_BEGIN_REQUEST)
		gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "a request begins with a record of type %u", header->type);
	else if (is_first && header->content_length != RECORD_BEGIN_SIZE)
		gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "BEGIN_REQUEST has a length of %u", header->content_length);
	else if (!is_first && header->request_id == head->request_id &&
	    header->type != RECORD_PARAMS)
		gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "a record of type %u before the parameters' end",
		    header->type);
	else
		return HEAD_WHOLE;
	return HEAD_FOREIGN;
}

static enum head_verdict
check_params(const struct head *head, struct gantry_error *error)
{
	const char *data = head->params.data;
	size_t left = head->params.length, used;
	struct param param;

	for (; left > 0; data += used, left -= used) {
		used = param_decode(&param, data, left);
		if (used == 0) {
			gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "the last parameter is truncated");
			return HEAD_REJECTED;
		}
		if (memchr(param.name, '=', param.name_length) != NULL ||
		    memchr(param.name, '\0',
			param.name_length + param.value_length) != NULL)
			break;
	}
	if (left == 0)
		return HEAD_WHOLE;
	gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "a parameter holds a NUL, or its name an equals sign");
	return HEAD_REJECTED;
}

/* Append the content of one PARAMS record. */
static enum head_verdict
add_params(struct head *head, const char *content, size_t length,
    struct gantry_error *error)
{
	if (length == 0)
		return check_params(head, error);
	if (gantry_buffer_add(&head->params, content, length) == -1 ||
	    head->params.length > PARAMS_SIZE_MAX) {
		gantry_error_set(error, GANTRY_ERROR_LIMIT,
		    "the request's parameters exceed %d bytes",
		    ENVIRON_BYTES_MAX);
		return HEAD_REJECTED;
	}
	return HEAD_PARTIAL;
}

enum head_verdict
head_check(struct head *head, const void *data, size_t size,
    struct gantry_error *error)
{
	enum head_verdict verdict;
	struct record_header header;
	const char *at = data;
	size_t left = size, whole;

	gantry_buffer_reset(&head->params);
	while (record_header_decode(&header, at, left) > 0) {
		verdict = check_kind(head, &header, at == data, error);
		if (verdict != HEAD_WHOLE)
			return verdict;
		if (header.type == RECORD_BEGIN_REQUEST && at == data)
			head->request_id = header.request_id;
		whole = (size_t)RECORD_HEADER_SIZE + header.content_length +
		    header.padding_length;
		if (whole > left)
			break;
		if (header.type == RECORD_PARAMS &&
		    header.request_id == head->request_id) {
			verdict = add_params(head, at + RECORD_HEADER_SIZE,
			    header.content_length, error);
			if (verdict != HEAD_PARTIAL)
				return verdict;
		}
		at += whole;
		left -= whole;
	}
	if (size < HEAD_SIZE_MAX)
		return HEAD_PARTIAL;
	gantry_error_set(error, GANTRY_ERROR_LIMIT,
	    "the request's head exceeds %d bytes", HEAD_SIZE_MAX);
	return HEAD_REJECTED;
}
