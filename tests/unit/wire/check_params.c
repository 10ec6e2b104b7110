/*
 * Name-value pairs: their lengths are believed as far as the bytes reach.
 */
#include <stdlib.h>
#include <string.h>

#include "gantry/buffer.h"
#include "unit.h"
#include "wire/params.h"
#include "wire/vectors.h"

static void
put_length(struct gantry_buffer *buffer, size_t length, bool is_long)
{
	if (is_long) {
		gantry_buffer_putc(buffer, (char)(0x80 | length >> 24));
		gantry_buffer_putc(buffer, (char)(length >> 16));
		gantry_buffer_putc(buffer, (char)(length >> 8));
	}
	gantry_buffer_putc(buffer, (char)length);
}

static void
put_letters(struct gantry_buffer *buffer, char letter, size_t length)
{
	char *room = gantry_buffer_reserve(buffer, length + 1);

	ck_assert_ptr_nonnull(room);
	memset(room, letter, length);
	buffer->length += length;
}

/* A pair of NAME n's and VALUE v's, with lengths in four bytes if so wished. */
static void
put_pair(struct gantry_buffer *buffer, size_t name, bool is_name_long,
    size_t value, bool is_value_long)
{
	gantry_buffer_reset(buffer);
	put_length(buffer, name, is_name_long);
	put_length(buffer, value, is_value_long);
	put_letters(buffer, 'n', name);
	put_letters(buffer, 'v', value);
}

/* Decode BYTES from a copy of just their size, so that a read too far shows. */
static size_t
decode(struct param *param, const char *bytes, size_t size)
{
	char *copy = malloc(size + (size == 0));
	size_t used;

	ck_assert_ptr_nonnull(copy);
	memcpy(copy, bytes, size);
	used = param_decode(param, copy, size);
	if (used > 0) {
		param->name = bytes + (param->name - copy);
		param->value = bytes + (param->value - copy);
	}
	free(copy);
	return used;
}

static void
assert_letters(const char *text, char letter, size_t length)
{
	size_t i;

	for (i = 0; i < length; i++)
		ck_assert_int_eq(text[i], letter);
}

struct pair {
	size_t name;
	bool is_name_long;
	size_t value;
	bool is_value_long;
};

static const struct pair pairs[] = {
	{ 0, false, 0, false },
	{ 1, false, 0, false },
	{ 0, false, 1, false },
	{ 127, false, 127, false },
	{ 3, false, 128, true },
	{ 128, true, 3, false },
	{ 128, true, 128, true },
	{ 1000, true, 1000, true },
	/* Not minimal, and still the same lengths. */
	{ 0, true, 0, true },
	{ 127, true, 1, true },
};

START_TEST(a_pair_is_decoded_whatever_its_lengths)
{
	struct gantry_buffer buffer = { 0 };
	struct param param;
	size_t i;

	for (i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		const struct pair *it = &pairs[i];

		put_pair(&buffer, it->name, it->is_name_long, it->value,
		    it->is_value_long);
		ck_assert_uint_eq(
		    decode(&param, buffer.data, buffer.length), buffer.length);
		ck_assert_uint_eq(param.name_length, it->name);
		ck_assert_uint_eq(param.value_length, it->value);
		assert_letters(param.name, 'n', it->name);
		assert_letters(param.value, 'v', it->value);
	}
	gantry_buffer_clear(&buffer);
}
END_TEST

START_TEST(a_pair_of_32_mib_is_decoded)
{
	const size_t large = 33554431; /* 0x01ffffff */
	struct gantry_buffer buffer = { 0 };
	struct param param;

	put_pair(&buffer, 2, false, large, true);
	ck_assert_uint_eq(
	    param_decode(&param, buffer.data, buffer.length), buffer.length);
	ck_assert_uint_eq(param.value_length, large);
	ck_assert_int_eq(param.value[0], 'v');
	ck_assert_int_eq(param.value[large - 1], 'v');
	ck_assert_uint_eq(
	    param_decode(&param, buffer.data, buffer.length - 1), 0);
	gantry_buffer_clear(&buffer);
}
END_TEST

START_TEST(a_truncated_pair_is_not_decoded)
{
	struct gantry_buffer buffer = { 0 };
	struct param param;
	size_t i, size;

	for (i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		put_pair(&buffer, pairs[i].name, pairs[i].is_name_long,
		    pairs[i].value, pairs[i].is_value_long);
		for (size = 0; size < buffer.length; size++)
			ck_assert_msg(decode(&param, buffer.data, size) == 0,
			    "pair %zu, %zu bytes", i, size);
	}
	gantry_buffer_clear(&buffer);
}
END_TEST

START_TEST(a_pair_may_be_decoded_as_far_as_it_is_there)
{
	static const char bytes[] = "\1\4Axy";
	struct param param;

	ck_assert_uint_eq(param_decode_part(&param, bytes, 5), 5);
	ck_assert_uint_eq(param.name_length, 1);
	ck_assert_mem_eq(param.value, "xy", 2);
	ck_assert_uint_eq(param.value_length, 2);
	ck_assert_uint_eq(param_decode_part(&param, bytes, 3), 3);
	ck_assert_uint_eq(param.value_length, 0);
	ck_assert_uint_eq(param_decode_part(&param, bytes, 2), 0);
	ck_assert_uint_eq(param_decode_part(&param, "\1\1AxB", 5), 4);
	ck_assert_uint_eq(param.value_length, 1);
}
END_TEST

START_TEST(what_follows_a_pair_is_left)
{
	static const char bytes[] = "\1\2Axy\1\1B";
	struct param param;

	ck_assert_uint_eq(decode(&param, bytes, sizeof(bytes) - 1), 5);
	ck_assert_mem_eq(param.name, "A", 1);
	ck_assert_mem_eq(param.value, "xy", 2);
	ck_assert_uint_eq(decode(&param, bytes + 5, sizeof(bytes) - 6), 0);
}
END_TEST

START_TEST(lying_lengths_are_no_pair)
{
	static const struct {
		const char *bytes;
		size_t size;
	} cases[] = {
		{ "\3\1AB", 4 },
		{ "\177\1A", 3 },
		{ "\0\177", 2 },
		{ "\377\377\377\377\0A", 6 },
		{ "\0\377\377\377\377A", 6 },
		{ "\377\377\377\377\377\377\377\377AB", 10 },
		{ "\200\0\0\2\200\0\0\1AB", 10 },
		{ "\200\0\1\0\1A", 6 },
		{ "\201\0\0\0\1A", 6 },
		{ "\300\0\0\1\0A", 6 },
		{ "\0\300\0\0\1A", 6 },
	};
	struct param param;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		ck_assert_msg(
		    decode(&param, cases[i].bytes, cases[i].size) == 0,
		    "case %zu", i);
}
END_TEST

START_TEST(lengths_are_as_other_implementations_write_them)
{
	struct gantry_buffer buffer = { 0 };
	struct param param;
	size_t i;

	for (i = 0; i < sizeof(length_vectors) / sizeof(length_vectors[0]);
	     i++) {
		const struct length_vector *vector = &length_vectors[i];

		if (vector->length > 1 << 26)
			continue; /* more than a test should hold */
		gantry_buffer_reset(&buffer);
		gantry_buffer_putc(&buffer, 0);
		gantry_buffer_add(&buffer, vector->bytes, vector->size);
		put_letters(&buffer, 'v', vector->length);
		ck_assert_uint_eq(
		    decode(&param, buffer.data, buffer.length), buffer.length);
		ck_assert_uint_eq(param.name_length, 0);
		ck_assert_uint_eq(param.value_length, vector->length);
	}
	gantry_buffer_clear(&buffer);
}
END_TEST

START_TEST(lengths_that_are_encoded_are_decoded)
{
	static const size_t lengths[] = { 0, 1, 127, 128, 255, 256, 65536 };
	const size_t count = sizeof(lengths) / sizeof(lengths[0]);
	struct gantry_buffer buffer = { 0 };
	struct param param;
	size_t name, value, used;
	uint8_t *at;

	for (name = 0; name < count; name++) {
		for (value = 0; value < count; value++) {
			gantry_buffer_reset(&buffer);
			at = (uint8_t *)gantry_buffer_reserve(
			    &buffer, PARAM_LENGTHS_MAX);
			ck_assert_ptr_nonnull(at);
			used = param_lengths_encode(
			    lengths[name], lengths[value], at);
			buffer.length = used;
			put_letters(&buffer, 'n', lengths[name]);
			put_letters(&buffer, 'v', lengths[value]);
			ck_assert_uint_eq(
			    decode(&param, buffer.data, buffer.length),
			    buffer.length);
			ck_assert_uint_eq(param.name_length, lengths[name]);
			ck_assert_uint_eq(param.value_length, lengths[value]);
			ck_assert_uint_eq(used,
			    (size_t)(lengths[name] < 128 ? 1 : 4) +
				(lengths[value] < 128 ? 1 : 4));
		}
	}
	gantry_buffer_clear(&buffer);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_pair_is_decoded_whatever_its_lengths,
		a_pair_of_32_mib_is_decoded,
		a_truncated_pair_is_not_decoded,
		a_pair_may_be_decoded_as_far_as_it_is_there,
		what_follows_a_pair_is_left,
		lying_lengths_are_no_pair,
		lengths_are_as_other_implementations_write_them,
		lengths_that_are_encoded_are_decoded,
		NULL,
	};

	return unit_run("wire/params", tests);
}
