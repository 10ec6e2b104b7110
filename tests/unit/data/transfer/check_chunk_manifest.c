/*
 * Manifests are read as they were written, and nothing else is read.
 */
#include <stdlib.h>
#include <string.h>

#include "data/transfer/chunk_manifest.h"
#include "unit.h"

/* Make a manifest of three chunks and a patch. */
static void
make(struct chunk_manifest *manifest)
{
	struct manifest_chunk chunk = { .length = 4096, .packed = 100 };
	struct gantry_error error;
	int i;

	*manifest = (struct chunk_manifest){
		.generation = "0123456789abcdef",
		.created = 1700000000,
		.cut = { 4096, 16 },
		.patch_count = 1,
	};
	manifest->patches[0].length = 12;
	for (i = 0; i < 3; i++) {
		chunk.hash.bytes[0] = (unsigned char)i;
		ck_assert_int_eq(
		    chunk_manifest_add(manifest, &chunk, &error), 0);
	}
	ck_assert_int_eq(chunk_manifest_finish(manifest, &error), 0);
}

static void
write_text(struct gantry_buffer *text)
{
	struct chunk_manifest manifest;
	struct gantry_error error;

	make(&manifest);
	ck_assert_int_eq(chunk_manifest_write(&manifest, text, &error), 0);
	chunk_manifest_clear(&manifest);
}

START_TEST(reads_what_was_written)
{
	struct gantry_buffer text = { 0 }, again = { 0 };
	struct chunk_manifest manifest;
	struct gantry_error error;
	size_t signed_length;

	write_text(&text);
	ck_assert_int_eq(chunk_manifest_read(&manifest, text.data, text.length,
			     &signed_length, &error),
	    0);
	ck_assert_uint_eq(signed_length, text.length);
	ck_assert_uint_eq(manifest.count, 3);
	ck_assert_uint_eq(manifest.size, 3 * 4096);
	ck_assert_uint_eq(manifest.packed, 300);
	ck_assert_int_eq(chunk_manifest_write(&manifest, &again, &error), 0);
	ck_assert_uint_eq(again.length, text.length);
	ck_assert_mem_eq(again.data, text.data, text.length);
	chunk_manifest_clear(&manifest);
	gantry_buffer_clear(&text);
	gantry_buffer_clear(&again);
}
END_TEST

/* Read LENGTH bytes of TEXT, in memory of that size. */
static int
read_copy(const char *text, size_t length)
{
	struct chunk_manifest manifest;
	struct gantry_error error;
	size_t signed_length;
	char *copy = malloc(length + 1);
	int result;

	ck_assert_ptr_nonnull(copy);
	memcpy(copy, text, length);
	result = chunk_manifest_read(
	    &manifest, copy, length, &signed_length, &error);
	chunk_manifest_clear(&manifest);
	free(copy);
	return result;
}

START_TEST(refuses_a_part)
{
	struct gantry_buffer text = { 0 };
	size_t i;

	write_text(&text);
	for (i = 0; i < text.length; i++)
		ck_assert_int_eq(read_copy(text.data, i), -1);
	gantry_buffer_clear(&text);
}
END_TEST

START_TEST(refuses_other_numbers)
{
	static const char *const changes[][2] = {
		{ "page 4096", "page 4095" },
		{ "page 4096", "page 0   " },
		{ "mean 16", "mean 17" },
		{ "mean 16", "mean -1" },
		{ "chunk 00", "chunk 07" },
		{ "chunk 00", "chunk 0G" },
		{ " 4096 100", " 9999999 " },
		{ " 4096 100", " 0000 100" },
		{ "end 3", "end 2" },
		{ "created 1", "created +" },
		{ "generation 0", "generation X" },
	};
	struct gantry_buffer text = { 0 };
	char *place;
	size_t i;

	for (i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
		gantry_buffer_reset(&text);
		write_text(&text);
		gantry_buffer_putc(&text, '\0');
		place = strstr(text.data, changes[i][0]);
		ck_assert_ptr_nonnull(place);
		memcpy(place, changes[i][1], strlen(changes[i][1]));
		ck_assert_int_eq(read_copy(text.data, text.length - 1), -1);
	}
	gantry_buffer_clear(&text);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		reads_what_was_written,
		refuses_a_part,
		refuses_other_numbers,
		NULL,
	};

	return unit_run("transfer/chunk_manifest", tests);
}
