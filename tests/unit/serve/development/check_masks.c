/*
 * What pages and lines do not show.
 */
#include <string.h>

#include "gate/settings.h"
#include "serve/development/masks.h"
#include "unit.h"

static const struct gantry_setting settings[] = {
	{ .key = "open", .fallback = "visible" },
	{ .key = "key", .secret = true },
	{ .key = "longer", .secret = true },
	{ .key = "short", .secret = true, .fallback = "abc" },
	{ .key = "default", .secret = true, .fallback = "fallback-key" },
	{ .key = "unset", .secret = true },
	{ NULL },
};
static const struct gantry_application application = { .name = "app",
	.settings = settings };
static struct gantry_settings values;
static const struct mount mounts[] = {
	{ .prefix = "", .application = &application, .settings = &values },
};
static const struct gate_options options = { .mounts = mounts,
	.mount_count = 1 };
static struct masks masks;
static struct gantry_buffer text;

static void
begin(void)
{
	struct gantry_error error;

	ck_assert_int_eq(settings_init(&values, &application), 0);
	ck_assert_int_eq(settings_put(&values, "key", "hunter", &error), 0);
	ck_assert_int_eq(
	    settings_put(&values, "longer", "hunter2<", &error), 0);
	ck_assert_int_eq(masks_init(&masks, &options), 0);
}

static void
end(void)
{
	masks_clear(&masks);
	masks_clear(&masks);
	settings_clear(&values);
	gantry_buffer_clear(&text);
}

static void
check(const char *given, bool as_html, const char *expected)
{
	gantry_buffer_reset(&text);
	masks_put(&masks, &text, given, strlen(given), as_html);
	gantry_buffer_putc(&text, '\0');
	ck_assert_str_eq(text.data, expected);
}

START_TEST(secrets_are_replaced_wherever_they_are)
{
	begin();
	ck_assert_uint_eq(masks.count, 3);
	check("", false, "");
	check("visible abc", false, "visible abc");
	check("hunter", false, "(secret)");
	check("a hunterhunter b", false, "a (secret)(secret) b");
	check("hunter2<hunter3", true, "(secret)(secret)3");
	check("hunte", false, "hunte");
	check("=fallback-key;", false, "=(secret);");
	end();
}
END_TEST

START_TEST(html_and_controls_are_escaped)
{
	begin();
	check(
	    "<a href=\"x\">'&", true, "&lt;a href=&quot;x&quot;&gt;&#39;&amp;");
	check("<a href=\"x\">'&", false, "<a href=\"x\">'&");
	check("a\tb\nc\033[31m\x7f", true, "a\tb\nc\\x1b[31m\\x7f");
	check("a\tb\nc\033[31m\r", false, "a\\x09b\\x0ac\\x1b[31m\\x0d");
	check("\xc3\xa9", true, "\xc3\xa9");
	end();
}
END_TEST

START_TEST(credentials_are_hidden_by_their_names)
{
	static const char *const hidden[] = { "HTTP_COOKIE",
		"HTTP_AUTHORIZATION", "HTTP_PROXY_AUTHORIZATION",
		"HTTP_X_CSRF_TOKEN", "HTTP_X_API_KEY", "http_cookie", NULL };
	static const char *const shown[] = { "HTTP_HOST", "PATH_INFO",
		"HTTP_ACCEPT", "QUERY_STRING", NULL };
	size_t i;

	for (i = 0; hidden[i] != NULL; i++)
		ck_assert_msg(masks_hide_variable(hidden[i]), "%s", hidden[i]);
	for (i = 0; shown[i] != NULL; i++)
		ck_assert_msg(!masks_hide_variable(shown[i]), "%s", shown[i]);
	ck_assert(masks_hide_header("Set-Cookie: x", strlen("Set-Cookie")));
	ck_assert(masks_hide_header("X-Api-Key", strlen("X-Api-Key")));
	ck_assert(!masks_hide_header("Content-Type", strlen("Content-Type")));
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		secrets_are_replaced_wherever_they_are,
		html_and_controls_are_escaped,
		credentials_are_hidden_by_their_names,
		NULL,
	};

	return unit_run("masks", tests);
}
