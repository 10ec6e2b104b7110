/*
 * The manifest of a folder of pictures.
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "data/clouds/gallery/manifest.h"

GHashTable *
manifest_new(void)
{
	return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
}

GHashTable *
manifest_read(int folder)
{
	GHashTable *manifest = manifest_new();
	int descriptor = openat(folder, MANIFEST_NAME, O_RDONLY | O_CLOEXEC);
	FILE *file = descriptor == -1 ? NULL : fdopen(descriptor, "r");
	size_t capacity = 0;
	char *line = NULL, *blank;

	while (file != NULL && getline(&line, &capacity, file) != -1) {
		line[strcspn(line, "\n")] = '\0';
		blank = strchr(line, ' ');
		if (blank != NULL)
			g_hash_table_insert(manifest, g_strdup(blank + 1),
			    g_strndup(line, (gsize)(blank - line)));
	}
	free(line);
	if (file != NULL)
		fclose(file);
	else if (descriptor != -1)
		close(descriptor);
	return manifest;
}

static int
compare_names(const void *a, const void *b)
{
	const char *const *one = a, *const *other = b;

	return strcmp(*one, *other);
}

static void
print(GHashTable *manifest, FILE *file)
{
	guint i, count;
	gpointer *names = g_hash_table_get_keys_as_array(manifest, &count);

	qsort(names, count, sizeof(*names), compare_names);
	for (i = 0; i < count; i++)
		fprintf(file, "%s %s\n",
		    (const char *)g_hash_table_lookup(manifest, names[i]),
		    (const char *)names[i]);
	g_free(names);
}

int
manifest_write(GHashTable *manifest, int folder, struct gantry_error *error)
{
	int descriptor = openat(folder, MANIFEST_NAME,
	    O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
	FILE *file = descriptor == -1 ? NULL : fdopen(descriptor, "w");

	if (file == NULL) {
		gantry_error_system(error, "cannot write the manifest");
		if (descriptor != -1)
			close(descriptor);
		return -1;
	}
	print(manifest, file);
	if (fclose(file) != 0)
		return gantry_error_system(error, "cannot write the manifest");
	return 0;
}

bool
manifest_equals(GHashTable *one, GHashTable *other)
{
	GHashTableIter entries;
	gpointer name, hash;

	if (g_hash_table_size(one) != g_hash_table_size(other))
		return false;
	g_hash_table_iter_init(&entries, one);
	while (g_hash_table_iter_next(&entries, &name, &hash))
		if (g_strcmp0(g_hash_table_lookup(other, name), hash) != 0)
			return false;
	return true;
}
