/*
 * Sorts changes by path, time and number.  A record is these, with the highest
 * byte first, and then whether it deletes, the times and the fields.
 */
#include <string.h>

#include "data/gantry-cache/importing/changes.h"

#define SORT_MEMORY ((size_t)8 << 20)
#define INTEGER	    8 /* bytes of one */
#define FLIP	    (UINT64_C(1) << 63) /* sorts negative times first */

static char *
put(char *at, uint64_t integer)
{
	int i;

	for (i = INTEGER - 1; i >= 0; i--) {
		at[i] = (char)(integer & 0xff);
		integer >>= 8;
	}
	return at + INTEGER;
}

static uint64_t
get(const char *at)
{
	uint64_t integer = 0;
	int i;

	for (i = 0; i < INTEGER; i++)
		integer = integer << 8 | (unsigned char)at[i];
	return integer;
}

int
changes_add(struct changes *changes, const struct formats_change *change,
    struct gantry_error *error)
{
	const struct sorter_options options = {
		.path = changes->path,
		.memory = SORT_MEMORY,
	};
	const struct firestore_document none = { .fields = "" };
	const struct firestore_document *document =
	    change->document != NULL ? change->document : &none;
	char *at;

	if (!changes->is_open)
		sorter_init(&changes->sorter, &options);
	changes->is_open = true;
	at = sorter_add(&changes->sorter,
	    5 * INTEGER + change->path.length + 1 + document->fields_length,
	    error);
	if (at == NULL)
		return -1;
	at = put(at, change->path.length);
	memcpy(at, change->path.data, change->path.length);
	at = put(at + change->path.length, (uint64_t)change->time ^ FLIP);
	at = put(at, changes->count++);
	*at++ = change->document == NULL;
	at = put(at, (uint64_t)document->create_time);
	at = put(at, (uint64_t)document->update_time);
	memcpy(at, document->fields, document->fields_length);
	return 0;
}

/* Do two records begin with the same path? */
static bool
have_same_path(const struct gantry_buffer *last, const struct run_record *next)
{
	const size_t length = INTEGER + (size_t)get(next->data);

	return last->length >= length &&
	    memcmp(last->data, next->data, length) == 0;
}

static int
visit_last(struct changes *changes, firestore_visit *visit, void *argument,
    struct gantry_error *error)
{
	struct gantry_buffer *last = &changes->last, *fields = &changes->fields;
	const size_t length = (size_t)get(last->data);
	char *path = last->data + INTEGER;
	const char *rest = path + length + 2 * INTEGER;
	const char *begin = rest + 1 + 2 * INTEGER;
	struct firestore_document document = {
		.path = path,
		.path_length = length,
		.create_time = (int64_t)get(rest + 1),
		.update_time = (int64_t)get(rest + 1 + INTEGER),
	};

	if (*rest != 0)
		return 0; /* deleted */
	gantry_buffer_reset(fields);
	document.fields_length = last->length - (size_t)(begin - last->data);
	gantry_buffer_add(fields, begin, document.fields_length);
	gantry_buffer_putc(fields, '\0');
	if (gantry_buffer_failed(fields))
		return gantry_error_memory(error);
	document.fields = fields->data;
	path[length] = '\0';
	return visit(argument, &document, error);
}

int
changes_visit(struct changes *changes, firestore_visit *visit, void *argument,
    struct gantry_error *error)
{
	struct gantry_buffer *last = &changes->last;
	struct run_record record;
	int status;

	if (!changes->is_open)
		return 0;
	if (sorter_sort(&changes->sorter, error) == -1)
		return -1;
	while ((status = sorter_next(&changes->sorter, &record, error)) == 1) {
		if (last->length > 0 && !have_same_path(last, &record) &&
		    visit_last(changes, visit, argument, error) == -1)
			return -1;
		gantry_buffer_reset(last);
		if (gantry_buffer_add(last, record.data, record.length) == -1)
			return gantry_error_memory(error);
	}
	if (status == 0 && last->length > 0)
		status = visit_last(changes, visit, argument, error);
	return status;
}

void
changes_clear(struct changes *changes)
{
	if (changes->is_open)
		sorter_clear(&changes->sorter);
	changes->is_open = false;
	gantry_buffer_clear(&changes->last);
	gantry_buffer_clear(&changes->fields);
}
