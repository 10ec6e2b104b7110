/*
 * The CPU quota of control groups, and the processors of this process.
 */
#include <sched.h>
#include <stdio.h>
#include <sys/stat.h>

#include "serve/pool/processors.h"
#include "unit.h"

static void
put(const char *group, const char *quota)
{
	char path[600];
	FILE *file;

	snprintf(path, sizeof(path), "%s%s", unit_path("cgroup"), group);
	mkdir(unit_path("cgroup"), 0755);
	mkdir(path, 0755);
	snprintf(
	    path, sizeof(path), "%s%s/cpu.max", unit_path("cgroup"), group);
	file = fopen(path, "w");
	ck_assert_ptr_nonnull(file);
	fputs(quota, file);
	fclose(file);
}

static unsigned
quota(const char *group)
{
	return processors_quota(unit_path("cgroup"), group);
}

START_TEST(the_smallest_quota_around_a_group_counts)
{
	ck_assert_uint_eq(quota("/a/b"), 0);
	put("/a", "max 100000\n");
	put("/a/b", "250000 100000\n");
	ck_assert_uint_eq(quota("/a/b"), 3);
	ck_assert_uint_eq(quota("/a"), 0);
	ck_assert_uint_eq(quota(""), 0);
	put("/a", "200000 100000\n");
	ck_assert_uint_eq(quota("/a/b"), 2);
	ck_assert_uint_eq(quota("/a/b/"), 2);
	ck_assert_uint_eq(quota("/a/b/absent"), 2);
	put("", "1000 100000\n");
	ck_assert_uint_eq(quota("/a/b"), 1);
	ck_assert_uint_eq(quota("/"), 1);
	ck_assert_uint_eq(quota(""), 1);
}
END_TEST

START_TEST(what_is_not_a_quota_is_ignored)
{
	static const char *const texts[] = { "", "max", "0 100000", "-1 100000",
		"100000", "100000 0", "x y", "99999999999999999999 1" };
	size_t i;

	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		put("", texts[i]);
		ck_assert_uint_eq(quota("/x"), 0);
	}
}
END_TEST

START_TEST(the_affinity_mask_counts)
{
	struct processors processors;
	cpu_set_t all, one;
	int first = 0;

	ck_assert_int_eq(sched_getaffinity(0, sizeof(all), &all), 0);
	processors_read(&processors);
	ck_assert_uint_eq(processors.allowed, (unsigned)CPU_COUNT(&all));
	ck_assert_uint_ge(processors.count, 1);
	ck_assert_uint_le(processors.count, processors.allowed);
	while (!CPU_ISSET(first, &all))
		first++;
	CPU_ZERO(&one);
	CPU_SET(first, &one);
	ck_assert_int_eq(sched_setaffinity(0, sizeof(one), &one), 0);
	processors_read(&processors);
	ck_assert_uint_eq(processors.allowed, 1);
	ck_assert_uint_eq(processors.count, 1);
}
END_TEST

int
main(void)
{
	const TTest *tests[] = {
		the_smallest_quota_around_a_group_counts,
		what_is_not_a_quota_is_ignored,
		the_affinity_mask_counts,
		NULL,
	};

	return unit_run("serve/processors", tests);
}
