/*
 * Writes a managed Firestore export for the benchmark of queries:
 *
 *	documents FOLDER COUNT SHAPE
 *
 * mixed: 70 % of the documents are items/{id} with five fields and an array of
 * three; 3 % are users/{id}, and 27 % are users/{id}/posts/{id}.  flat: all are
 * items, without the array.  Nothing is random: the same arguments give the
 * same bytes.
 */
#include <err.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/export_writer.h"
#include "data/firestore/encode.h"

#define POSTS	   9 /* of a user */
#define ITEM_LABEL 50
#define KINDS	   20
#define TAGS	   100

static const char *const words[] = { "amber", "basil", "cedar", "dune", "ember",
	"fjord", "grove", "haven", "inlet", "jade", "knoll", "larch", "maple",
	"north", "ochre", "prairie" };

static void
add_double(struct gantry_buffer *entity, const char *name, double number)
{
	struct gantry_buffer value = { 0 };

	encode_double(&value, 4, number);
	encode_property(entity, name, 0, false, &value);
}

static void
add_tag(struct gantry_buffer *entity, uint64_t number)
{
	struct gantry_buffer value = { 0 };
	char tag[16];

	snprintf(tag, sizeof(tag), "tag%" PRIu64, number % TAGS);
	encode_string(&value, 3, tag);
	encode_property(entity, "tags", 0, true, &value);
}

static void
add_item(struct export_writer *writer, uint64_t number, bool has_tags)
{
	struct gantry_buffer *entity = &writer->entity;
	const uint64_t hash = export_scramble(number + 1);
	char path[64], text[64];
	int i;

	snprintf(path, sizeof(path), "items/%016" PRIx64, hash);
	encode_key(entity, path);
	snprintf(text, sizeof(text), "%s %s %" PRIu64, words[hash % 16],
	    words[hash >> 4 & 15], hash >> 8 & 0xffffff);
	encode_string_field(entity, "title", text);
	snprintf(text, sizeof(text), "kind-%" PRIu64, (hash >> 16) % KINDS);
	encode_string_field(entity, "kind", text);
	encode_integer_field(entity, "rank", (int64_t)(hash >> 20 & 0xfffff));
	add_double(entity, "price", (double)(hash >> 12 & 0x3fffff) / 100);
	encode_integer_field(
	    entity, "stock", (int64_t)((hash >> 32) % ITEM_LABEL));
	for (i = 0; has_tags && i < 3; i++)
		add_tag(entity, export_scramble(hash + (uint64_t)i));
	export_writer_add(writer);
}

static void
add_user(struct export_writer *writer, uint64_t number)
{
	struct gantry_buffer *entity = &writer->entity;
	char path[96];
	int i;

	snprintf(path, sizeof(path), "users/user%07" PRIu64, number);
	encode_key(entity, path);
	encode_string_field(entity, "name", words[number % 16]);
	encode_integer_field(entity, "age", (int64_t)(number % 80));
	export_writer_add(writer);
	for (i = 0; i < POSTS; i++) {
		snprintf(path, sizeof(path),
		    "users/user%07" PRIu64 "/posts/post%d", number, i);
		encode_key(entity, path);
		encode_string_field(entity, "author", words[number % 16]);
		encode_integer_field(entity, "likes",
		    (int64_t)(export_scramble(number * POSTS + (uint64_t)i) %
			1000));
		export_writer_add(writer);
	}
}

int
main(int argc, char *argv[])
{
	struct export_writer writer;
	long long count, items, i;
	bool is_mixed;
	char *end;

	if (argc != 4)
		errx(2, "usage: documents FOLDER COUNT mixed|flat");
	count = strtoll(argv[2], &end, 10);
	if (*end != '\0' || count < 1 || count > 100000000)
		errx(2, "the number of documents is 1 to 100000000");
	is_mixed = strcmp(argv[3], "mixed") == 0;
	if (!is_mixed && strcmp(argv[3], "flat") != 0)
		errx(2, "the shape is mixed or flat");
	items = is_mixed ? count - count * 3 / 10 : count;
	export_writer_open(&writer, argv[1]);
	for (i = 0; i < items; i++)
		add_item(&writer, (uint64_t)i, is_mixed);
	for (i = 0; i < (count - items) / (POSTS + 1); i++)
		add_user(&writer, (uint64_t)i);
	export_writer_close(&writer);
	return 0;
}
