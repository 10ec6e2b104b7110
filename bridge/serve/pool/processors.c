/*
 * A quota of one and a half processors lets two threads run at the same time,
 * so it is rounded up.
 */
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "serve/pool/processors.h"

#define CGROUP_ROOT "/sys/fs/cgroup"
#define PATH_SIZE   4096

static unsigned
count_allowed(void)
{
	const long online = sysconf(_SC_NPROCESSORS_ONLN);
	cpu_set_t set;

	/* It fails where there are more than CPU_SETSIZE processors. */
	if (sched_getaffinity(0, sizeof(set), &set) == 0)
		return (unsigned)CPU_COUNT(&set);
	return online > 0 ? (unsigned)online : 1;
}

/* The quota in the file PATH: "max 100000" or "150000 100000", or no file. */
static unsigned
read_quota(const char *path)
{
	long long quota, period;
	FILE *file = fopen(path, "re");
	int count;

	if (file == NULL)
		return 0;
	count = fscanf(file, "%lld %lld", &quota, &period);
	fclose(file);
	if (count != 2 || quota <= 0 || period <= 0 ||
	    quota / period >= UINT16_MAX)
		return 0;
	return (unsigned)((quota + period - 1) / period);
}

unsigned
processors_quota(const char *root, const char *group)
{
	char path[PATH_SIZE];
	unsigned least = 0, quota;
	size_t length = strlen(group);
	int written;

	for (;;) {
		while (length > 0 && group[length - 1] == '/')
			length--;
		written = snprintf(path, sizeof(path), "%s%.*s/cpu.max", root,
		    (int)length, group);
		if (written < 0 || (size_t)written >= sizeof(path))
			return least;
		quota = read_quota(path);
		if (quota != 0 && (least == 0 || quota < least))
			least = quota;
		if (length == 0)
			return least;
		while (length > 0 && group[length - 1] != '/')
			length--;
	}
}

/* Copy the control group of this process: the line "0::GROUP". */
static void
find_group(char group[PATH_SIZE])
{
	FILE *file = fopen("/proc/self/cgroup", "re");
	char line[PATH_SIZE];

	group[0] = '\0';
	while (file != NULL && fgets(line, sizeof(line), file) != NULL) {
		if (strncmp(line, "0::", 3) != 0)
			continue;
		line[strcspn(line, "\n")] = '\0';
		/* One outside of the namespace begins with "/..". */
		if (strncmp(line + 3, "/..", 3) != 0)
			memcpy(group, line + 3, strlen(line + 3) + 1);
	}
	if (file != NULL)
		fclose(file);
}

void
processors_read(struct processors *processors)
{
	char group[PATH_SIZE];

	find_group(group);
	processors->allowed = count_allowed();
	processors->quota = processors_quota(CGROUP_ROOT, group);
	processors->count = processors->allowed;
	if (processors->quota != 0 && processors->quota < processors->count)
		processors->count = processors->quota;
	if (processors->count == 0)
		processors->count = 1;
}
