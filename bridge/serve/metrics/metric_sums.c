/*
 * Checking definitions, and adding numbers up.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "serve/metrics/metric_sums.h"

/* As SCORE_COUNT_MAX: no sum of a few overflows. */
#define VALUE_MAX (INT64_C(1) << 53)

void
metric_sums_clear(struct metric_sums *sums)
{
	while (sums->count > 0)
		free(sums->items[--sums->count]);
}

static size_t
values_of(const struct metric_definition *definition)
{
	return (size_t)definition->series * definition->stride;
}

/* The number of series that the labels make; 0: they are not valid. */
static unsigned
count_series(const char labels[METRIC_LABELS_SIZE])
{
	const int count = metric_labels_count(labels);
	const char *name, *values;
	unsigned series = 1, i, number;

	if (count < 0 || count > GANTRY_METRIC_LABELS_MAX)
		return 0;
	for (i = 0; i < (unsigned)count; i++) {
		number = metric_label_get(labels, i, &name, &values);
		if (!metric_name_is_valid(name, 64) || number == 0)
			return 0;
		series *= number;
		if (series > GANTRY_METRIC_NUMBERS_MAX)
			return 0;
	}
	return series;
}

static bool
is_line(const char *text, size_t size)
{
	const size_t length = strnlen(text, size);
	size_t i;

	for (i = 0; i < length; i++)
		if (iscntrl((unsigned char)text[i]) || text[i] == '\\')
			return false;
	return length < size;
}

static bool
has_buckets(const struct metric_definition *definition)
{
	const unsigned count = definition->stride - 2;
	unsigned i;

	if (definition->type != GANTRY_HISTOGRAM)
		return definition->stride == 1;
	if (definition->stride < 3 || count > GANTRY_METRIC_BUCKETS_MAX)
		return false;
	for (i = 0; i < count; i++)
		if (definition->buckets[i] > VALUE_MAX ||
		    definition->buckets[i] < -VALUE_MAX ||
		    (i > 0 &&
			definition->buckets[i] <= definition->buckets[i - 1]))
			return false;
	return true;
}

static bool
is_valid(const struct metric_definition *definition)
{
	return is_line(definition->family, sizeof(definition->family)) &&
	    metric_name_is_valid(
		definition->family, sizeof(definition->family)) &&
	    strncmp(definition->family, "gantry_", 7) != 0 &&
	    is_line(definition->help, sizeof(definition->help)) &&
	    is_line(definition->mount, sizeof(definition->mount)) &&
	    definition->mount[0] == '/' && definition->type >= 0 &&
	    definition->type <= GANTRY_HISTOGRAM &&
	    (definition->digits == 0 || definition->digits == 3 ||
		definition->digits == 6) &&
	    has_buckets(definition) &&
	    definition->series == count_series(definition->labels) &&
	    values_of(definition) <= GANTRY_METRIC_NUMBERS_MAX &&
	    definition->first <=
	    GANTRY_METRIC_NUMBERS_MAX - values_of(definition);
}

/* NULL: it is not valid, or memory ran out. */
static struct metric_sum *
sum_new(const struct metric_definition *definition, unsigned generation)
{
	struct metric_sum *sum = calloc(
	    1, sizeof(*sum) + values_of(definition) * sizeof(sum->values[0]));

	if (sum == NULL)
		return NULL;
	sum->definition = *definition;
	sum->generation = generation;
	return sum;
}

/* Read each number once; COUNTS: it only grows. */
static void
take_value(
    int64_t *to, const atomic_int_least64_t *from, bool counts, int64_t most)
{
	const int64_t value = atomic_load_explicit(from, memory_order_relaxed);

	if (counts ? value > *to && value <= most
		   : value >= -VALUE_MAX && value <= VALUE_MAX)
		*to = value;
}

static bool
is_gauge(const struct metric_definition *definition)
{
	return definition->type == GANTRY_GAUGE ||
	    definition->type == GANTRY_GAUGE_MAX;
}

static void
take_values(
    struct metric_sum *sum, const struct metric_area *area, int64_t most)
{
	const struct metric_definition *definition = &sum->definition;
	const size_t count = values_of(definition);
	size_t i;

	for (i = 0; i < count; i++)
		take_value(&sum->values[i],
		    &area->numbers[definition->first + i],
		    !is_gauge(definition), most);
}

void
metric_sums_count(struct metric_sums *sums, const struct metric_area *area,
    unsigned generation, int64_t most)
{
	unsigned count = atomic_load(&area->count);
	struct metric_definition copy;
	size_t i;

	if (count > GANTRY_METRICS_MAX)
		count = GANTRY_METRICS_MAX;
	while (sums->count < count) {
		memcpy(&copy, &area->definitions[sums->count], sizeof(copy));
		sums->items[sums->count++] =
		    is_valid(&copy) ? sum_new(&copy, generation) : NULL;
	}
	for (i = 0; i < sums->count; i++)
		if (sums->items[i] != NULL)
			take_values(sums->items[i], area, most);
}

static bool
is_same(
    const struct metric_definition *one, const struct metric_definition *other)
{
	return one->type == other->type && one->digits == other->digits &&
	    one->series == other->series && one->stride == other->stride &&
	    strcmp(one->help, other->help) == 0 &&
	    memcmp(one->buckets, other->buckets, sizeof(one->buckets)) == 0 &&
	    memcmp(one->labels, other->labels, sizeof(one->labels)) == 0;
}

/* Where the metric named as SUM is in TO, or is to be added; NULL: no room. */
static struct metric_sum **
find(struct metric_sums *to, const struct metric_sum *sum)
{
	const struct metric_definition *definition = &sum->definition;
	size_t i;

	for (i = 0; i < to->count; i++)
		if (strcmp(to->items[i]->definition.mount, definition->mount) ==
			0 &&
		    strcmp(to->items[i]->definition.family,
			definition->family) == 0)
			return &to->items[i];
	return to->count < METRIC_SUMS_MAX ? &to->items[to->count] : NULL;
}

static int64_t
sum_of(int64_t one, int64_t other)
{
	const int64_t sum = one + other;

	if (sum > VALUE_MAX)
		return VALUE_MAX;
	return sum < -VALUE_MAX ? -VALUE_MAX : sum;
}

static void
add_values(struct metric_sum *to, const struct metric_sum *from)
{
	const size_t count = values_of(&from->definition);
	size_t i;

	for (i = 0; i < count; i++)
		if (from->definition.type != GANTRY_GAUGE_MAX)
			to->values[i] = sum_of(to->values[i], from->values[i]);
		else if (from->values[i] > to->values[i])
			to->values[i] = from->values[i];
}

/* Begin the sum at AT with FROM; the items are in use up to the count. */
static void
begin(struct metric_sums *to, struct metric_sum **at,
    const struct metric_sum *from)
{
	struct metric_sum *copy = sum_new(&from->definition, from->generation);

	if (copy == NULL)
		return;
	memcpy(copy->values, from->values,
	    values_of(&from->definition) * sizeof(from->values[0]));
	if (at == &to->items[to->count])
		to->count++;
	else
		free(*at);
	*at = copy;
}

static void
add(struct metric_sums *to, const struct metric_sum *from)
{
	struct metric_sum **at = find(to, from);

	if (at == NULL)
		return;
	if (at == &to->items[to->count] ||
	    (!is_same(&(*at)->definition, &from->definition) &&
		from->generation > (*at)->generation))
		begin(to, at, from);
	else if (is_same(&(*at)->definition, &from->definition))
		add_values(*at, from);
}

void
metric_sums_add(
    struct metric_sums *to, const struct metric_sums *from, bool has_ended)
{
	size_t i;

	for (i = 0; i < from->count; i++)
		if (from->items[i] != NULL &&
		    !(has_ended && is_gauge(&from->items[i]->definition)))
			add(to, from->items[i]);
}
