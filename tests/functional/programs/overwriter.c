/*
 * An application that has been taken over.  It writes whatever it likes over
 * all memory that its worker shares with other processes, and into every pipe
 * that the worker can write.  It finds both when it is opened, as code that
 * runs in a worker could.
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "applications.h"

#define MAPPINGS_MAX 64
#define PIPES_MAX    16

/* A mapping that is shared with other processes. */
struct mapping {
	unsigned char *first;
	size_t size;
	bool writable;
};

static struct mapping mappings[MAPPINGS_MAX];
static size_t mapping_count;
static int pipes[PIPES_MAX];
static size_t pipe_count;
static bool has_looked, writes, floods;

/* Those that nobody uses are out of reach: they stay as they are. */
static void
find_mappings(void)
{
	FILE *file = fopen("/proc/self/maps", "re");
	unsigned long first, end;
	char line[512], rights[5];

	while (file != NULL && mapping_count < MAPPINGS_MAX &&
	    fgets(line, sizeof(line), file) != NULL)
		if (sscanf(line, "%lx-%lx %4s", &first, &end, rights) == 3 &&
		    rights[0] == 'r' && rights[3] == 's')
			mappings[mapping_count++] = (struct mapping){
				.first = (unsigned char *)first,
				.size = end - first,
				.writable = rights[1] == 'w',
			};
	if (file != NULL)
		fclose(file);
}

static void
find_pipes(void)
{
	struct stat status;
	int i;

	for (i = STDERR_FILENO + 1; i < 256 && pipe_count < PIPES_MAX; i++)
		if (fstat(i, &status) == 0 && S_ISFIFO(status.st_mode) &&
		    (fcntl(i, F_GETFL) & O_ACCMODE) == O_WRONLY)
			pipes[pipe_count++] = i;
}

/* Bytes that a reader may trip over, or any bytes. */
static void
write_all(const struct mapping *mapping)
{
	static const unsigned char chosen[] = { 0x00, 0x01, 0x02, 0x03, 0x7f,
		0x80, 0xff, 0x1b, '"', '\n', 'x' };
	const size_t choice = (size_t)random() % (2 * sizeof(chosen));
	size_t at;

	if (choice < sizeof(chosen)) {
		memset(mapping->first, chosen[choice], mapping->size);
		return;
	}
	for (at = 0; at < mapping->size; at++)
		mapping->first[at] = (unsigned char)random();
}

/* A number somewhere, which may be a state, a size or a time. */
static void
write_number(const struct mapping *mapping)
{
	static const int64_t chosen[] = { 0, 1, 2, 3, 4, 5, -1, 256, 1000000,
		INT32_MAX, INT32_MIN, INT64_MAX, INT64_MIN, INT64_MAX / 2 };
	const int64_t number =
	    chosen[(size_t)random() % (sizeof(chosen) / sizeof(chosen[0]))];
	const size_t size = random() % 2 == 0 ? 4 : 8;
	const size_t at = (size_t)random() % (mapping->size / size) * size;

	memcpy(mapping->first + at, &number, size);
}

static void
write_mappings(void)
{
	size_t i;
	int count;

	for (i = 0; i < mapping_count; i++) {
		if (!mappings[i].writable)
			continue;
		if (random() % 4 == 0)
			write_all(&mappings[i]);
		for (count = 0; count < 1000; count++)
			write_number(&mappings[i]);
	}
}

static void
flood_pipes(void)
{
	static char bytes[4096];
	size_t i;

	for (i = 0; i < pipe_count; i++)
		while (write(pipes[i], bytes, sizeof(bytes)) > 0)
			continue;
}

static void *
attack(void *unused)
{
	const struct timespec pause = { .tv_nsec = 200000 };

	srandom((unsigned)getpid());
	for (;;) {
		if (writes)
			write_mappings();
		if (floods)
			flood_pipes();
		else
			nanosleep(&pause, NULL);
	}
	return unused;
}

/* Make memory writable that is for reading.  How often did that succeed? */
static int
make_writable(void)
{
	int count = 0;
	size_t i;

	for (i = 0; i < mapping_count; i++)
		count += !mappings[i].writable &&
		    mprotect(mappings[i].first, mappings[i].size,
			PROT_READ | PROT_WRITE) == 0;
	return count;
}

static int
open_overwriter(const struct gantry_settings *settings, void **state,
    struct gantry_error *error)
{
	(void)settings;
	(void)state;
	(void)error;
	if (has_looked)
		return 0;
	has_looked = true;
	find_mappings();
	find_pipes();
	return 0;
}

static const char *
describe(struct gantry_environ *environ)
{
	int readable = 0, writable = 0;
	size_t i;

	for (i = 0; i < mapping_count; i++)
		if (mappings[i].writable)
			writable++;
		else
			readable++;
	return gantry_environ_format(environ, "%d %d %d %zu", writable,
	    readable, make_writable(), pipe_count);
}

static const char *
begin(struct gantry_environ *environ, bool *what)
{
	static bool runs;
	pthread_t thread;

	*what = true;
	if (!runs && pthread_create(&thread, NULL, attack, NULL) != 0)
		return "cannot start a thread";
	runs = true;
	return gantry_environ_format(environ, "%ld", (long)getpid());
}

static const char *
start_job(struct gantry_environ *environ)
{
	struct gantry_error error;

	switch (gantry_job_start(environ, "work", &error)) {
	case 1:
		return "started";
	case 0:
		return "runs";
	default:
		return gantry_environ_format(environ, "%s", error.text);
	}
}

static int
call(struct gantry_environ *environ, gantry_start_response *start_response)
{
	static const struct gantry_header headers[] = {
		{ "Content-Type", "text/plain" },
		{ NULL, NULL },
	};
	const char *path = gantry_environ_get(environ, "PATH_INFO");
	const char *said = "no such attack";

	if (strcmp(path, "/mappings") == 0)
		said = describe(environ);
	else if (strcmp(path, "/write") == 0)
		said = begin(environ, &writes);
	else if (strcmp(path, "/flood") == 0)
		said = begin(environ, &floods);
	else if (strcmp(path, "/job") == 0)
		said = start_job(environ);
	return gantry_write(
	    start_response(environ, "200 OK", headers), said, strlen(said));
}

/* Says which process made them. */
static int
fill_arguments(const struct gantry_settings *settings,
    struct gantry_buffer *arguments, struct gantry_error *error)
{
	(void)settings;
	(void)error;
	gantry_buffer_printf(
	    arguments, "/bin/echo%cmade by %ld", '\0', (long)getpid());
	gantry_buffer_putc(arguments, '\0');
	return 0;
}

static const struct gantry_job jobs[] = {
	{ .name = "work", .arguments = fill_arguments },
	{ NULL },
};

const struct gantry_application overwriter_application = {
	.name = "overwriter",
	.help = "writes over the memory that its worker shares",
	.open = open_overwriter,
	.call = call,
	.jobs = jobs,
};
