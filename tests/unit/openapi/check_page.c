/*
 * The page as its site serves it.  Functional tests check that it is valid.
 */
#include <string.h>

#include <gantry/testing.h>

#include "openapi/described_site.h"
#include "unit.h"

static struct gantry_client *client;
static struct gantry_result *result;

static void
ask(const char *target, const char *script_name)
{
	const struct gantry_simulation simulation = {
		.script_name = script_name,
	};
	struct gantry_error error;

	client = gantry_client_open(&described_application, NULL, &error);
	ck_assert_msg(client != NULL, "%s", error.text);
	result = gantry_simulate_get(client, target, &simulation);
	gantry_assert_status(result, 200);
}

static void
end(void)
{
	gantry_result_free(result);
	gantry_client_close(client);
}

static void
assert_has(const char *text)
{
	ck_assert_msg(strstr(gantry_result_text(result), text) != NULL,
	    "there is no '%s'", text);
}

static void
assert_lacks(const char *text)
{
	ck_assert_msg(strstr(gantry_result_text(result), text) == NULL,
	    "there is '%s'", text);
}

START_TEST(relative_links_of_the_page_resolve)
{
	ask("/about/docs", "/my {app}\"");
	gantry_assert_header(
	    result, "Content-Type", "text/html; charset=utf-8");
	assert_has("href=\"docs/docs.css\"");
	assert_has("src=\"docs/docs.js\"");
	assert_has("href=\"openapi.json\"");
	assert_has("data-base=\"/my%20%7Bapp%7D%22\"");
	end();
	/* The relative links differ here. */
	ask("/about/docs/", NULL);
	assert_has("href=\"docs.css\"");
	assert_has("src=\"docs.js\"");
	assert_has("href=\"../openapi.json\"");
	assert_has("data-base=\"\"");
	end();
}
END_TEST

START_TEST(the_page_has_no_inline_script_or_style)
{
	const char *policy;

	ask("/about/docs", NULL);
	policy = gantry_result_header(result, "Content-Security-Policy");
	ck_assert_ptr_nonnull(policy);
	ck_assert_ptr_nonnull(strstr(policy, "default-src 'none'"));
	ck_assert_ptr_null(strstr(policy, "unsafe"));
	assert_lacks("style=\"");
	assert_lacks("<style");
	assert_lacks("onclick");
	assert_lacks("javascript:");
	assert_lacks("://");
	end();
}
END_TEST

START_TEST(texts_are_escaped)
{
	ask("/about/docs", NULL);
	assert_lacks("<script>");
	assert_lacks("</small><s");
	assert_lacks("<i>");
	assert_has("&lt;script&gt;alert(1)&lt;/script&gt; &quot;'&amp;amp; "
		   "\xe2\x98\x83");
	end();
}
END_TEST

START_TEST(each_parameter_has_an_input_with_help)
{
	ask("/about/docs", NULL);
	assert_has("<form data-method=\"DELETE\" data-path=\"/query\">");
	assert_has(
	    "<label for=\"get_query.1\">text <em>(required)</em></label>"
	    "<input id=\"get_query.1\" name=\"text\" data-in=\"query\" required "
	    "aria-describedby=\"get_query.1.help\">"
	    "<small id=\"get_query.1.help\">in the query; at most 8 bytes of "
	    "UTF-8. text in query</small>");
	assert_has("text in query: red, &lt;i&gt;green&lt;/i&gt;</small>");
	assert_has("integer in query, -5 to 5</small>");
	assert_has("placeholder=\"+05\"");
	assert_has("number in query, -0.5 to 1000</small>");
	assert_has("<span>crumb</span><span>as stored in the browser</span>");
	assert_lacks("data-in=\"cookie\"");
	assert_has("name=\"id\" data-in=\"path\" required");
	assert_has("UUID in path</small>");
	assert_has("name=\"age\" data-in=\"form\"");
	end();
}
END_TEST

START_TEST(the_files_of_the_page_are_served)
{
	ask("/about/docs/docs.css", NULL);
	gantry_assert_header(result, "Content-Type", "text/css; charset=utf-8");
	assert_has("color-scheme: light dark;\n");
	end();
	ask("/about/docs/docs.js", NULL);
	gantry_assert_header(
	    result, "Content-Type", "text/javascript; charset=utf-8");
	assert_has("lines, '', text].join('\\n');\n");
	end();
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		relative_links_of_the_page_resolve,
		the_page_has_no_inline_script_or_style,
		texts_are_escaped,
		each_parameter_has_an_input_with_help,
		the_files_of_the_page_are_served,
		NULL,
	};

	return unit_run("openapi/page", tests);
}
