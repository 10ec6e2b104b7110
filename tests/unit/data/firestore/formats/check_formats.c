/*
 * Documents out of the JSON and CSV of other tools: which format a text has,
 * which types its values get, and what is said of a text that is none.
 *
 * The texts have ' in place of ".
 */
#include <check.h>
#include <string.h>

#include "data/firestore/formats/formats.h"
#include "data/firestore/scratch.h"

#define COUNT(table) (int)(sizeof(table) / sizeof(table[0]))

static struct scratch scratch;
static struct gantry_error error;
static struct formats_summary summary;
static struct gantry_buffer file, seen, wanted;

static void
set_up(void)
{
	scratch_open(&scratch);
}

static void
tear_down(void)
{
	gantry_buffer_clear(&file);
	gantry_buffer_clear(&seen);
	gantry_buffer_clear(&wanted);
	scratch_close(&scratch);
}

static int
note(void *argument, const struct firestore_document *document,
    struct gantry_error *reason)
{
	(void)argument;
	(void)reason;
	ck_assert_uint_eq(strlen(document->path), document->path_length);
	ck_assert_uint_eq(strlen(document->fields), document->fields_length);
	gantry_buffer_printf(
	    &seen, "%s %s\n", document->path, document->fields);
	return 0;
}

static int
note_change(void *argument, const struct formats_change *change,
    struct gantry_error *reason)
{
	gantry_buffer_printf(&seen, "%lld ", (long long)change->time);
	if (change->document != NULL)
		return note(argument, change->document, reason);
	gantry_buffer_printf(&seen, "%.*s deleted\n", (int)change->path.length,
	    change->path.data);
	return 0;
}

static int
note_rejected(void *argument, const struct firestore_rejected *rejected,
    struct gantry_error *reason)
{
	(void)argument;
	(void)reason;
	gantry_buffer_printf(&seen, "rejected %.*s\n",
	    rejected->path != NULL ? (int)rejected->path_length : 1,
	    rejected->path != NULL ? rejected->path : "-");
	return 0;
}

/* Append TEXT with quotes. */
static void
add_quoted(struct gantry_buffer *buffer, const char *text)
{
	for (; *text != '\0'; text++)
		gantry_buffer_putc(buffer, *text == '\'' ? '"' : *text);
}

static int
read_text(const char *text, struct formats_options options)
{
	options.visit = note;
	options.change = note_change;
	gantry_buffer_reset(&file);
	gantry_buffer_reset(&seen);
	error = (struct gantry_error){ 0 };
	add_quoted(&file, text);
	scratch_put(&scratch, "file", &file);
	return formats_read(
	    scratch_path(&scratch, "file"), &options, &summary, &error);
}

static void
check_seen(const char *text)
{
	gantry_buffer_reset(&wanted);
	add_quoted(&wanted, text);
	gantry_buffer_putc(&wanted, '\0');
	gantry_buffer_putc(&seen, '\0');
	ck_assert_str_eq(seen.data, wanted.data);
}

#define ONE "{'n':{'integerValue':'1'}}\n"

static const struct {
	const char *format, *text, *seen;
	struct formats_options options;
} shapes[] = {
	{ "rest", "", "", { 0 } },
	{ "rest", "{'path':'a/b','fields':{'n':{'integerValue':1}}}",
	    "a/b " ONE, { 0 } },
	{ "firestore-export-import", "{'a':{'b':{'n':1},'c':{}}}",
	    "a/b " ONE "a/c {}\n", { 0 } },
	{ "firestore-export-import",
	    "{'a':{'b':{'subCollection':{'a/b/c':{'d':{'n':1,'subCollection':"
	    "{'a/b/c/d/e':{'f':{'n':1}}}}},'a/b/g':{'h':{'n':1}}},'n':1}}}",
	    "a/b/c/d/e/f " ONE "a/b/c/d " ONE "a/b/g/h " ONE "a/b " ONE,
	    { 0 } },
	/* Without paths it is a field. */
	{ "firestore-export-import",
	    "{'a':{'b':{'subCollection':{'x':1,'y':{'z':[]}}},"
	    "'c':{'n':1,'subCollection':{}}}}",
	    "a/b {'subCollection':{'mapValue':{'fields':{'x':{'integerValue':"
	    "'1'},'y':{'mapValue':{'fields':{'z':{'arrayValue':{}}}}}}}}}\n"
	    "a/c {'n':{'integerValue':'1'},'subCollection':{'mapValue':{}}}\n",
	    { 0 } },
	{ "lists", "{'a':[{'id':'b','n':1},{'id':7}],'c':[]}",
	    "a/b {'id':{'stringValue':'b'},'n':{'integerValue':'1'}}\n"
	    "a/7 {'id':{'integerValue':'7'}}\n",
	    { 0 } },
	{ "node-firestore-import-export",
	    "{'__collections__':{'a':{'b':{'n':1,'__collections__':{'c':{'d':"
	    "{'n':1}}}},'e':{'__collections__':{},'n':1}}}}",
	    "a/b/c/d " ONE "a/b " ONE "a/e " ONE, { 0 } },
	{ "node-firestore-import-export-collection",
	    "{'b':{'n':1,'__collections__':{}}}", "x/y/a/b " ONE,
	    { .collection = "x/y/a" } },
	{ "documents", "{'b':{'n':1}}", "a/b " ONE, { .collection = "a" } },
	{ "id-data", "[{'id':'b','data':{'n':1}}]", "a/b " ONE,
	    { .collection = "a" } },
	{ "id-data",
	    "{'id':'b','path':'a/b','data':{'n':1}}\n"
	    "{'id':'c','path':'a/c','data':{'n':1}}",
	    "a/b " ONE "a/c " ONE, { 0 } },
	{ "objects", "[{'_id':1}]", "a/1 {'_id':{'integerValue':'1'}}\n",
	    { .collection = "a" } },
	{ "objects", "[{'n':1}]", "a/1 " ONE,
	    { .collection = "a", .id_field = "n" } },
	{ "firestore-backfire",
	    "{'path':'a/b','data':{'n':1},'timestamps':['t']}", "a/b " ONE,
	    { 0 } },
	{ "leveldb-export",
	    "[{'_key':{'id':null,'name':'d','path':'a/b/c/d'},'n':1}]",
	    "a/b/c/d " ONE, { 0 } },
	{ "mongoexport",
	    "{'_id':{'$oid':'507f1f77bcf86cd799439011'},'n':{'$numberLong':'1'}"
	    ",'t':{'$date':{'$numberLong':'-1'}}}",
	    "a/507f1f77bcf86cd799439011 {'_id':{'mapValue':{'fields':{"
	    "'__oid__':{'stringValue':'507f1f77bcf86cd799439011'}}}},"
	    "'n':{'integerValue':'1'},"
	    "'t':{'timestampValue':'1969-12-31T23:59:59.999Z'}}\n",
	    { .collection = "a" } },
	{ "bigquery",
	    "{'document_name':'projects/p/databases/d/documents/a/b',"
	    "'operation':'CREATE','timestamp':'1970-01-01 00:00:01.5 UTC',"
	    "'data':'{\\'n\\':1}'}\n{'document_name':'projects/p/databases/d/"
	    "documents/a/b','operation':'DELETE','data':null,'timestamp':2}",
	    "1500000 a/b " ONE "2000000 a/b deleted\n", { 0 } },
	{ "bigquery-csv",
	    "document_name,operation,timestamp,data\n"
	    "projects/p/databases/d/documents/a/b,CREATE,,'{''n'':1}'\n",
	    "0 a/b " ONE, { 0 } },
	{ "function-events",
	    "{'data':{'value':{'name':'projects/p/databases/d/documents/a/b',"
	    "'fields':{'n':{'integerValue':'1'}},'updateTime':"
	    "'1970-01-01T00:00:03Z'},'oldValue':{}}}\n"
	    "{'value':{},'oldValue':{'name':'projects/p/databases/d/documents/"
	    "a/b','updateTime':'1970-01-01T00:00:04Z'}}",
	    "3000000 a/b " ONE "4000000 a/b deleted\n", { 0 } },
	{ "bundle",
	    "33{'metadata':{'totalDocuments':1}}95{'documentMetadata':{'name':"
	    "'projects/p/databases/d/documents/a/b','exists':true,'queries':[]}"
	    "}162{'document':{'name':'projects/p/databases/d/documents/a/b',"
	    "'fields':{'t':{'timestampValue':{'seconds':'1','nanos':5000}}},"
	    "'createTime':{'seconds':'1','nanos':0}}}",
	    "a/b {'t':{'timestampValue':'1970-01-01T00:00:01.000005Z'}}\n",
	    { 0 } },
	{ "csv", "id;n;x\r\nb;1;\r\n\r\nc;'';'a;''\n'",
	    "a/b {'id':{'stringValue':'b'},'n':{'stringValue':'1'}}\n"
	    "a/c {'id':{'stringValue':'c'},'n':{'stringValue':''},"
	    "'x':{'stringValue':'a;\\'\\n'}}\n",
	    { .collection = "a" } },
	{ "csv", "__path__,n,m,t\na/b,1,'[1]',1970-01-01T00:00:00Z\n",
	    "a/b {'m':{'arrayValue':{'values':[{'integerValue':'1'}]}},"
	    "'n':{'integerValue':'1'},"
	    "'t':{'timestampValue':'1970-01-01T00:00:00Z'}}\n",
	    { .infers_types = true } },
};

START_TEST(a_format_is_recognized)
{
	ck_assert_msg(read_text(shapes[_i].text, shapes[_i].options) == 0, "%s",
	    error.text);
	ck_assert_str_eq(summary.format, shapes[_i].format);
	check_seen(shapes[_i].seen);
}
END_TEST

#define REFERENCE "projects/p/databases/(default)/documents/a/b"

static const struct {
	const char *value, *rest;
} values[] = {
	{ "{'_seconds':1,'_nanoseconds':999999999}",
	    "{'timestampValue':'1970-01-01T00:00:01.999999Z'}" },
	{ "{'seconds':-62135596800,'nanoseconds':0}",
	    "{'timestampValue':'0001-01-01T00:00:00Z'}" },
	/* Outside of what a time can be, it is a map. */
	{ "{'seconds':1,'nanoseconds':-1}",
	    "{'mapValue':{'fields':{'nanoseconds':{'integerValue':'-1'},"
	    "'seconds':{'integerValue':'1'}}}}" },
	{ "{'seconds':1,'nanoseconds':0,'x':1}",
	    "{'mapValue':{'fields':{'nanoseconds':{'integerValue':'0'},"
	    "'seconds':{'integerValue':'1'},'x':{'integerValue':'1'}}}}" },
	{ "{'_latitude':-90,'_longitude':180}",
	    "{'geoPointValue':{'latitude':-90.0,'longitude':180.0}}" },
	{ "{'_firestore':{'projectId':'p'},'_path':{'segments':['a','b']}}",
	    "{'referenceValue':'" REFERENCE "'}" },
	{ "{'_path':{'segments':['a','b']}}", "{'stringValue':'a/b'}" },
	{ "{'type':'Buffer','data':[1,255]}", "{'bytesValue':'Af8='}" },
	{ "{'_values':[1,0.5]}",
	    "{'mapValue':{'fields':{'__type__':{'stringValue':'__vector__'},"
	    "'value':{'arrayValue':{'values':[{'doubleValue':1.0},"
	    "{'doubleValue':0.5}]}}}}}" },
	{ "{'type':'firestore/timestamp/1.0','seconds':1,'nanoseconds':0}",
	    "{'timestampValue':'1970-01-01T00:00:01Z'}" },
	{ "{'type':'firestore/geoPoint/1.0','latitude':1,'longitude':2}",
	    "{'geoPointValue':{'latitude':1.0,'longitude':2.0}}" },
	{ "{'__datatype__':'timestamp','value':{'_seconds':1,"
	  "'_nanoseconds':0}}",
	    "{'timestampValue':'1970-01-01T00:00:01Z'}" },
	{ "{'__datatype__':'geopoint','value':{'_latitude':1,"
	  "'_longitude':2}}",
	    "{'geoPointValue':{'latitude':1.0,'longitude':2.0}}" },
	{ "{'__datatype__':'documentReference','value':'a/b'}",
	    "{'stringValue':'a/b'}" },
	/* JavaScript writes 1e20 so. */
	{ "100000000000000000000", "{'doubleValue':100000000000000000000.0}" },
	{ "'1970-01-01T00:00:01Z'", "{'stringValue':'1970-01-01T00:00:01Z'}" },
	{ "{'latitude':1.5,'longitude':2}",
	    "{'mapValue':{'fields':{'latitude':{'doubleValue':1.5},"
	    "'longitude':{'integerValue':'2'}}}}" },
};

START_TEST(values_get_the_types_that_tools_mark)
{
	struct gantry_buffer text = { 0 }, fields = { 0 };

	gantry_buffer_printf(&text, "{'a':{'b':{'v':%s}}}", values[_i].value);
	gantry_buffer_printf(&fields, "a/b {'v':%s}\n", values[_i].rest);
	gantry_buffer_putc(&text, '\0');
	gantry_buffer_putc(&fields, '\0');
	ck_assert_msg(read_text(text.data,
			  (struct formats_options){
			      .format = "firestore-export-import" }) == 0,
	    "%s", error.text);
	check_seen(fields.data);
	gantry_buffer_clear(&text);
	gantry_buffer_clear(&fields);
}
END_TEST

START_TEST(what_is_ambiguous_is_counted_or_inferred)
{
	static const char text[] =
	    "{'a':{'b':{'t':'1970-01-01 00:00:01+01:00','p':{'latitude':1,"
	    "'longitude':2},'r':{'_path':{'segments':['a','b']}}}}}";

	ck_assert_int_eq(read_text(text, (struct formats_options){ 0 }), 0);
	ck_assert_uint_eq(summary.counts.times, 1);
	ck_assert_uint_eq(summary.counts.points, 1);
	ck_assert_uint_eq(summary.counts.references, 1);
	ck_assert_int_eq(read_text(text,
			     (struct formats_options){
				 .infers_types = true, .project = "p" }),
	    0);
	ck_assert_uint_eq(summary.counts.times, 0);
	ck_assert_uint_eq(summary.counts.points, 0);
	ck_assert_uint_eq(summary.counts.references, 0);
	check_seen(
	    "a/b {'p':{'geoPointValue':{'latitude':1.0,'longitude':2.0}},"
	    "'r':{'referenceValue':'" REFERENCE "'},"
	    "'t':{'timestampValue':'1969-12-31T23:00:01Z'}}\n");
}
END_TEST

static const struct {
	const char *text, *reason;
	struct formats_options options;
} refused[] = {
	{ "[{'id':'b'}]", "--collection ID", { 0 } },
	{ "id,n\n1,2\n", "the format is csv", { 0 } },
	{ "[{'x':1}]", "the nearest format is objects", { 0 } },
	{ "{'at':'now','users':[{'id':1}]}", "the nearest format is lists",
	    { 0 } },
	{ "{'a':{'b':{'n':1},'c':{'n':1}}}\n[]", "line 2", { 0 } },
	{ "{'a':{'b':{'n':1},'c':7}}", "document \"a/c\", an object",
	    { .format = "firestore-export-import" } },
	{ "{'a':{'b':{}},'c':7}", "found \"7\"",
	    { .format = "firestore-export-import" } },
	{ "{'path':'a/b','data':{}}\n{'path':'a/b','fields':{}}",
	    "object at line 2, byte 25: expected \"path\" and \"data\" as "
	    "before, found an object with the member \"fields\"",
	    { 0 } },
	{ "{'path':'a/b','data':{}}\n7", "line 2, byte 25", { 0 } },
	{ "{'a':{'b/c':{'n':1}}}", "expected an id without '/'", { 0 } },
	{ "{'a':{'b':{'n':1}", "the end of the text", { 0 } },
	{ "{'a':{'b':{'n':", "the end of the text",
	    { .format = "firestore-export-import" } },
	{ "{'a':{'b':", "the end of the text",
	    { .format = "firestore-export-import" } },
	{ "{'a':{'/':", "the end of the text",
	    { .format = "firestore-export-import" } },
	{ "{'a':{'b':{'n':1,}}}", "byte 18: expected well-formed JSON", { 0 } },
	{ "[{'id':1,'n':9223372036854775808}]", "from -2^63 to 2^63-1",
	    { .collection = "a" } },
	{ "30{'metadata':{'totalDocuments':1}}", "found 33", { 0 } },
	{ "33{'metadata':{'totalDocuments':1}}", "the file is incomplete",
	    { 0 } },
	{ "id,n\n1\n", "expected 2 cells", { .collection = "a" } },
	{ "id,id\n1,2\n", "twice", { .collection = "a" } },
	{ "id,n\n'1,2\n", "expected a quote", { .collection = "a" } },
	{ "{}", "unknown format \"x\"", { .format = "x" } },
	{ "{'__collections__':{'a':{'b':{}}},'n':1}", "only the member",
	    { 0 } },
	{ "{'__collections__':{'a':{'b':{'t':{'__datatype__':'x','value':1}}}}}",
	    "documentReference as \"__datatype__\"", { 0 } },
};

START_TEST(what_is_not_of_the_format_is_refused_with_its_place)
{
	ck_assert_msg(read_text(refused[_i].text, refused[_i].options) == -1,
	    "%s was accepted", refused[_i].text);
	ck_assert_msg(strstr(error.text, refused[_i].reason) != NULL,
	    "expected \"%s\" in \"%s\"", refused[_i].reason, error.text);
}
END_TEST

START_TEST(what_cannot_be_read_can_be_passed_on)
{
	const struct formats_options options = {
		.format = "firestore-export-import",
		.reject = note_rejected,
	};

	ck_assert_msg(
	    read_text("{'a':{'b':{'x':[[]]},'/':{'n':1},'c':{'n':1},'d':7}}",
		options) == 0,
	    "%s", error.text);
	check_seen("rejected a/b\nrejected -\na/c " ONE "rejected a/d\n");
}
END_TEST

START_TEST(collections_are_read_across_the_chunks)
{
	struct gantry_buffer text = { 0 };
	int i;

	gantry_buffer_puts(&text, "{'a':{");
	for (i = 0; i < 20000; i++)
		gantry_buffer_printf(&text,
		    "%s'd%d':{'text':'some words','__collections__':{'c':{'x':"
		    "{'n':1}}}}",
		    i > 0 ? "," : "", i);
	gantry_buffer_puts(&text, "}}");
	gantry_buffer_putc(&text, '\0');
	ck_assert_msg(read_text(text.data,
			  (struct formats_options){
			      .format = "firestore-export-import" }) == 0,
	    "%s", error.text);
	ck_assert_uint_eq(summary.json.documents, 40000);
	gantry_buffer_clear(&text);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("firestore/formats");
	TCase *tcase = tcase_create("formats");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_set_timeout(tcase, 60);
	tcase_add_loop_test(tcase, a_format_is_recognized, 0, COUNT(shapes));
	tcase_add_loop_test(
	    tcase, values_get_the_types_that_tools_mark, 0, COUNT(values));
	tcase_add_test(tcase, what_is_ambiguous_is_counted_or_inferred);
	tcase_add_loop_test(tcase,
	    what_is_not_of_the_format_is_refused_with_its_place, 0,
	    COUNT(refused));
	tcase_add_test(tcase, what_cannot_be_read_can_be_passed_on);
	tcase_add_test(tcase, collections_are_read_across_the_chunks);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
