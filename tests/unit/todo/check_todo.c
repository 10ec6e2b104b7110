/*
 * The list of things to do, as a client sees it.
 */
#include <check.h>
#include <gantry/testing.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "todo/todo.h"

static char folder[] = "/tmp/todo-XXXXXX", setting[64];
static struct gantry_client *client;
static struct gantry_result *result;

static void
set_up(void)
{
	ck_assert_ptr_nonnull(mkdtemp(folder));
	snprintf(setting, sizeof(setting), "folder=%s", folder);
	client = gantry_client_open(
	    &todo_application, (const char *const[]){ setting, NULL }, NULL);
	ck_assert_ptr_nonnull(client);
}

static void
tear_down(void)
{
	gantry_result_free(result);
	gantry_client_close(client);
	ck_assert_int_eq(chdir(folder) | unlink("todo.db") | rmdir(folder), 0);
}

/* Send a request, perhaps with a JSON body and a header, that gets STATUS. */
static void
ask(int status, const char *method, const char *target, const char *json,
    const char *header)
{
	const char *const headers[] = { header, NULL };

	gantry_result_free(result);
	result = gantry_simulate(client, method, target,
	    &(struct gantry_simulation){ .json = json, .headers = headers });
	gantry_assert_status(result, status);
}

START_TEST(an_item_is_added_changed_and_deleted)
{
	ask(201, "POST", "/todos", "{\"title\":\"tea\"}", NULL);
	gantry_assert_header(result, "Location", "/todos/1");
	gantry_assert_header(result, "ETag", "\"1\"");
	ask(412, "PATCH", "/todos/1", "{\"done\":true}", "If-Match: \"7\"");
	ask(200, "PATCH", "/todos/1", "{\"done\":true}", "If-Match: \"1\"");
	gantry_assert_json(result, "",
	    "{\"id\":1,\"title\":\"tea\",\"done\":true,\"version\":2}");
	ask(412, "DELETE", "/todos/1", NULL, "If-Match: \"1\"");
	ask(204, "DELETE", "/todos/1", NULL, "If-Match: \"2\"");
	ask(404, "GET", "/todos/1", NULL, NULL);
	ask(404, "PATCH", "/todos/1", "{\"done\":true}", NULL);
}
END_TEST

START_TEST(the_list_has_filters_and_pages)
{
	ask(201, "POST", "/todos", "{\"title\":\"tea\"}", NULL);
	ask(201, "POST", "/todos", "{\"title\":\"Milk\",\"done\":true}", NULL);
	ask(201, "POST", "/todos", "{\"title\":\"milk tea\"}", NULL);
	ask(200, "GET", "/todos?limit=1&after=1", NULL, NULL);
	gantry_assert_json(result, "",
	    "[{\"id\":2,\"title\":\"Milk\",\"done\":true,\"version\":1}]");
	ask(200, "GET", "/todos?done=no&text=MILK", NULL, NULL);
	gantry_assert_json_text(result, "/0/title", "milk tea");
	ask(400, "GET", "/todos?limit=101", NULL, NULL);
}
END_TEST

START_TEST(all_that_is_wrong_with_an_item_is_told)
{
	ask(422, "POST", "/todos", "{\"title\":\"\",\"done\":1}", NULL);
	gantry_assert_json_text(result, "/errors/0/pointer", "#/title");
	gantry_assert_json_text(result, "/errors/1/pointer", "#/done");
	ask(422, "PATCH", "/todos/1", "{}", NULL);
	ask(415, "POST", "/todos", NULL, "Content-Type: text/plain");
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("todo");
	TCase *cases = tcase_create("todo");
	SRunner *runner = srunner_create(suite);
	int failed;

	suite_add_tcase(suite, cases);
	tcase_add_checked_fixture(cases, set_up, tear_down);
	tcase_add_test(cases, an_item_is_added_changed_and_deleted);
	tcase_add_test(cases, the_list_has_filters_and_pages);
	tcase_add_test(cases, all_that_is_wrong_with_an_item_is_told);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
