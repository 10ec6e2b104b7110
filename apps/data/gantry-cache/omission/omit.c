/*
 * Copies the JSON of a document without some of its fields.
 */
#include <string.h>

#include "data/cache/build/previous.h"
#include "data/firestore/path_glob.h"
#include "data/gantry-cache/omission/omissions.h"
#include "data/query/keys/value.h"

/* The omissions that are about the map at hand: one bit each. */
typedef uint64_t chosen_set;

struct copy {
	struct omissions *omissions;
	struct gantry_buffer *to;
	chosen_set hits; /* that were left out */
};

static void copy_map(
    struct copy *copy, struct json_part map, size_t depth, chosen_set chosen);

static struct bytes
bytes_of(const struct gantry_buffer *buffer)
{
	return (struct bytes){ buffer->data, buffer->length };
}

static void
add(struct gantry_buffer *to, const char *from, const char *end)
{
	gantry_buffer_add(to, from, (size_t)(end - from));
}

/*
 * Which of CHOSEN have the name of the member as their name at DEPTH?  *IS_LAST
 * gets those that end with it.
 */
static chosen_set
choose(const struct copy *copy, size_t depth, chosen_set chosen,
    chosen_set *is_last)
{
	const struct bytes name = bytes_of(&copy->omissions->name);
	const struct paths *names;
	chosen_set found = 0;
	size_t i;

	*is_last = 0;
	for (i = 0; i < copy->omissions->count; i++) {
		names = &copy->omissions->items[i].field.names;
		if ((chosen & UINT64_C(1) << i) == 0 || depth >= names->count ||
		    !bytes_is_equal(name, names->items[depth]))
			continue;
		found |= UINT64_C(1) << i;
		if (depth + 1 == names->count)
			*is_last |= UINT64_C(1) << i;
	}
	return found;
}

/* Copy JSON, a value in which CHOSEN may have fields. */
static void
copy_value(
    struct copy *copy, struct json_part json, size_t depth, chosen_set chosen)
{
	struct gantry_buffer *to = copy->to;
	struct json_part elements;
	struct value value;
	size_t start;

	if (chosen == 0 || !value_read(json, &value) ||
	    value.kind != VALUE_MAP || value.text.length == 0 ||
	    value_is_vector(value.text, &elements)) {
		gantry_buffer_add(to, json.data, json.length);
		return;
	}
	start = to->length;
	add(to, json.data, value.text.data);
	copy_map(copy, value.text, depth + 1, chosen);
	add(to, value.text.data + value.text.length, json.data + json.length);
	/* A map without fields is written like this. */
	if (!gantry_buffer_failed(to) && to->length >= start + 4 &&
	    memcmp(to->data + to->length - 4, "{}}}", 4) == 0) {
		to->length = start;
		gantry_buffer_puts(to, "{\"mapValue\":{}}");
	}
}

static void
copy_map(
    struct copy *copy, struct json_part map, size_t depth, chosen_set chosen)
{
	struct gantry_buffer *name = &copy->omissions->name;
	struct json_walk walk = json_walk(map);
	struct json_part key, value;
	chosen_set inner, is_last;
	bool is_first = true;

	gantry_buffer_putc(copy->to, '{');
	while (json_walk_next(&walk, &key, &value)) {
		gantry_buffer_reset(name);
		json_unescape(name, key.data, key.data + key.length);
		inner = choose(copy, depth, chosen, &is_last);
		if (is_last != 0) {
			/* With those that are within. */
			copy->hits |= inner;
			continue;
		}
		if (!is_first)
			gantry_buffer_putc(copy->to, ',');
		is_first = false;
		gantry_buffer_putc(copy->to, '"');
		gantry_buffer_add(copy->to, key.data, key.length);
		gantry_buffer_puts(copy->to, "\":");
		copy_value(copy, value, depth, inner);
	}
	gantry_buffer_putc(copy->to, '}');
}

/* Which omissions are about the document PATH? */
static chosen_set
choose_patterns(const struct omissions *omissions, struct bytes path)
{
	chosen_set chosen = 0;
	size_t i;

	for (i = 0; i < omissions->count; i++)
		if (path_glob_matches(omissions->items[i].pattern, path))
			chosen |= UINT64_C(1) << i;
	return chosen;
}

/* Copy the fields of DOCUMENT.  *HITS gets what was left out. */
static int
copy_fields(struct omissions *omissions, const struct cache_document *document,
    chosen_set *hits, struct gantry_error *error)
{
	const struct bytes path = { document->path, document->path_length };
	struct copy copy = { omissions, &omissions->fields, 0 };
	const chosen_set chosen = choose_patterns(omissions, path);

	gantry_buffer_reset(copy.to);
	if (chosen != 0) {
		copy_map(&copy,
		    (struct json_part){
			document->fields, document->fields_length },
		    0, chosen);
		/* As the readers do. */
		gantry_buffer_putc(copy.to, '\0');
	}
	if (gantry_buffer_failed(copy.to) ||
	    gantry_buffer_failed(&omissions->name))
		return gantry_error_memory(error);
	*hits = copy.hits;
	return 0;
}

int
omissions_apply(struct omissions *omissions, struct cache_document *document,
    struct gantry_error *error)
{
	chosen_set hits = 0;
	size_t i;

	if (omissions->count == 0)
		return 0;
	if (copy_fields(omissions, document, &hits, error) == -1)
		return -1;
	for (i = 0; i < omissions->count; i++)
		omissions->items[i].count += (hits & UINT64_C(1) << i) != 0;
	if (hits == 0)
		return 0;
	document->fields = omissions->fields.data;
	document->fields_length = omissions->fields.length - 1;
	return 0;
}

static int
verify_document(void *argument, const struct cache_document *document,
    struct gantry_error *error)
{
	struct omissions *omissions = argument;
	chosen_set hits;
	size_t i;

	if (copy_fields(omissions, document, &hits, error) == -1)
		return -1;
	for (i = 0; i < omissions->count; i++)
		if ((hits & UINT64_C(1) << i) != 0)
			return gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "the document %s has the field %s, which the cache "
			    "says was left out",
			    bytes_show((struct bytes){ document->path,
					   document->path_length })
				.text,
			    omissions->items[i].field.text);
	return 0;
}

int
omissions_verify(struct db *db, struct gantry_error *error)
{
	struct omissions omissions = { .items = NULL };
	struct lacks lacks = { NULL, 0 };
	int result = lacks_read(&lacks, db, error);

	if (result == 0)
		result = omissions_recall(&omissions, &lacks, error);
	if (result == 0 && omissions.count > 0)
		result = previous_visit_documents(
		    db, verify_document, &omissions, error);
	lacks_clear(&lacks);
	omissions_clear(&omissions);
	return result;
}
