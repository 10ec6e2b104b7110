/*
 * In a worker, before it opens its applications: everything that it inherited
 * and does not need is closed.  What is kept is listed, not what is closed, so
 * that no descriptor of the master can be forgotten.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/log/log_stream.h"
#include "gate/module/module.h"
#include "serve/worker/log_handover.h"
#include "serve/worker/worker_descriptors.h"

#define KEPT_MAX (3 + LOG_RELAY_LOGS + LISTENERS_MAX + MODULES_MAX)

/* A table of descriptors takes memory up to the highest number in use. */
#define NUMBER_MAX 65536

static int
compare(const void *a, const void *b)
{
	const int *one = a, *other = b;

	return (*one > *other) - (*one < *other);
}

static void
close_between(unsigned first, unsigned last)
{
	const long most = sysconf(_SC_OPEN_MAX);

	if (first > last || close_range(first, last, 0) == 0)
		return;
	/* Before Linux 5.9. */
	for (; first <= last && first < (unsigned)most; first++)
		close((int)first);
}

/* Close all descriptors above standard error but the COUNT in KEPT. */
static void
close_others(int *kept, size_t count)
{
	unsigned next = STDERR_FILENO + 1;
	size_t i;

	qsort(kept, count, sizeof(*kept), compare);
	for (i = 0; i < count; i++) {
		if (kept[i] < (int)next)
			continue;
		close_between(next, (unsigned)kept[i] - 1);
		next = (unsigned)kept[i] + 1;
	}
	close_between(next, ~0U);
}

/* Whatever the master reads, even a terminal or a listening socket. */
static int
replace_standard_input(struct gantry_error *error)
{
	int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
	int result = 0;

	if (null == -1 || dup2(null, STDIN_FILENO) == -1)
		result = gantry_error_system(error, "cannot open /dev/null");
	if (null > STDIN_FILENO)
		close(null);
	return result;
}

/*
 * The first of COUNT numbers that no connection will have: the highest that the
 * limit of open files leaves, which is lowered if need be.
 */
static int
find_numbers(size_t count)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) == -1)
		return 0;
	if (limit.rlim_cur > NUMBER_MAX) {
		limit.rlim_cur = NUMBER_MAX;
		setrlimit(RLIMIT_NOFILE, &limit);
	}
	return limit.rlim_cur > count ? (int)(limit.rlim_cur - count) : 0;
}

static int
move(int *descriptor, int number, struct gantry_error *error)
{
	const int moved = fcntl(*descriptor, F_DUPFD_CLOEXEC, number);

	if (moved == number) {
		*descriptor = moved;
		return 0;
	}
	if (moved != -1)
		errno = EMFILE;
	return gantry_error_system(error,
	    "cannot move a listening socket to descriptor %d; raise the limit "
	    "of open files",
	    number);
}

int
worker_descriptors_move(struct loop_options *loop,
    struct sandbox_options *sandbox, struct gantry_error *error)
{
	struct listeners *listeners = loop->listeners;
	const int first = find_numbers(listeners->count + 1);
	size_t i;

	for (i = 0; i < listeners->count; i++)
		if (move(&listeners->descriptors[i], first + (int)i, error) ==
		    -1)
			return -1;
	sandbox->listeners_first = first;
	sandbox->listeners_count = (unsigned)listeners->count;
	if (move(&loop->transfer, first + (int)listeners->count, error) == -1)
		return -1;
	sandbox->transfer = loop->transfer;
	return 0;
}

/*
 * What a crash, a library or an application writes to standard output and error
 * goes to the master, too, where a write might wait for its reader.
 */
static int
replace_outputs(int relay, struct gantry_error *error)
{
	int output;

	for (output = STDOUT_FILENO; output <= STDERR_FILENO; output++)
		if (log_stream_may_wait(output) && dup2(relay, output) == -1)
			return gantry_error_system(
			    error, "cannot replace standard error");
	return 0;
}

/* Put the descriptors of modules into KEPT, and return how many. */
static size_t
module_descriptors(const struct gate_options *gate, int kept[MODULES_MAX])
{
	const struct module *module;
	size_t count = 0, i;

	for (i = 0; i < gate->mount_count && count < MODULES_MAX; i++) {
		module = gate->mounts[i].module;
		if (module != NULL && module->descriptor != -1)
			kept[count++] = module->descriptor;
	}
	return count;
}

int
worker_descriptors_keep(const struct loop_options *loop, int relay,
    int handover, struct gantry_error *error)
{
	const struct listeners *listeners = loop->listeners;
	struct log_files files;
	int kept[KEPT_MAX];
	size_t count = 0, i;

	request_observer_relay_logs(&loop->observer, relay);
	request_observer_get_files(&loop->observer, files.descriptors);
	if (replace_standard_input(error) == -1 ||
	    replace_outputs(relay, error) == -1)
		return -1;
	kept[count++] = relay;
	kept[count++] = handover;
	kept[count++] = loop->transfer;
	for (i = 0; i < listeners->count; i++)
		kept[count++] = listeners->descriptors[i];
	for (i = 0; i < LOG_RELAY_LOGS; i++)
		if (files.descriptors[i] != -1)
			kept[count++] = files.descriptors[i];
	count += module_descriptors(loop->gate, kept + count);
	close_others(kept, count);
	return 0;
}

int
worker_descriptors_adopt(struct loop_options *loop,
    struct sandbox_options *sandbox, int relay, struct gantry_error *error)
{
	const struct listeners before = *loop->listeners;
	const int transfer = loop->transfer;
	size_t i;

	if (worker_descriptors_move(loop, sandbox, error) == -1)
		return -1;
	for (i = 0; i < before.count; i++)
		close(before.descriptors[i]);
	close(transfer);
	request_observer_relay_logs(&loop->observer, relay);
	return replace_outputs(relay, error);
}
