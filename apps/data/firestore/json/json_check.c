/*
 * Checks documents by writing their fields again: any difference is damage.
 */
#include <string.h>

#include "data/firestore/json/json_check.h"
#include "data/firestore/json/json_parse.h"
#include "data/firestore/rest/rest_name.h"
#include "data/firestore/rest/rest_value.h"

static int
check_path(struct bytes path, struct gantry_error *error)
{
	if (rest_path_check(path, error) == -1)
		return -1;
	if (bytes_is_utf8(path))
		return 0;
	return gantry_error_set(
	    error, GANTRY_ERROR_INPUT, "expected a path in UTF-8");
}

static int
check_fields(struct bytes fields, struct gantry_buffer *scratch,
    struct gantry_error *error)
{
	json_t *object = json_parse(fields, NULL, error);
	int result;

	if (object == NULL)
		return -1;
	gantry_buffer_reset(scratch);
	result = rest_fields_add(scratch, object, error);
	json_decref(object);
	if (result == -1)
		return -1;
	if (gantry_buffer_failed(scratch))
		return gantry_error_memory(error);
	if (scratch->length == fields.length &&
	    memcmp(scratch->data, fields.data, fields.length) == 0)
		return 0;
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "expected the fields as gantry-cache writes them, found other "
	    "spaces, another order or another spelling");
}

int
json_check_document(const struct firestore_document *document,
    struct gantry_buffer *scratch, struct gantry_error *error)
{
	const struct bytes path = { document->path, document->path_length };
	const struct bytes fields = { document->fields,
		document->fields_length };

	if (check_path(path, error) == 0 &&
	    check_fields(fields, scratch, error) == 0)
		return 0;
	return gantry_error_prefix(error, "document %s", bytes_show(path).text);
}
