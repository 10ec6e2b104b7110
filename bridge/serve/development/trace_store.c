/*
 * A page is written at once, before anything links to it, since the sandbox
 * does not let a worker rename files.
 */
#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "serve/development/trace_store.h"

#define PREFIX		"trace-"
#define SUFFIX		".html"
#define ID_MAX		128
#define NAME_MAX_LENGTH (sizeof(PREFIX) + ID_MAX + sizeof(SUFFIX))

/* How many pages may be there before the oldest are looked for. */
#define SLACK 32

/* One that is there. */
struct page {
	char id[ID_MAX + 1];
	struct timespec time;
};

bool
trace_store_has_name(const char *id)
{
	size_t i;

	for (i = 0; id[i] != '\0'; i++)
		if (!isalnum((unsigned char)id[i]) &&
		    strchr(".-_", id[i]) == NULL)
			return false;
	return i > 0 && i <= ID_MAX;
}

static int
write_file(const char *path, const struct gantry_buffer *page)
{
	const int file =
	    open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	ssize_t written;

	if (file == -1)
		return -1;
	written = write(file, page->data, page->length);
	if (close(file) == -1 || written != (ssize_t)page->length)
		return -1;
	return 0;
}

static int
compare(const void *a, const void *b)
{
	const struct page *one = a, *other = b;

	if (one->time.tv_sec != other->time.tv_sec)
		return one->time.tv_sec < other->time.tv_sec ? 1 : -1;
	if (one->time.tv_nsec != other->time.tv_nsec)
		return one->time.tv_nsec < other->time.tv_nsec ? 1 : -1;
	return strcmp(one->id, other->id);
}

/* Is NAME that of a page?  Its id goes to PAGE. */
static bool
read_name(const char *name, struct page *page)
{
	const size_t length = strlen(name);
	const size_t around = strlen(PREFIX) + strlen(SUFFIX);

	if (length <= around || length - around > ID_MAX ||
	    strncmp(name, PREFIX, strlen(PREFIX)) != 0 ||
	    strcmp(name + length - strlen(SUFFIX), SUFFIX) != 0)
		return false;
	memcpy(page->id, name + strlen(PREFIX), length - around);
	page->id[length - around] = '\0';
	return true;
}

/* Add one page.  Returns the list, which may have moved; NULL: no memory. */
static struct page *
add(struct page *pages, size_t count, const struct page *page)
{
	if ((count & (count - 1)) == 0) {
		struct page *moved =
		    realloc(pages, (count > 0 ? 2 * count : 1) * sizeof(*page));

		if (moved == NULL)
			return NULL;
		pages = moved;
	}
	pages[count] = *page;
	return pages;
}

/* The pages, to be freed, the latest first; NULL: there are none. */
static struct page *
list(const char *folder, size_t *count)
{
	struct page *pages = NULL, *moved, page;
	DIR *entries = opendir(folder);
	struct dirent *entry;
	struct stat status;

	*count = 0;
	while (entries != NULL && (entry = readdir(entries)) != NULL) {
		if (!read_name(entry->d_name, &page) ||
		    fstatat(dirfd(entries), entry->d_name, &status,
			AT_SYMLINK_NOFOLLOW) == -1)
			continue;
		page.time = status.st_mtim;
		moved = add(pages, *count, &page);
		if (moved == NULL)
			break;
		pages = moved;
		++*count;
	}
	if (entries != NULL)
		closedir(entries);
	if (pages != NULL)
		qsort(pages, *count, sizeof(*pages), compare);
	return pages;
}

static void
path_of(char path[PATH_MAX], const char *folder, const char *id)
{
	snprintf(path, PATH_MAX, "%s/" PREFIX "%s" SUFFIX, folder, id);
}

static void
remove_oldest(const char *folder)
{
	struct page *pages;
	char path[PATH_MAX];
	size_t count, i;

	pages = list(folder, &count);
	for (i = TRACE_STORE_MAX; i < count; i++) {
		path_of(path, folder, pages[i].id);
		unlink(path);
	}
	free(pages);
}

int
trace_store_put(
    const char *folder, const char *id, const struct gantry_buffer *page)
{
	static atomic_uint since; /* pages were removed */
	char path[PATH_MAX];

	path_of(path, folder, id);
	unlink(path);
	if (write_file(path, page) == -1) {
		unlink(path);
		return -1;
	}
	if (atomic_fetch_add(&since, 1) % SLACK == SLACK - 1)
		remove_oldest(folder);
	return 0;
}

int
trace_store_read(
    const char *folder, const char *name, struct gantry_buffer *content)
{
	char path[PATH_MAX], data[16384];
	ssize_t length;
	int file;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (file == -1)
		return -1;
	while ((length = read(file, data, sizeof(data))) > 0)
		gantry_buffer_add(content, data, (size_t)length);
	close(file);
	return length == 0 && !gantry_buffer_failed(content) ? 0 : -1;
}

int
trace_store_get(const char *folder, const char *id, struct gantry_buffer *page)
{
	char name[NAME_MAX_LENGTH];

	if (!trace_store_has_name(id))
		return -1;
	snprintf(name, sizeof(name), PREFIX "%s" SUFFIX, id);
	return trace_store_read(folder, name, page);
}

void
trace_store_each(
    const char *folder, void (*visit)(void *owner, const char *id), void *owner)
{
	struct page *pages;
	size_t count, i;

	pages = list(folder, &count);
	for (i = 0; i < count && i < TRACE_STORE_MAX; i++)
		visit(owner, pages[i].id);
	free(pages);
}
