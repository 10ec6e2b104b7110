/*
 * The state of a fetch.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/files/folder.h"
#include "base/files/safe_open.h"
#include "data/transfer/fetch_state.h"

#define MAGIC	  "gantry-cache-fetch 1"
#define STATE_MAX 2048

/* Copy the rest of the line after KEY from TEXT, if it is there. */
static void
read_value(const char *text, const char *key, char *place, size_t size)
{
	const char *found = strstr(text, key);
	size_t length;

	place[0] = '\0';
	if (found == NULL)
		return;
	found += strlen(key);
	length = strcspn(found, "\n");
	if (length >= size)
		return;
	memcpy(place, found, length);
	place[length] = '\0';
}

static void
read_state(struct fetch_state *state, const struct sha256 *source)
{
	char text[STATE_MAX + 1], hash[SHA256_TEXT];
	const ssize_t length = pread(state->file, text, STATE_MAX, 0);

	state->source = *source;
	if (length <= 0)
		return;
	text[length] = '\0';
	read_value(text, "\nsource ", hash, sizeof(hash));
	if (strncmp(text, MAGIC "\n", sizeof(MAGIC)) != 0 ||
	    !sha256_read(hash, strlen(hash), &state->source) ||
	    !sha256_equal(source, &state->source)) {
		state->source = *source;
		return;
	}
	read_value(text, "\ntag ", state->fetched.tag, DOWNLOAD_TAG_SIZE);
	read_value(text, "\ndate ", state->fetched.date, DOWNLOAD_DATE_SIZE);
	read_value(text, "\npart-tag ", state->part.tag, DOWNLOAD_TAG_SIZE);
	read_value(text, "\npart-date ", state->part.date, DOWNLOAD_DATE_SIZE);
	read_value(text, "\ncache ", state->cache, sizeof(state->cache));
}

static int
lock(struct fetch_state *state, const char *path, struct gantry_error *error)
{
	const char *name;
	char *own;
	int folder = folder_open_of(path, &name, error);

	if (folder == -1)
		return -1;
	if (asprintf(&own, "%s.fetch", name) == -1) {
		close(folder);
		return gantry_error_memory(error);
	}
	state->file = safe_open_at(folder, own, O_RDWR | O_CREAT, 0600, error);
	free(own);
	close(folder);
	if (state->file == -1)
		return -1;
	if (flock(state->file, LOCK_EX | LOCK_NB) == -1)
		return gantry_error_set(error, GANTRY_ERROR_BUSY,
		    "another process fetches %s", path);
	return 0;
}

int
fetch_state_open(struct fetch_state *state, const char *path, const char *url,
    struct gantry_error *error)
{
	struct gantry_buffer plain = { 0 };
	struct sha256 source;
	bool is_made;

	*state = (struct fetch_state){ .file = -1 };
	if (lock(state, path, error) == -1)
		return -1;
	gantry_buffer_add(&plain, url, strcspn(url, "?#"));
	is_made = !gantry_buffer_failed(&plain) &&
	    sha256_of(plain.data, plain.length, &source);
	gantry_buffer_clear(&plain);
	if (!is_made)
		return gantry_error_memory(error);
	read_state(state, &source);
	return 0;
}

void
fetch_state_save(const struct fetch_state *state)
{
	char text[STATE_MAX], hash[SHA256_TEXT];
	int length;

	sha256_write(&state->source, hash);
	length = snprintf(text, sizeof(text),
	    MAGIC "\nsource %s\ntag %s\ndate %s\npart-tag %s\npart-date %s\n"
		  "cache %s\n",
	    hash, state->fetched.tag, state->fetched.date, state->part.tag,
	    state->part.date, state->cache);
	if (ftruncate(state->file, 0) == 0 && length < (int)sizeof(text) &&
	    pwrite(state->file, text, (size_t)length, 0) != length)
		(void)!ftruncate(state->file, 0);
}

static void
identify(const char *path, char text[128])
{
	struct stat status;

	text[0] = '\0';
	if (stat(path, &status) == 0)
		snprintf(text, 128, "%ju %ju %jd %jd.%09ld",
		    (uintmax_t)status.st_dev, (uintmax_t)status.st_ino,
		    (intmax_t)status.st_size, (intmax_t)status.st_mtim.tv_sec,
		    status.st_mtim.tv_nsec);
}

void
fetch_state_set_cache(struct fetch_state *state, const char *path)
{
	identify(path, state->cache);
}

bool
fetch_state_has_cache(const struct fetch_state *state, const char *path)
{
	char text[128];

	identify(path, text);
	return text[0] != '\0' && strcmp(text, state->cache) == 0;
}

void
fetch_state_close(struct fetch_state *state)
{
	if (state->file != -1)
		close(state->file);
	state->file = -1;
}
