/*
 * The areas of workers, which may write anything there, and their sums.
 */
#include <stdlib.h>
#include <string.h>

#include "serve/metrics/metric_sums.h"
#include "unit.h"

static struct metric_area area;
static struct metric_sums sums, total;

/* A valid definition of a metric with two series, and one in the area. */
static struct metric_definition *
add_metric(const char *family, int type)
{
	struct metric_definition *definition =
	    &area.definitions[atomic_load(&area.count)];

	memset(definition, 0, sizeof(*definition));
	strcpy(definition->family, family);
	strcpy(definition->help, "Help.");
	strcpy(definition->mount, "/");
	memcpy(definition->labels, "l\0a\0b\0\0", 8);
	definition->type = type;
	definition->series = 2;
	definition->stride = 1;
	definition->first = 2 * atomic_load(&area.count);
	atomic_fetch_add(&area.count, 1);
	return definition;
}

static void
tear_down(void)
{
	metric_sums_clear(&sums);
	metric_sums_clear(&total);
	memset(&area, 0, sizeof(area));
}

static void
read_area(unsigned generation)
{
	metric_sums_count(&sums, &area, generation, 1000);
}

START_TEST(counters_only_grow_and_stay_below_what_is_possible)
{
	add_metric("a_b", GANTRY_COUNTER);
	atomic_store(&area.numbers[0], 7);
	read_area(1);
	ck_assert_int_eq(sums.items[0]->values[0], 7);
	atomic_store(&area.numbers[0], 6);
	atomic_store(&area.numbers[1], 1001);
	read_area(1);
	ck_assert_int_eq(sums.items[0]->values[0], 7);
	ck_assert_int_eq(sums.items[0]->values[1], 0);
	atomic_store(&area.numbers[1], INT64_MIN);
	read_area(1);
	ck_assert_int_eq(sums.items[0]->values[1], 0);
	tear_down();
}
END_TEST

START_TEST(a_definition_is_read_once)
{
	struct metric_definition *definition =
	    add_metric("a_b", GANTRY_COUNTER);

	read_area(1);
	definition->first = 4000000;
	definition->series = 4000000;
	memset(definition->family, 'x', sizeof(definition->family));
	read_area(1);
	ck_assert_str_eq(sums.items[0]->definition.family, "a_b");
	tear_down();
}
END_TEST

/* Break a definition in way number WAY. */
static bool
break_it(struct metric_definition *definition, int way)
{
	switch (way) {
	case 0:
		memset(definition->family, 'x', sizeof(definition->family));
		return true;
	case 1:
		strcpy(definition->family, "gantry_requests");
		return true;
	case 2:
		strcpy(definition->family, "a b");
		return true;
	case 3:
		strcpy(definition->help, "a\n# EOF");
		return true;
	case 4:
		memset(definition->help, 'x', sizeof(definition->help));
		return true;
	case 5:
		strcpy(definition->mount, "\033[31m");
		return true;
	case 6:
		definition->type = -1;
		return true;
	case 7:
		definition->type = 4;
		return true;
	case 8:
		definition->digits = 4000000;
		return true;
	case 9:
		definition->first = GANTRY_METRIC_NUMBERS_MAX - 1;
		return true;
	case 10:
		definition->first = UINT32_MAX;
		return true;
	case 11:
		definition->series = 3;
		return true;
	case 12:
		definition->stride = 2;
		return true;
	case 13:
		definition->type = GANTRY_HISTOGRAM;
		definition->stride = UINT32_MAX;
		return true;
	case 14:
		definition->type = GANTRY_HISTOGRAM;
		definition->stride = 4;
		return true;
	case 15:
		memset(definition->labels, 'x', sizeof(definition->labels));
		return true;
	case 16:
		memcpy(definition->labels, "L\0a\0b\0\0", 8);
		return true;
	case 17:
		memcpy(definition->labels, "l\0\0\0\0\0\0", 8);
		return true;
	default:
		return false;
	}
}

START_TEST(a_definition_that_is_not_valid_is_left_out)
{
	int way;

	for (way = 0;; way++) {
		if (!break_it(add_metric("a_b", GANTRY_COUNTER), way))
			break;
		add_metric("a_c", GANTRY_COUNTER);
		atomic_store(&area.numbers[2], 5);
		read_area(1);
		metric_sums_add(&total, &sums, false);
		ck_assert_msg(total.count == 1, "way %d", way);
		ck_assert_str_eq(total.items[0]->definition.family, "a_c");
		ck_assert_int_eq(total.items[0]->values[0], 5);
		tear_down();
	}
	ck_assert_int_eq(way, 18);
	tear_down();
	atomic_store(&area.count, UINT32_MAX);
	read_area(1);
	metric_sums_add(&total, &sums, false);
	ck_assert_uint_eq(total.count, 0);
	tear_down();
}
END_TEST

START_TEST(sums_add_up_by_type)
{
	add_metric("a_counter", GANTRY_COUNTER);
	add_metric("a_gauge", GANTRY_GAUGE);
	add_metric("a_max", GANTRY_GAUGE_MAX);
	atomic_store(&area.numbers[0], 3);
	atomic_store(&area.numbers[2], -4);
	atomic_store(&area.numbers[4], -5);
	read_area(1);
	metric_sums_add(&total, &sums, false);
	atomic_store(&area.numbers[4], -6);
	read_area(1);
	metric_sums_add(&total, &sums, false);
	metric_sums_add(&total, &sums, true);
	ck_assert_int_eq(total.items[0]->values[0], 9);
	ck_assert_int_eq(total.items[1]->values[0], -8);
	ck_assert_int_eq(total.items[2]->values[0], -5);
	tear_down();
}
END_TEST

START_TEST(the_newest_generation_says_what_a_metric_is)
{
	struct metric_sums newer = { 0 };

	add_metric("a_b", GANTRY_COUNTER);
	atomic_store(&area.numbers[0], 3);
	read_area(1);
	strcpy(area.definitions[0].help, "Another.");
	metric_sums_count(&newer, &area, 2, 1000);
	metric_sums_add(&total, &sums, true);
	metric_sums_add(&total, &newer, false);
	metric_sums_add(&total, &sums, false);
	ck_assert_uint_eq(total.count, 1);
	ck_assert_str_eq(total.items[0]->definition.help, "Another.");
	ck_assert_int_eq(total.items[0]->values[0], 3);
	metric_sums_clear(&newer);
	tear_down();
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		counters_only_grow_and_stay_below_what_is_possible,
		a_definition_is_read_once,
		a_definition_that_is_not_valid_is_left_out,
		sums_add_up_by_type,
		the_newest_generation_says_what_a_metric_is,
		NULL,
	};

	return unit_run("serve/metrics/metric_sums", tests);
}
