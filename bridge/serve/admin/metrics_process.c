/*
 * The figures of the master and of each worker, with the names that
 * Prometheus' client libraries give them, from /proc/PID, see proc(5).  A
 * figure that is unknown is left out.
 */
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "serve/admin/metrics_writer.h"

#define TEXT_SIZE 4096

/* What the kernel tells of a process; -1: unknown. */
struct process_figures {
	int64_t cpu; /* milliseconds, in user space and in the kernel */
	int64_t started; /* milliseconds since 1970 */
	int64_t virtual, resident; /* bytes */
	int64_t private; /* bytes of the resident ones that no file backs */
	int64_t open_fds, max_fds;
};

/* Read the file NAME of PROCESS into TEXT.  Returns 0, or -1. */
static int
read_file(pid_t process, const char *name, char text[TEXT_SIZE])
{
	char path[64];
	ssize_t length;
	int file;

	snprintf(path, sizeof(path), "/proc/%ld/%s", (long)process, name);
	file = open(path, O_RDONLY | O_CLOEXEC);
	if (file == -1)
		return -1;
	length = read(file, text, TEXT_SIZE - 1);
	close(file);
	if (length <= 0)
		return -1;
	text[length] = '\0';
	return 0;
}

/* The start of the system in milliseconds since 1970. */
static int64_t
boot_time(void)
{
	struct timespec now, up;

	clock_gettime(CLOCK_REALTIME, &now);
	clock_gettime(CLOCK_BOOTTIME, &up);
	return (int64_t)(now.tv_sec - up.tv_sec) * 1000 +
	    (now.tv_nsec - up.tv_nsec) / 1000000;
}

/* Fields 14, 15 and 22; the name in field 2 may contain any byte. */
static void
read_times(struct process_figures *figures, pid_t process, char *text)
{
	const int64_t second = sysconf(_SC_CLK_TCK);
	unsigned long long user, kernel, start;
	const char *rest;

	if (read_file(process, "stat", text) == -1)
		return;
	rest = strrchr(text, ')');
	if (rest == NULL ||
	    sscanf(rest,
		") %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %llu %llu %*d "
		"%*d %*d %*d %*d %*d %llu",
		&user, &kernel, &start) != 3)
		return;
	figures->cpu = (int64_t)(user + kernel) * 1000 / second;
	figures->started = boot_time() + (int64_t)start * 1000 / second;
}

static void
read_memory(struct process_figures *figures, pid_t process, char *text)
{
	const int64_t page = sysconf(_SC_PAGESIZE);
	long long virtual, resident, shared;

	if (read_file(process, "statm", text) == -1 ||
	    sscanf(text, "%lld %lld %lld", &virtual, &resident, &shared) != 3)
		return;
	figures->virtual = virtual * page;
	figures->resident = resident * page;
	figures->private = resident > shared ? (resident - shared) * page : 0;
}

static void
read_descriptors(struct process_figures *figures, pid_t process, char *text)
{
	static const char limit[] = "\nMax open files";
	const struct dirent *entry;
	const char *line;
	char path[64];
	DIR *folder;

	if (read_file(process, "limits", text) == 0 &&
	    (line = strstr(text, limit)) != NULL)
		figures->max_fds = strtoll(line + strlen(limit), NULL, 10);
	snprintf(path, sizeof(path), "/proc/%ld/fd", (long)process);
	folder = opendir(path);
	if (folder == NULL)
		return;
	figures->open_fds = 0;
	while ((entry = readdir(folder)) != NULL)
		figures->open_fds += entry->d_name[0] != '.';
	closedir(folder);
	/* Without the one that this function opened. */
	if (process == getpid())
		figures->open_fds--;
}

/*
 * Those of another user's process may be unknown, and all are if it has ended.
 */
static void
read_figures(struct process_figures *figures, pid_t process)
{
	char text[TEXT_SIZE];

	*figures = (struct process_figures){ -1, -1, -1, -1, -1, -1, -1 };
	read_times(figures, process, text);
	read_memory(figures, process, text);
	read_descriptors(figures, process, text);
}

static const struct {
	struct metrics_family family;
	size_t offset; /* in struct process_figures */
	bool is_time; /* of milliseconds */
} families[] = {
	{ { "process_cpu_seconds", "counter", "seconds",
	      "CPU time, in user space and in the kernel." },
	    offsetof(struct process_figures, cpu), true },
	{ { "process_start_time_seconds", "gauge", "seconds",
	      "Start time, since 1970." },
	    offsetof(struct process_figures, started), true },
	{ { "process_virtual_memory_bytes", "gauge", "bytes",
	      "Virtual memory." },
	    offsetof(struct process_figures, virtual), false },
	{ { "process_resident_memory_bytes", "gauge", "bytes",
	      "Resident memory." },
	    offsetof(struct process_figures, resident), false },
	{ { "process_private_memory_bytes", "gauge", "bytes",
	      "Resident memory that no file backs and no process shares." },
	    offsetof(struct process_figures, private), false },
	{ { "process_open_fds", "gauge", NULL, "Open file descriptors." },
	    offsetof(struct process_figures, open_fds), false },
	{ { "process_max_fds", "gauge", NULL,
	      "Limit of open file descriptors." },
	    offsetof(struct process_figures, max_fds), false },
};

/* The sample of worker number WORKER, or of the master, which is the last. */
static void
write_sample(const struct metrics_writer *writer, size_t family, size_t worker,
    const struct process_figures *figures)
{
	const struct status *status = writer->status;
	char slot[16] = "";
	const struct metrics_label of_master[] = { { "process", "master" },
		{ NULL } };
	const struct metrics_label of_worker[] = { { "process", "worker" },
		{ "worker", slot }, { NULL } };
	int64_t value;

	memcpy(&value, (const char *)figures + families[family].offset,
	    sizeof(value));
	if (value < 0)
		return;
	if (worker < status->worker_count)
		snprintf(
		    slot, sizeof(slot), "%u", status->workers[worker].slot);
	metrics_labelled(writer, &families[family].family, NULL,
	    worker < status->worker_count ? of_worker : of_master);
	if (families[family].is_time)
		metrics_put_decimal(writer, value, 3);
	else
		metrics_put(writer, value);
}

void
metrics_write_processes(const struct metrics_writer *writer)
{
	const struct status *status = writer->status;
	const size_t count = status->worker_count + 1;
	struct process_figures *figures = calloc(count, sizeof(*figures));
	size_t family, i;

	if (figures == NULL) {
		writer->buffer->failed = true;
		return;
	}
	for (i = 0; i < count; i++)
		read_figures(&figures[i],
		    i < status->worker_count ? status->workers[i].pid
					     : status->pid);
	for (family = 0; family < sizeof(families) / sizeof(families[0]);
	     family++) {
		metrics_begin(writer, &families[family].family);
		for (i = 0; i < count; i++)
			write_sample(writer, family, i, &figures[i]);
	}
	free(figures);
}
