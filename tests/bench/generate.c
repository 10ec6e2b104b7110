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
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "bench/export_writer.h"
#include "data/firestore/encode.h"

#define PUBLICATIONS 15
#define TOP_COUNT    200000 /* of the first word of the first publication */
#define WORD_BITS    20
#define WORDS_MAX    (1L << WORD_BITS) /* in a publication */

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
	snprintf(word, size, "%s%s%s%s%s", names[export_scramble(number) % 16],
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
		made[i].id = export_scramble(
		    (uint64_t)publication << 32 | (uint64_t)(i + 1));
	}
	qsort(made, (size_t)words, sizeof(*made), compare_ids);
	return made;
}

static void
add_word(struct export_writer *output, int publication, const struct word *made)
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
	export_writer_add(output);
}

static void
add_publication(struct export_writer *output, int publication, long words)
{
	struct word *made = make_words(publication, words);
	char path[64];
	long i;

	snprintf(path, sizeof(path), "publications/pub-%02d", publication);
	encode_key(&output->entity, path);
	encode_integer_field(
	    &output->entity, "count", 50000 / (publication + 1));
	export_writer_add(output);
	for (i = 0; i < words; i++)
		add_word(output, publication, &made[i]);
	free(made);
}

static void
write_documents(const char *folder, long words)
{
	struct export_writer output;
	long share = words / PUBLICATIONS, more = words % PUBLICATIONS;
	int i;

	export_writer_open(&output, folder);
	for (i = 0; i < PUBLICATIONS; i++)
		add_publication(&output, i, share + (i < more));
	export_writer_close(&output);
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
	write_documents(argv[1], words);
	return 0;
}
