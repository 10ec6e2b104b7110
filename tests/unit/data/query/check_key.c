/*
 * The keys of values: their order is that of Firestore, and none is the
 * beginning of another one.
 */
#include <string.h>

#include "data/query/keys/key.h"
#include "unit.h"

#define SIZE(array) (sizeof(array) / sizeof((array)[0]))

/* Each is below the next. */
static const char *const rising[] = {
	"{\"nullValue\":null}",
	"{\"booleanValue\":false}",
	"{\"booleanValue\":true}",
	"{\"doubleValue\":\"NaN\"}",
	"{\"doubleValue\":\"-Infinity\"}",
	"{\"doubleValue\":-1e300}",
	"{\"integerValue\":\"-9223372036854775808\"}",
	"{\"integerValue\":\"-9223372036854775807\"}",
	"{\"integerValue\":\"-9007199254740993\"}",
	"{\"integerValue\":\"-9007199254740992\"}",
	"{\"doubleValue\":-1.5}",
	"{\"integerValue\":\"-1\"}",
	"{\"doubleValue\":-5e-324}",
	"{\"integerValue\":\"0\"}",
	"{\"doubleValue\":5e-324}",
	"{\"integerValue\":\"1\"}",
	"{\"doubleValue\":1.5}",
	"{\"integerValue\":\"2\"}",
	"{\"doubleValue\":9007199254740992}",
	"{\"integerValue\":\"9007199254740993\"}",
	"{\"doubleValue\":9007199254740994}",
	"{\"integerValue\":\"9223372036854775806\"}",
	"{\"integerValue\":\"9223372036854775807\"}",
	"{\"doubleValue\":9223372036854775808}",
	"{\"doubleValue\":\"Infinity\"}",
	"{\"timestampValue\":\"0001-01-01T00:00:00Z\"}",
	"{\"timestampValue\":\"1969-12-31T23:59:59.5Z\"}",
	"{\"timestampValue\":\"1970-01-01T00:00:00Z\"}",
	"{\"timestampValue\":\"1970-01-01T00:00:00.000000001Z\"}",
	"{\"timestampValue\":\"9999-12-31T23:59:59.999999999Z\"}",
	"{\"stringValue\":\"\"}",
	"{\"stringValue\":\"\\u0000\"}",
	"{\"stringValue\":\"\\u0000\\u0000\"}",
	"{\"stringValue\":\"\\u0001\"}",
	"{\"stringValue\":\"B\"}",
	"{\"stringValue\":\"a\"}",
	"{\"stringValue\":\"a\\u0000\"}",
	"{\"stringValue\":\"a\\u0000b\"}",
	"{\"stringValue\":\"a\\u0001\"}",
	"{\"stringValue\":\"aa\"}",
	"{\"stringValue\":\"b\"}",
	"{\"stringValue\":\"\\uffee\"}",
	"{\"stringValue\":\"\\ud83d\\ude00\"}",
	"{\"bytesValue\":\"\"}",
	"{\"bytesValue\":\"AA==\"}",
	"{\"bytesValue\":\"AAE=\"}",
	"{\"bytesValue\":\"AQ==\"}",
	"{\"bytesValue\":\"/w==\"}",
	"{\"referenceValue\":\"projects/p/databases/d/documents/a/"
	"__id-5__\"}",
	"{\"referenceValue\":\"projects/p/databases/d/documents/a/__id5__\"}",
	"{\"referenceValue\":\"projects/p/databases/d/documents/a/__id40__\"}",
	"{\"referenceValue\":\"projects/p/databases/d/documents/a/b\"}",
	"{\"referenceValue\":\"projects/p/databases/d/documents/a/b/c/d\"}",
	"{\"referenceValue\":\"projects/p/databases/d/documents/a/c\"}",
	"{\"referenceValue\":\"projects/p/databases/d/documents/a!/b\"}",
	"{\"referenceValue\":\"projects/p/databases/e/documents/a/b\"}",
	"{\"referenceValue\":\"projects/q/databases/d/documents/a/b\"}",
	"{\"geoPointValue\":{\"latitude\":-1,\"longitude\":2}}",
	"{\"geoPointValue\":{}}",
	"{\"geoPointValue\":{\"latitude\":1,\"longitude\":-2}}",
	"{\"geoPointValue\":{\"latitude\":1}}",
	"{\"arrayValue\":{}}",
	"{\"arrayValue\":{\"values\":[{\"integerValue\":\"1\"}]}}",
	"{\"arrayValue\":{\"values\":[{\"integerValue\":\"1\"},"
	"{\"nullValue\":null}]}}",
	"{\"arrayValue\":{\"values\":[{\"stringValue\":\"a\"}]}}",
	"{\"mapValue\":{\"fields\":{\"__type__\":{\"stringValue\":"
	"\"__vector__\"},\"value\":{\"arrayValue\":{\"values\":["
	"{\"doubleValue\":9}]}}}}}",
	"{\"mapValue\":{\"fields\":{\"__type__\":{\"stringValue\":"
	"\"__vector__\"},\"value\":{\"arrayValue\":{\"values\":["
	"{\"doubleValue\":1},{\"doubleValue\":1}]}}}}}",
	"{\"mapValue\":{}}",
	"{\"mapValue\":{\"fields\":{\"a\":{\"integerValue\":\"1\"}}}}",
	"{\"mapValue\":{\"fields\":{\"a\":{\"integerValue\":\"1\"},"
	"\"b\":{\"nullValue\":null}}}}",
	"{\"mapValue\":{\"fields\":{\"a\":{\"integerValue\":\"2\"}}}}",
	"{\"mapValue\":{\"fields\":{\"aa\":{\"integerValue\":\"0\"}}}}",
	"{\"mapValue\":{\"fields\":{\"b\":{\"nullValue\":null}}}}",
};

/* Equal in pairs. */
static const char *const equal[][2] = {
	{ "{\"integerValue\":\"0\"}", "{\"doubleValue\":-0.0}" },
	{ "{\"integerValue\":\"1\"}", "{\"doubleValue\":1.0}" },
	{ "{\"integerValue\":\"-9223372036854775808\"}",
	    "{\"doubleValue\":-9223372036854775808}" },
	{ "{\"stringValue\":\"\\u00e9\"}", "{\"stringValue\":\"\xc3\xa9\"}" },
	{ "{\"timestampValue\":\"1970-01-01T01:00:00+01:00\"}",
	    "{\"timestampValue\":\"1970-01-01T00:00:00.000Z\"}" },
	{ "{\"arrayValue\":{}}", "{\"arrayValue\":{\"values\":[]}}" },
	{ "{\"mapValue\":{}}", "{\"mapValue\":{\"fields\":{}}}" },
};

/* None of these has a key; some end too early. */
static const char *const malformed[] = {
	"",
	"{",
	"{}",
	"[]",
	"null",
	"{\"stringValue\":1}",
	"{\"stringValue\":\"}",
	"{\"otherValue\":1}",
	"{\"integerValue\":\"\"}",
	"{\"integerValue\":\"9223372036854775808\"}",
	"{\"integerValue\":\"1x\"}",
	"{\"doubleValue\":\"one\"}",
	"{\"doubleValue\":}",
	"{\"timestampValue\":\"yesterday\"}",
	"{\"bytesValue\":\"*\"}",
	"{\"referenceValue\":\"a/b\"}",
	"{\"referenceValue\":\"\"}",
	"{\"geoPointValue\":{\"latitude\":\"NaN\"}}",
	"{\"arrayValue\":{\"values\":[1]}}",
	"{\"mapValue\":{\"fields\":{\"a\":1}}}",
	"{\"mapValue\":{\"fields\":{\"a\":{\"integerValue\":\"x\"}}}}",
};

static bool
make(struct gantry_buffer *key, const char *json)
{
	struct value value;

	*key = (struct gantry_buffer){ 0 };
	return value_read((struct json_part){ json, strlen(json) }, &value) &&
	    key_add(key, &value);
}

static int
compare(const struct gantry_buffer *a, const struct gantry_buffer *b)
{
	return bytes_compare((struct bytes){ a->data, a->length },
	    (struct bytes){ b->data, b->length });
}

START_TEST(keys_sort_as_the_values)
{
	struct gantry_buffer keys[SIZE(rising)];
	size_t i, j;

	for (i = 0; i < SIZE(rising); i++)
		ck_assert_msg(make(&keys[i], rising[i]), "%s", rising[i]);
	for (i = 0; i < SIZE(rising); i++)
		for (j = 0; j < SIZE(rising); j++)
			ck_assert_msg(
			    (compare(&keys[i], &keys[j]) > 0) == (i > j) &&
				(compare(&keys[i], &keys[j]) < 0) == (i < j),
			    "%s and %s", rising[i], rising[j]);
	for (i = 0; i < SIZE(rising); i++)
		gantry_buffer_clear(&keys[i]);
}
END_TEST

START_TEST(no_key_begins_another_one)
{
	struct gantry_buffer a, b;
	size_t i, j;

	for (i = 0; i < SIZE(rising); i++)
		for (j = 0; j < SIZE(rising); j++) {
			make(&a, rising[i]);
			make(&b, rising[j]);
			ck_assert_msg(i == j || a.length > b.length ||
				memcmp(a.data, b.data, a.length) != 0,
			    "%s and %s", rising[i], rising[j]);
			gantry_buffer_clear(&a);
			gantry_buffer_clear(&b);
		}
}
END_TEST

START_TEST(inverted_keys_fall)
{
	struct gantry_buffer a, b;
	size_t i;

	for (i = 0; i + 1 < SIZE(rising); i++) {
		make(&a, rising[i]);
		make(&b, rising[i + 1]);
		key_invert(&a, 0);
		key_invert(&b, 0);
		ck_assert_int_gt(compare(&a, &b), 0);
		gantry_buffer_clear(&a);
		gantry_buffer_clear(&b);
	}
}
END_TEST

START_TEST(equal_values_have_equal_keys)
{
	struct gantry_buffer a, b;
	size_t i;

	for (i = 0; i < SIZE(equal); i++) {
		ck_assert(make(&a, equal[i][0]) && make(&b, equal[i][1]));
		ck_assert_msg(compare(&a, &b) == 0, "%s", equal[i][0]);
		gantry_buffer_clear(&a);
		gantry_buffer_clear(&b);
	}
}
END_TEST

START_TEST(malformed_values_have_none)
{
	struct gantry_buffer key;
	size_t i;

	for (i = 0; i < SIZE(malformed); i++) {
		ck_assert_msg(!make(&key, malformed[i]), "%s", malformed[i]);
		gantry_buffer_clear(&key);
	}
}
END_TEST

START_TEST(depth_is_bounded)
{
	struct gantry_buffer json = { 0 }, key;
	int i;

	for (i = 0; i < 1000; i++)
		gantry_buffer_puts(&json, "{\"arrayValue\":{\"values\":[");
	gantry_buffer_puts(&json, "{\"nullValue\":null}");
	for (i = 0; i < 1000; i++)
		gantry_buffer_puts(&json, "]}}");
	gantry_buffer_putc(&json, '\0');
	ck_assert(!make(&key, json.data));
	gantry_buffer_clear(&key);
	gantry_buffer_clear(&json);
}
END_TEST

START_TEST(paths_sort_by_their_ids)
{
	static const char *const paths[] = { "a/__id-1__", "a/__id5__",
		"a/__id40__", "a/a", "a/a/b/c", "a/b", "a!/a", "b/a" };
	struct gantry_buffer a = { 0 }, b = { 0 };
	size_t i;

	for (i = 0; i + 1 < SIZE(paths); i++) {
		gantry_buffer_reset(&a);
		gantry_buffer_reset(&b);
		key_add_path(&a, (struct bytes){ paths[i], strlen(paths[i]) });
		key_add_path(
		    &b, (struct bytes){ paths[i + 1], strlen(paths[i + 1]) });
		ck_assert_msg(compare(&a, &b) < 0, "%s", paths[i]);
	}
	gantry_buffer_clear(&a);
	gantry_buffer_clear(&b);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		keys_sort_as_the_values,
		no_key_begins_another_one,
		inverted_keys_fall,
		equal_values_have_equal_keys,
		malformed_values_have_none,
		depth_is_bounded,
		paths_sort_by_their_ids,
		NULL,
	};

	return unit_run("query/key", tests);
}
