/*
 * Reads stop words and removes them from the words of a picture.
 */
#include <errno.h>
#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/cache/fold.h"
#include "data/clouds/gallery/stop_words.h"

struct stop_words {
	GHashTable *folded; /* a set */
};

/* Get the key of TEXT, or NULL when memory ran out.  Free it with g_free. */
static char *
get_key(const char *text, size_t length)
{
	struct gantry_buffer folded = { 0 };
	char *key = NULL;

	if (fold_text(&folded, text, length) == 0)
		key = g_strndup(
		    folded.data == NULL ? "" : folded.data, folded.length);
	gantry_buffer_clear(&folded);
	return key;
}

/* Remove the white space around LINE.  Returns its beginning. */
static char *
strip(char *line)
{
	static const char mark[] = "\xef\xbb\xbf";

	if (strncmp(line, mark, strlen(mark)) == 0)
		line += strlen(mark);
	return g_strstrip(line);
}

static int
read_lines(
    struct stop_words *stop_words, FILE *file, struct gantry_error *error)
{
	size_t capacity = 0, number = 0;
	char *line = NULL, *text, *key;
	int result = 0;

	while (result == 0 && getline(&line, &capacity, file) != -1) {
		number++;
		text = strip(line);
		if (*text == '\0' || *text == '#')
			continue;
		key = get_key(text, strlen(text));
		if (!g_utf8_validate(text, -1, NULL))
			result = gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "line %zu is not UTF-8", number);
		else if (key == NULL)
			result = gantry_error_memory(error);
		else
			g_hash_table_add(
			    stop_words->folded, g_steal_pointer(&key));
		g_free(key);
	}
	if (result == 0 && ferror(file))
		result = gantry_error_system(error, "cannot read it");
	free(line);
	return result;
}

struct stop_words *
stop_words_read(const char *path, struct gantry_error *error)
{
	struct stop_words *stop_words = g_new0(struct stop_words, 1);
	FILE *file = fopen(path, "re");
	int result = -1;

	stop_words->folded =
	    g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	if (file == NULL)
		gantry_error_system(error, "cannot open it");
	else
		result = read_lines(stop_words, file, error);
	if (file != NULL)
		fclose(file);
	if (result == 0)
		return stop_words;
	gantry_error_prefix(error, "stop words %.200s", path);
	stop_words_free(stop_words);
	return NULL;
}

void
stop_words_free(struct stop_words *stop_words)
{
	if (stop_words == NULL)
		return;
	g_hash_table_destroy(stop_words->folded);
	g_free(stop_words);
}

int
stop_words_remove(const struct stop_words *stop_words, struct words *words)
{
	size_t i, left = 0;
	int result = 0;

	if (stop_words == NULL)
		return 0;
	for (i = 0; i < words->count; i++) {
		char *key =
		    get_key(words->items[i].text, words->items[i].length);

		if (key == NULL)
			result = -1;
		if (key != NULL &&
		    g_hash_table_contains(stop_words->folded, key)) {
			words->left_out.counts[LEFT_OUT_HIDDEN]++;
			g_free(words->items[i].text);
		} else {
			words->items[left++] = words->items[i];
		}
		g_free(key);
	}
	words->count = left;
	return result;
}
