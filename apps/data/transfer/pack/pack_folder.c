/*
 * Writing the folder of a packed cache, and removing what is too old.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/files/folder.h"
#include "base/files/safe_open.h"
#include "data/cache/cache.h"
#include "data/transfer/ed25519.h"
#include "data/transfer/pack/pack_folder.h"
#include "data/transfer/pack/packer.h"

#define LOCK "lock"
/* Web servers of other users read these files. */
#define FILE_MODE 0644

struct packing {
	const struct pack_options *options;
	struct pack_result *result;
	int folder;
	int lock;
	int cache;
	/* The manifests that are kept, the newest first. */
	struct kept {
		char name[PACK_NAME_SIZE];
		struct timespec time;
	} * kept;
	size_t kept_count;
};

/* A file of the folder that is being written. */
struct new_file {
	char temporary[PACK_NAME_SIZE];
	FILE *file;
};

static int
new_file_open(
    struct packing *packing, struct new_file *new, struct gantry_error *error)
{
	int descriptor;

	snprintf(new->temporary, sizeof(new->temporary), "new-XXXXXX");
	descriptor =
	    safe_create_temporary(packing->folder, new->temporary, FILE_MODE);
	new->file = descriptor != -1 ? fdopen(descriptor, "w") : NULL;
	if (new->file == NULL)
		return gantry_error_system(error, "cannot create a file in %s",
		    packing->options->folder);
	return 0;
}

/* Give NEW its NAME when it has reached the disk, or remove it. */
static int
new_file_close(struct packing *packing, struct new_file *new, const char *name,
    int result, struct gantry_error *error)
{
	if (new->file == NULL)
		return result;
	if (result == 0 &&
	    (fflush(new->file) != 0 || fsync(fileno(new->file)) == -1))
		result = gantry_error_system(
		    error, "cannot write %s", packing->options->folder);
	fclose(new->file);
	if (result == 0 &&
	    renameat(packing->folder, new->temporary, packing->folder, name) ==
		-1)
		result =
		    gantry_error_system(error, "cannot put %s in place", name);
	if (result == -1)
		unlinkat(packing->folder, new->temporary, 0);
	return result;
}

static void
name_of(char name[PACK_NAME_SIZE], const char *kind, const struct sha256 *id,
    const char *end)
{
	char text[SHA256_TEXT];

	sha256_write(id, text);
	snprintf(name, PACK_NAME_SIZE, "%s-%s%s", kind, text, end);
}

/* Read the manifest NAME of the folder.  Returns 0 or -1. */
static int
read_manifest(struct packing *packing, const char *name,
    struct chunk_manifest *manifest, struct gantry_error *error)
{
	int file =
	    openat(packing->folder, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	struct gantry_buffer text = { 0 };
	struct stat status;
	size_t signed_length;
	char *place = NULL;
	int result = -1;

	*manifest = (struct chunk_manifest){ .count = 0 };
	if (file == -1)
		return gantry_error_system(error, "cannot open %s", name);
	if (fstat(file, &status) == 0 && status.st_size > 0 &&
	    status.st_size <= MANIFEST_LONGEST)
		place = gantry_buffer_reserve(&text, (size_t)status.st_size);
	if (place == NULL ||
	    read(file, place, (size_t)status.st_size) != status.st_size)
		gantry_error_set(
		    error, GANTRY_ERROR_INPUT, "%s is not a manifest", name);
	else
		result = chunk_manifest_read(manifest, place,
		    (size_t)status.st_size, &signed_length, error);
	gantry_buffer_clear(&text);
	close(file);
	return result;
}

/* Write the data and list its chunks. */
static int
put_data(struct packing *packing, struct gantry_error *error)
{
	struct chunk_manifest *manifest = &packing->result->manifest;
	struct new_file new = { .file = NULL };
	char name[PACK_NAME_SIZE] = "";
	int result = new_file_open(packing, &new, error);

	if (result == 0)
		result = packer_write_data(
		    manifest, packing->cache, new.file, error);
	if (result == 0)
		name_of(name, "data", &manifest->id, ".zst");
	return new_file_close(packing, &new, name, result, error);
}

/* Make a file without a name that holds the older cache.  Returns it or -1. */
static int
expand_old(struct packing *packing, const struct chunk_manifest *from,
    struct gantry_error *error)
{
	char name[PACK_NAME_SIZE], temporary[] = "new-XXXXXX";
	int data, file;

	name_of(name, "data", &from->id, ".zst");
	data = openat(packing->folder, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	if (data == -1)
		return gantry_error_set(
		    error, GANTRY_ERROR_INPUT, "cannot open %s", name);
	file = safe_create_temporary(packing->folder, temporary, 0600);
	if (file == -1) {
		gantry_error_system(error, "cannot create a file in %s",
		    packing->options->folder);
	} else {
		unlinkat(packing->folder, temporary, 0);
		if (packer_expand_data(from, data, file, error) == -1) {
			close(file);
			file = -1;
		}
	}
	close(data);
	return file;
}

static int
write_patch(struct packing *packing, const struct chunk_manifest *from,
    FILE *file, struct gantry_error *error)
{
	struct packer_patch patch = {
		.from = from,
		.from_file = expand_old(packing, from, error),
		.file = packing->cache,
		.to = &packing->result->manifest,
		.patch = file,
	};
	int result;

	if (patch.from_file == -1)
		return -1;
	result = packer_write_patch(&patch, error);
	close(patch.from_file);
	return result;
}

/* Make the patch from FROM, and list it if it is worth it. */
static int
put_patch(struct packing *packing, const struct chunk_manifest *from,
    struct gantry_error *error)
{
	struct chunk_manifest *to = &packing->result->manifest;
	struct manifest_patch patch = { .from = from->id };
	char name[PACK_NAME_SIZE], end[SHA256_TEXT + 1] = "-";
	struct new_file new = { .file = NULL };
	long length = 0;
	int result;

	if (from->cut.page != to->cut.page || from->cut.mean != to->cut.mean ||
	    sha256_equal(&from->id, &to->id) ||
	    to->patch_count == MANIFEST_PATCHES)
		return 0;
	sha256_write(&to->id, end + 1);
	name_of(name, "patch", &from->id, end);
	result = new_file_open(packing, &new, error);
	if (result == 0)
		result = write_patch(packing, from, new.file, error);
	if (result == 0)
		length = ftell(new.file);
	result = new_file_close(packing, &new, name, result, error);
	if (result == -1 || length < 0)
		return -1;
	patch.length = (uint64_t)length;
	to->patches[to->patch_count++] = patch;
	return 0;
}

static int
compare_times(const void *a, const void *b)
{
	const struct kept *one = a, *other = b;

	if (one->time.tv_sec != other->time.tv_sec)
		return one->time.tv_sec < other->time.tv_sec ? 1 : -1;
	return one->time.tv_nsec < other->time.tv_nsec ? 1 : -1;
}

/* Call WORK for the name of each file in the folder. */
static int
each_file(struct packing *packing,
    int work(struct packing *packing, const char *name),
    struct gantry_error *error)
{
	int descriptor =
	    openat(packing->folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *folder = descriptor != -1 ? fdopendir(descriptor) : NULL;
	const struct dirent *entry;
	int result = 0;

	if (folder == NULL)
		return gantry_error_system(
		    error, "cannot read %s", packing->options->folder);
	while (result == 0 && (entry = readdir(folder)) != NULL)
		result = work(packing, entry->d_name);
	closedir(folder);
	return result == 0 ? 0 : gantry_error_memory(error);
}

static int
list_manifest(struct packing *packing, const char *name)
{
	struct kept *larger;
	struct stat status;

	if (strncmp(name, "manifest-", 9) != 0 ||
	    strlen(name) != 9 + SHA256_TEXT - 1 ||
	    fstatat(packing->folder, name, &status, AT_SYMLINK_NOFOLLOW) == -1)
		return 0;
	larger = reallocarray(
	    packing->kept, packing->kept_count + 1, sizeof(*packing->kept));
	if (larger == NULL)
		return -1;
	packing->kept = larger;
	larger += packing->kept_count++;
	snprintf(larger->name, sizeof(larger->name), "%s", name);
	larger->time = status.st_mtim;
	return 0;
}

/* Does the current manifest list the patch NAME? */
static bool
is_listed(const struct packing *packing, const char *name)
{
	const struct chunk_manifest *manifest = &packing->result->manifest;
	char listed[PACK_NAME_SIZE], end[SHA256_TEXT + 1] = "-";
	size_t i;

	sha256_write(&manifest->id, end + 1);
	for (i = 0; i < manifest->patch_count; i++) {
		name_of(listed, "patch", &manifest->patches[i].from, end);
		if (strcmp(listed, name) == 0)
			return true;
	}
	return false;
}

/* Does the file NAME belong to a generation that is kept? */
static bool
is_kept(const struct packing *packing, const char *name)
{
	const char *id;
	size_t i;

	if (strncmp(name, "patch-", 6) == 0)
		return is_listed(packing, name);
	for (i = 0; i < packing->kept_count; i++) {
		id = packing->kept[i].name + strlen("manifest-");
		if (strstr(name, id) != NULL)
			return i < packing->options->keep;
	}
	return false;
}

static int
prune_file(struct packing *packing, const char *name)
{
	const bool is_ours = strncmp(name, "data-", 5) == 0 ||
	    strncmp(name, "patch-", 6) == 0 ||
	    strncmp(name, "manifest-", 9) == 0;

	if ((is_ours && !is_kept(packing, name)) ||
	    (strncmp(name, "new-", 4) == 0 && strlen(name) == 10))
		unlinkat(packing->folder, name, 0);
	return 0;
}

static int
list_kept(struct packing *packing, struct gantry_error *error)
{
	packing->kept_count = 0;
	if (each_file(packing, list_manifest, error) == -1)
		return -1;
	if (packing->kept_count > 1)
		qsort(packing->kept, packing->kept_count,
		    sizeof(*packing->kept), compare_times);
	return 0;
}

/*
 * Make the patches from the generations that stay.  A generation that is
 * damaged has none; its readers fetch chunks.
 */
static int
put_patches(struct packing *packing, struct gantry_error *error)
{
	struct chunk_manifest *to = &packing->result->manifest;
	struct chunk_manifest from;
	size_t i;

	for (i = 0; i < packing->kept_count && i + 1 < packing->options->keep;
	     i++) {
		if (read_manifest(
			packing, packing->kept[i].name, &from, error) == 0 &&
		    put_patch(packing, &from, error) == -1 &&
		    error->code == GANTRY_ERROR_SYSTEM) {
			chunk_manifest_clear(&from);
			return -1;
		}
		if (i == 0 && to->patch_count > 0)
			packing->result->patched = to->patches[0].length;
		chunk_manifest_clear(&from);
	}
	return 0;
}

static int
put_text(struct packing *packing, const struct gantry_buffer *text,
    const char *name, struct gantry_error *error)
{
	struct new_file new = { .file = NULL };
	int result = new_file_open(packing, &new, error);

	if (result == 0 &&
	    fwrite(text->data, 1, text->length, new.file) < text->length)
		result = gantry_error_system(error, "cannot write %s", name);
	return new_file_close(packing, &new, name, result, error);
}

/* The names before this are on the disk before the manifest is. */
static int
put_manifest(struct packing *packing, struct gantry_error *error)
{
	struct chunk_manifest *manifest = &packing->result->manifest;
	struct gantry_buffer text = { 0 };
	char name[PACK_NAME_SIZE];
	int folder =
	    openat(packing->folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int result = chunk_manifest_write(manifest, &text, error);

	name_of(name, "manifest", &manifest->id, "");
	if (result == 0 && packing->options->key != NULL)
		result = ed25519_sign(&text, packing->options->key, error);
	if (result == 0)
		result = put_text(packing, &text, name, error);
	if (result == 0 && (folder == -1 || fsync(folder) == -1))
		result = gantry_error_system(
		    error, "cannot sync %s", packing->options->folder);
	if (result == 0)
		result = put_text(packing, &text, "manifest", error);
	if (result == 0)
		fsync(folder);
	if (folder != -1)
		close(folder);
	gantry_buffer_clear(&text);
	return result;
}

static int
lock_folder(struct packing *packing, struct gantry_error *error)
{
	if (mkdir(packing->options->folder, 0755) == -1 && errno != EEXIST)
		return gantry_error_system(
		    error, "cannot make %s", packing->options->folder);
	packing->folder = folder_open(packing->options->folder, error);
	if (packing->folder == -1)
		return -1;
	packing->lock =
	    safe_open_at(packing->folder, LOCK, O_RDWR | O_CREAT, 0600, error);
	if (packing->lock == -1)
		return -1;
	if (flock(packing->lock, LOCK_EX | LOCK_NB) == -1)
		return gantry_error_set(error, GANTRY_ERROR_BUSY,
		    "another process packs into %s", packing->options->folder);
	return 0;
}

/* Open the cache, and read from it what the manifest says of it. */
static int
open_cache(struct packing *packing, struct gantry_error *error)
{
	struct chunk_manifest *manifest = &packing->result->manifest;
	const char *path = packing->options->cache;
	struct stat status;
	struct db *db;
	char link[64];
	int result;

	packing->cache = open(path, O_RDONLY | O_CLOEXEC);
	if (packing->cache == -1 || fstat(packing->cache, &status) == -1)
		return gantry_error_system(error, "cannot open %s", path);
	/* The open file, also if the path has another by now. */
	snprintf(link, sizeof(link), "/proc/self/fd/%d", packing->cache);
	db = cache_open(link, manifest->generation, error);
	if (db == NULL)
		return gantry_error_prefix(error, "%s", path);
	result = db_integer(db, "SELECT value FROM meta WHERE key = 'created'",
	    &manifest->created, error);
	db_close(db);
	if (result == 0)
		result = cut_choose(&manifest->cut, packing->cache,
		    (uint64_t)status.st_size, error);
	return result == 0 ? 0 : gantry_error_prefix(error, "cache %s", path);
}

static int
pack(struct packing *packing, struct gantry_error *error)
{
	struct chunk_manifest current;

	if (lock_folder(packing, error) == -1 ||
	    open_cache(packing, error) == -1 || put_data(packing, error) == -1)
		return -1;
	if (read_manifest(packing, "manifest", &current, error) == 0)
		packing->result->was_current =
		    sha256_equal(&current.id, &packing->result->manifest.id);
	chunk_manifest_clear(&current);
	if (list_kept(packing, error) == -1 ||
	    put_patches(packing, error) == -1 ||
	    put_manifest(packing, error) == -1 ||
	    list_kept(packing, error) == -1)
		return -1;
	return each_file(packing, prune_file, error);
}

int
pack_folder_run(const struct pack_options *options, struct pack_result *result,
    struct gantry_error *error)
{
	struct packing packing = {
		.options = options,
		.result = result,
		.folder = -1,
		.lock = -1,
		.cache = -1,
	};
	int status;

	*result = (struct pack_result){ .patched = 0 };
	status = pack(&packing, error);
	if (packing.cache != -1)
		close(packing.cache);
	if (packing.lock != -1)
		close(packing.lock);
	if (packing.folder != -1)
		close(packing.folder);
	free(packing.kept);
	return status;
}
