/*
 * Unpacks with libarchive.  gzip and Zstandard are decompressed by source.h,
 * which compares their checksums.  A zip archive must have its directory at the
 * end: without it, nothing would say that the archive is cut off.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#ifdef HAVE_LIBARCHIVE
#include <archive.h>
#include <archive_entry.h>
#endif

#include <gantry/buffer.h>

#include "data/firestore/archive/unpack.h"
#include "data/firestore/source.h"

#ifdef HAVE_LIBARCHIVE

#define CHUNK_SIZE 65536

struct reader {
	struct archive *archive;
	struct source *source; /* decompresses; unused otherwise */
	struct gantry_error reason; /* of the source */
	struct bytes pending; /* the first chunk of the source */
	const char *path;
	int folder;
	uint64_t left; /* bytes that may still come */
	size_t entries;
	struct unpacked *unpacked;
};

static la_ssize_t
read_chunk(struct archive *archive, void *argument, const void **data)
{
	struct reader *reader = argument;
	struct bytes chunk = reader->pending;
	int status = 1;

	reader->pending = (struct bytes){ NULL, 0 };
	if (chunk.data == NULL)
		status = source_next(reader->source, &chunk, &reader->reason);
	if (status == -1) {
		archive_set_error(archive, EIO, "%s", reader->reason.text);
		return ARCHIVE_FATAL;
	}
	*data = chunk.data;
	return status == 0 ? 0 : (la_ssize_t)chunk.length;
}

/* Fill in ERROR with what libarchive says.  Returns -1. */
static int
failed(const struct reader *reader, struct gantry_error *error)
{
	const char *reason = archive_error_string(reader->archive);

	if (reader->reason.code != GANTRY_ERROR_NONE) {
		*error = reader->reason;
		return -1;
	}
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "%s: cannot read the archive: %s", reader->path,
	    reason != NULL ? reason : "it is damaged");
}

/* Start to read the archive.  Returns what libarchive does. */
static int
start(struct reader *reader, struct gantry_error *error)
{
	struct archive *archive = reader->archive;
	int status;

	archive_read_support_format_tar(archive);
	status = source_open(reader->source, reader->path, error);
	if (status == -1)
		return ARCHIVE_FATAL;
	if (reader->source->kind != SOURCE_PLAIN)
		return archive_read_open2(
		    archive, reader, NULL, read_chunk, NULL, NULL);
	archive_read_support_format_zip_seekable(archive);
	archive_read_support_filter_xz(archive);
	archive_read_support_filter_bzip2(archive);
	return archive_read_open_filename(archive, reader->path, CHUNK_SIZE);
}

static int
open_reader(struct reader *reader, const char *path, struct gantry_error *error)
{
	*reader = (struct reader){
		.archive = archive_read_new(),
		.source = calloc(1, sizeof(*reader->source)),
		.path = path,
		.folder = -1,
	};
	return reader->archive != NULL && reader->source != NULL
	    ? 0
	    : gantry_error_memory(error);
}

static void
close_reader(struct reader *reader)
{
	if (reader->archive != NULL)
		archive_read_free(reader->archive);
	if (reader->source != NULL)
		source_close(reader->source);
	free(reader->source);
	if (reader->folder != -1)
		close(reader->folder);
}

int
unpack_is_archive(const char *path, struct gantry_error *error)
{
	struct gantry_error unused = { 0 };
	struct archive_entry *entry;
	struct reader reader;
	int result = open_reader(&reader, path, error), status;

	if (result == 0 && start(&reader, &unused) == ARCHIVE_OK) {
		status = archive_read_next_header(reader.archive, &entry);
		/* Even if the rest of it is damaged. */
		result = status != ARCHIVE_EOF &&
		    archive_format(reader.archive) != 0;
	}
	close_reader(&reader);
	return result;
}

static const char *
name_of(struct archive_entry *entry)
{
	const char *name = archive_entry_pathname_utf8(entry);

	return name != NULL ? name : archive_entry_pathname(entry);
}

static int
refuse(const struct reader *reader, const char *name, const char *reason,
    struct gantry_error *error)
{
	return gantry_error_set(error, GANTRY_ERROR_INPUT, "%s: %s: %s",
	    reader->path, bytes_show((struct bytes){ name, strlen(name) }).text,
	    reason);
}

static bool
has_suffix(const char *name, const char *suffix)
{
	const size_t length = strlen(name), end = strlen(suffix);

	return length >= end && strcmp(name + length - end, suffix) == 0;
}

/* Note the file NAME, unless it is hidden or what macOS adds. */
static int
note_file(struct reader *reader, const char *folder, const char *name,
    struct gantry_error *error)
{
	struct unpacked *unpacked = reader->unpacked;
	struct gantry_buffer path = { 0 };
	const char *slash = strrchr(name, '/');
	const char *last = slash != NULL ? slash + 1 : name;

	if (last[0] == '.' || strncmp(name, "__MACOSX/", 9) == 0)
		return 0;
	if (has_suffix(last, "export_metadata") ||
	    strncmp(last, "output-", strlen("output-")) == 0)
		unpacked->has_export = true;
	if (unpacked->files++ > 0)
		return 0;
	gantry_buffer_printf(&path, "%s/%s", folder, name);
	gantry_buffer_putc(&path, '\0');
	unpacked->file = path.data;
	return gantry_buffer_failed(&path) ? gantry_error_memory(error) : 0;
}

/*
 * Open the folder of the file NAME below the root, making what is missing.  No
 * link is followed.  *LAST gets the rest of NAME.  Returns a descriptor or -1.
 */
static int
open_folder(struct reader *reader, const char *name, const char **last,
    struct gantry_error *error)
{
	int folder = fcntl(reader->folder, F_DUPFD_CLOEXEC, 3), next;
	unsigned depth = 0;
	const char *slash;
	char *part;

	while (folder != -1 && (slash = strchr(name, '/')) != NULL) {
		part = strndup(name, (size_t)(slash - name));
		next = -1;
		if (part == NULL)
			gantry_error_memory(error);
		else if (part[0] == '\0' || strcmp(part, ".") == 0)
			next = fcntl(folder, F_DUPFD_CLOEXEC, 3);
		else if (strcmp(part, "..") == 0)
			refuse(reader, part,
			    "expected a path that stays in the archive", error);
		else if (++depth > UNPACK_DEPTH_MAX)
			refuse(reader, part,
			    "expected folders nested at most 16 deep", error);
		else if ((mkdirat(folder, part, 0700) == -1 &&
			     errno != EEXIST) ||
		    (next = openat(folder, part,
			 O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)) ==
			-1)
			gantry_error_system(error,
			    "%s: cannot make the folder %s", reader->path,
			    part);
		free(part);
		close(folder);
		folder = next;
		name = slash + 1;
	}
	*last = name;
	return folder;
}

static int
write_all(int file, const char *data, size_t size)
{
	ssize_t written;

	while (size > 0) {
		written = write(file, data, size);
		if (written == -1 && errno == EINTR)
			continue;
		if (written == -1)
			return -1;
		data += written;
		size -= (size_t)written;
	}
	return 0;
}

static int
copy_data(struct reader *reader, int file, const char *name,
    struct gantry_error *error)
{
	const uint64_t most = reader->left;
	char data[CHUNK_SIZE];
	la_ssize_t size;

	while ((size = archive_read_data(reader->archive, data, sizeof(data))) >
	    0) {
		if ((uint64_t)size > reader->left)
			return gantry_error_set(error, GANTRY_ERROR_LIMIT,
			    "%s: expected at most %" PRIu64
			    " more bytes with %s; if it is not a bomb, unpack "
			    "it and import the folder",
			    reader->path, most,
			    bytes_show((struct bytes){ name, strlen(name) })
				.text);
		reader->left -= (uint64_t)size;
		if (write_all(file, data, (size_t)size) == -1)
			return gantry_error_system(error,
			    "%s: cannot write what it holds", reader->path);
	}
	/* Of a zip archive, a warning means a wrong checksum. */
	return size == 0 ? 0 : failed(reader, error);
}

/* Make the file NAME, whose last part is LAST, in the folder PARENT. */
static int
make_file(const struct reader *reader, int parent, const char *name,
    const char *last, struct gantry_error *error)
{
	int file;

	if (last[0] == '\0' || strcmp(last, ".") == 0 ||
	    strcmp(last, "..") == 0)
		return refuse(reader, name, "expected a file's name", error);
	file = openat(parent, last,
	    O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (file == -1 && errno == EEXIST)
		return refuse(reader, name,
		    "expected each file once, but it is there twice", error);
	if (file == -1)
		return gantry_error_system(
		    error, "%s: cannot make %s", reader->path, name);
	return file;
}

static int
unpack_file(struct reader *reader, const char *folder, const char *name,
    struct gantry_error *error)
{
	const char *last;
	int parent = open_folder(reader, name, &last, error);
	int file, result;

	if (parent == -1)
		return -1;
	file = make_file(reader, parent, name, last, error);
	close(parent);
	if (file == -1)
		return -1;
	result = copy_data(reader, file, name, error);
	if (close(file) == -1 && result == 0)
		result = gantry_error_system(
		    error, "%s: cannot write what it holds", reader->path);
	return result == 0 ? note_file(reader, folder, name, error) : -1;
}

static int
unpack_entry(struct reader *reader, const char *folder,
    struct archive_entry *entry, struct gantry_error *error)
{
	const char *name = name_of(entry);

	if (name == NULL)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "%s: expected names in UTF-8", reader->path);
	if (++reader->entries > UNPACK_FILES_MAX)
		return gantry_error_set(error, GANTRY_ERROR_LIMIT,
		    "%s: expected at most %d files; if it is not a bomb, "
		    "unpack it and import the folder",
		    reader->path, UNPACK_FILES_MAX);
	if (archive_entry_filetype(entry) == AE_IFDIR)
		return 0;
	if (archive_entry_filetype(entry) != AE_IFREG ||
	    archive_entry_hardlink(entry) != NULL ||
	    archive_entry_symlink(entry) != NULL)
		return refuse(reader, name,
		    "expected files and folders only, found a link or a "
		    "device; unpack it and import the folder",
		    error);
	if (name[0] == '/')
		return refuse(reader, name,
		    "expected a path that stays in the archive", error);
	return unpack_file(reader, folder, name, error);
}

/* How many bytes may come out of the archive. */
static int
set_limit(struct reader *reader, struct gantry_error *error)
{
	struct stat status;

	if (stat(reader->path, &status) == -1)
		return gantry_error_system(
		    error, "cannot look at %s", reader->path);
	reader->left = UNPACK_FREE + UNPACK_RATIO * (uint64_t)status.st_size;
	return 0;
}

static int
unpack_all(
    struct reader *reader, const char *folder, struct gantry_error *error)
{
	struct archive_entry *entry;
	int status;

	reader->folder = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (reader->folder == -1)
		return gantry_error_system(error, "cannot open %s", folder);
	if (set_limit(reader, error) == -1)
		return -1;
	if (start(reader, error) != ARCHIVE_OK)
		return failed(reader, error);
	/* A warning is about what is not used, such as a name in Latin-1. */
	while ((status = archive_read_next_header(reader->archive, &entry)) ==
		ARCHIVE_OK ||
	    status == ARCHIVE_WARN)
		if (unpack_entry(reader, folder, entry, error) == -1)
			return -1;
	return status == ARCHIVE_EOF ? 0 : failed(reader, error);
}

/* What is behind the archive in compressed data has a checksum, too. */
static int
finish(struct reader *reader, struct gantry_error *error)
{
	struct bytes rest;
	int status = 1;

	while (reader->source->kind != SOURCE_PLAIN && status == 1)
		status = source_next(reader->source, &rest, error);
	return status == -1 ? -1 : 0;
}

int
unpack(const char *path, const char *folder, struct unpacked *unpacked,
    struct gantry_error *error)
{
	struct reader reader;
	int result = open_reader(&reader, path, error);

	*unpacked = (struct unpacked){ .file = NULL };
	reader.unpacked = unpacked;
	if (result == 0)
		result = unpack_all(&reader, folder, error);
	if (result == 0)
		result = finish(&reader, error);
	close_reader(&reader);
	return result;
}

#else /* Without libarchive: foreign.h says what such a file is. */

int
unpack_is_archive(const char *path, struct gantry_error *error)
{
	(void)path;
	(void)error;
	return 0;
}

int
unpack(const char *path, const char *folder, struct unpacked *unpacked,
    struct gantry_error *error)
{
	(void)folder;
	*unpacked = (struct unpacked){ .file = NULL };
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "%s: this program was built without libarchive", path);
}

#endif
