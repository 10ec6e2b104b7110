/*
 * Values are compared by their keys.
 */
#include <string.h>

#include "data/query/answer/document_match.h"
#include "data/query/keys/key.h"
#include "data/query/plan/position.h"

void
match_clear(struct match *match)
{
	gantry_buffer_clear(&match->key);
	gantry_buffer_clear(&match->element);
}

bool
match_failed(const struct match *match)
{
	return gantry_buffer_failed(&match->key) ||
	    gantry_buffer_failed(&match->element);
}

/* Append the key of FIELD; false when the document lacks it. */
static bool
add_key(struct gantry_buffer *buffer, const struct field_path_names *field,
    const struct store_document *document, struct value *value)
{
	char position[POSITION_SIZE];

	if (field->is_name) {
		position_put(position, document->rank, false);
		gantry_buffer_add(buffer, position, sizeof(position));
		return true;
	}
	return field_find(field, document->fields, value) &&
	    key_add(buffer, value) && !gantry_buffer_failed(buffer);
}

static bool
is_null_or_nan(struct bytes key)
{
	return key.data[0] == KEY_NULL || key.data[0] == KEY_NAN;
}

/* Is KEY one of the operands of LEAF? */
static bool
is_operand(const struct filter *leaf, struct bytes key)
{
	size_t i;

	for (i = 0; i < leaf->key_count; i++)
		if (bytes_compare(leaf->keys[i], key) == 0)
			return true;
	return false;
}

static bool
has_null(const struct filter *leaf)
{
	size_t i;

	for (i = 0; i < leaf->key_count; i++)
		if (leaf->keys[i].data[0] == KEY_NULL)
			return true;
	return false;
}

/* NaN differs from everything, from itself, too. */
static bool
differs(const struct filter *leaf, struct bytes key)
{
	return key.data[0] != KEY_NULL && !has_null(leaf) &&
	    (key.data[0] == KEY_NAN || !is_operand(leaf, key));
}

static bool
is_in_range(const struct filter *leaf, struct bytes key)
{
	struct bytes operand = leaf->keys[0];
	int order;

	if (is_null_or_nan(operand) || operand.data[0] != key.data[0])
		return false;
	order = bytes_compare(key, operand);
	switch (leaf->op) {
	case OP_LESS_THAN:
		return order < 0;
	case OP_LESS_THAN_OR_EQUAL:
		return order <= 0;
	case OP_GREATER_THAN:
		return order > 0;
	default:
		return order >= 0;
	}
}

static bool
contains(
    struct match *match, const struct filter *leaf, const struct value *value)
{
	struct json_walk walk = json_walk(value->text);
	struct gantry_buffer *key = &match->element;
	struct value element;
	struct json_part json;
	struct bytes found;

	if (value->kind != VALUE_ARRAY)
		return false;
	while (json_walk_next(&walk, NULL, &json)) {
		gantry_buffer_reset(key);
		if (!value_read(json, &element) || !key_add(key, &element) ||
		    gantry_buffer_failed(key))
			return false;
		found = (struct bytes){ key->data, key->length };
		if (!is_null_or_nan(found) && is_operand(leaf, found))
			return true;
	}
	return false;
}

static bool
match_leaf(struct match *match, const struct filter *leaf,
    const struct store_document *document)
{
	struct value value = { .kind = VALUE_NULL };
	struct bytes key;

	gantry_buffer_reset(&match->key);
	if (!add_key(&match->key, &leaf->field, document, &value))
		return false;
	key = (struct bytes){ match->key.data, match->key.length };
	switch (leaf->op) {
	case OP_EQUAL:
	case OP_IN:
		return !is_null_or_nan(key) && is_operand(leaf, key);
	case OP_NOT_EQUAL:
	case OP_NOT_IN:
		return differs(leaf, key);
	case OP_ARRAY_CONTAINS:
	case OP_ARRAY_CONTAINS_ANY:
		return contains(match, leaf, &value);
	case OP_IS_NULL:
		return key.data[0] == KEY_NULL;
	case OP_IS_NAN:
		return key.data[0] == KEY_NAN;
	case OP_IS_NOT_NULL:
		return key.data[0] != KEY_NULL;
	case OP_IS_NOT_NAN:
		return !is_null_or_nan(key);
	default:
		return is_in_range(leaf, key);
	}
}

bool
match_term(struct match *match, const struct term *term,
    const struct store_document *document)
{
	size_t i;

	for (i = 0; i < term->count; i++)
		if (!match_leaf(match, term->leaves[i], document))
			return false;
	return true;
}

bool
match_key(const struct field_path_names *field,
    const struct store_document *document, struct gantry_buffer *buffer)
{
	struct value value = { .kind = VALUE_NULL };

	return add_key(buffer, field, document, &value);
}
