/*
 * Writes a managed Firestore export of made-up words for the benchmark:
 *
 *	generate FOLDER WORDS
 *
 * 15 publications share WORDS documents publications/{pub}/ent/{id} evenly.
 * The counts follow Zipf's law.  The ids are hashes, and the documents are in
 * the order of their ids, as in a real export; so their order is unrelated to
 * counts and words.  Nothing is random: the same arguments give the same bytes.
 */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <gantry/buffer.h>

#include "data/firestore/encode.h"

#define PUBLICATIONS 15
#define TOP_COUNT    200000 /* of the first word of the first publication */
#define WORD_BITS    20
#define WORDS_MAX    (1L << WORD_BITS) /* in a publication */
#define BLOCK_SIZE   32768
#define FLUSH_SIZE   (64 * BLOCK_SIZE)
#define EXPORT_START UINT64_C(1767225600000000) /* 2026-01-01 */
#define EXPORT_END   UINT64_C(1767229200000000)

#define KIND "all_namespaces/all_kinds"

struct output {
	int descriptor;
	struct gantry_buffer log;
	struct gantry_buffer entity;
};

static void
write_all(int descriptor, const char *data, size_t size)
{
	ssize_t written;

	for (; size > 0; data += written, size -= (size_t)written) {
		written = write(descriptor, data, size);
		if (written == -1)
			err(1, "write");
	}
}

/*
 * Write the complete blocks.  The length of the log still tells the position in
 * the current block.
 */
static void
flush_blocks(struct output *output)
{
	struct gantry_buffer *log = &output->log, rest = { 0 };
	size_t whole = log->length / BLOCK_SIZE * BLOCK_SIZE;

	write_all(output->descriptor, log->data, whole);
	gantry_buffer_add(&rest, log->data + whole, log->length - whole);
	gantry_buffer_clear(log);
	*log = rest;
}

/* Append the encoded document to the log. */
static void
end_document(struct output *output)
{
	encode_record(&output->log, output->entity.data, output->entity.length);
	if (gantry_buffer_failed(&output->entity) ||
	    gantry_buffer_failed(&output->log))
		errx(1, "out of memory");
	gantry_buffer_reset(&output->entity);
	if (output->log.length >= FLUSH_SIZE)
		flush_blocks(output);
}

/* The finalizer of splitmix64, a bijection, so different numbers differ. */
static uint64_t
scramble(uint64_t number)
{
	number = (number ^ number >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	number = (number ^ number >> 27) * UINT64_C(0x94d049bb133111eb);
	return number ^ number >> 31;
}

/* Four syllables encode the number; a name precedes two thirds of them. */
static void
make_word(char *word, size_t size, uint32_t number)
{
	static const char syllables[32][3] = { "ba", "be", "bi", "bo", "da",
		"de", "di", "do", "ka", "ke", "ki", "ko", "la", "le", "li",
		"lo", "ma", "me", "mi", "mo", "na", "ne", "ni", "no", "ra",
		"re", "ri", "ro", "sa", "se", "si", "so" };
	static const char *const names[] = { "", "Adam ", "", "Beatrice ", "",
		"Chlo\xc3\xa9 ", "", "Frederick ", "Grace ", "Henry ",
		"Josephine ", "Lou ", "New ", "Olivia ", "Saint ", "Upper " };

	number &= WORDS_MAX - 1;
	snprintf(word, size, "%s%s%s%s%s", names[scramble(number) % 16],
	    syllables[number & 31], syllables[number >> 5 & 31],
	    syllables[number >> 10 & 31], syllables[number >> 15]);
}

struct word {
	uint64_t id;
	long rank;
};

static int
compare_ids(const void *left, const void *right)
{
	const struct word *a = left, *b = right;

	return a->id < b->id ? -1 : a->id > b->id;
}

/* Return the words of a publication in the order of their ids. */
static struct word *
make_words(int publication, long words)
{
	struct word *made = malloc((size_t)words * sizeof(*made));
	long i;

	if (made == NULL)
		errx(1, "out of memory");
	for (i = 0; i < words; i++) {
		made[i].rank = i + 1;
		made[i].id =
		    scramble((uint64_t)publication << 32 | (uint64_t)(i + 1));
	}
	qsort(made, (size_t)words, sizeof(*made), compare_ids);
	return made;
}

static void
add_word(struct output *output, int publication, const struct word *made)
{
	char path[64], word[32];
	long rank = made->rank;
	int64_t count = TOP_COUNT / (publication + 1) / rank;

	snprintf(path, sizeof(path), "publications/pub-%02d/ent/%016" PRIx64,
	    publication, made->id);
	/* Because the factor is odd, each rank gives another word. */
	make_word(
	    word, sizeof(word), (uint32_t)(rank * 40503 + publication * 7919L));
	encode_key(&output->entity, path);
	encode_string_field(&output->entity, "word", word);
	encode_integer_field(&output->entity, "count", count > 0 ? count : 1);
	end_document(output);
}

static void
add_publication(struct output *output, int publication, long words)
{
	struct word *made = make_words(publication, words);
	char path[64];
	long i;

	snprintf(path, sizeof(path), "publications/pub-%02d", publication);
	encode_key(&output->entity, path);
	encode_integer_field(
	    &output->entity, "count", 50000 / (publication + 1));
	end_document(output);
	for (i = 0; i < words; i++)
		add_word(output, publication, &made[i]);
	free(made);
}

static int
create(const char *folder, const char *name)
{
	char path[4096];
	int descriptor;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (descriptor == -1)
		err(1, "%s", path);
	return descriptor;
}

static void
write_documents(const char *folder, long words)
{
	struct output output = { create(folder, KIND "/output-0"), { 0 },
		{ 0 } };
	long share = words / PUBLICATIONS, more = words % PUBLICATIONS;
	int i;

	for (i = 0; i < PUBLICATIONS; i++)
		add_publication(&output, i, share + (i < more));
	write_all(output.descriptor, output.log.data, output.log.length);
	gantry_buffer_clear(&output.entity);
	gantry_buffer_clear(&output.log);
	if (close(output.descriptor) == -1)
		err(1, "close");
}

static void
write_buffer(const char *folder, const char *name, struct gantry_buffer *buffer)
{
	int descriptor = create(folder, name);

	write_all(descriptor, buffer->data, buffer->length);
	gantry_buffer_clear(buffer);
	if (close(descriptor) == -1)
		err(1, "%s/%s", folder, name);
}

static void
write_metadata(const char *folder, long words)
{
	static const char kind[] =
	    KIND "/all_namespaces_all_kinds.export_metadata";
	struct gantry_buffer overall = { 0 }, metadata = { 0 };

	encode_metadata(&metadata, "output-0", EXPORT_START, EXPORT_END);
	write_buffer(folder, kind, &metadata);
	encode_overall(&overall, kind, (uint64_t)words + PUBLICATIONS);
	write_buffer(folder, "bench.overall_export_metadata", &overall);
}

static void
make_folder(const char *folder, const char *name)
{
	char path[4096];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	if (mkdir(path, 0777) == -1 && errno != EEXIST)
		err(1, "%s", path);
}

int
main(int argc, char *argv[])
{
	char *end;
	long words;

	if (argc != 3)
		errx(2, "usage: generate FOLDER WORDS");
	words = strtol(argv[2], &end, 10);
	if (*end != '\0' || words < 1 || words > PUBLICATIONS * WORDS_MAX)
		errx(2, "the number of words is 1 to %ld",
		    PUBLICATIONS * WORDS_MAX);
	make_folder(argv[1], "");
	make_folder(argv[1], "all_namespaces");
	make_folder(argv[1], KIND);
	write_documents(argv[1], words);
	write_metadata(argv[1], words);
	return 0;
}
