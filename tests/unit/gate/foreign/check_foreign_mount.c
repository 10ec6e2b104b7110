/*
 * The settings of a foreign application, and the variables that they set.
 */
#include "gate/foreign/foreign_mount.h"
#include "gate/settings.h"
#include "unit.h"

static const char *const forms[] = { "normal", "raw", NULL };
static const struct gantry_setting settings[] = {
	{ .key = "document_root" },
	{ .key = "path_info",
	    .fallback = "normal",
	    .type = GANTRY_SETTING_CHOICE,
	    .choices = forms },
	{ .key = "strict", .fallback = "no", .type = GANTRY_SETTING_BOOLEAN },
	{ .key = NULL },
};

static struct gantry_application application = { .name = "testing" };
static struct gantry_settings values;
static struct foreign foreign;
static struct gantry_environ environ_;
static struct gantry_error error;

static void
begin(void)
{
	application.settings = settings;
	application.foreign = true;
	ck_assert_int_eq(settings_init(&values, &application), 0);
	environ_init(&environ_);
}

static void
put(const char *key, const char *value)
{
	ck_assert_int_eq(settings_put(&values, key, value, &error), 0);
}

/* Set the environ of a request for RAW, which is mounted at SCRIPT_NAME. */
static void
request(const char *raw, const char *script_name, const char *path_info)
{
	foreign_init(&foreign, &application, &values);
	environ_set(&environ_, "gantry.raw_path", raw, &error);
	environ_set(&environ_, "SCRIPT_NAME", script_name, &error);
	environ_set(&environ_, "PATH_INFO", path_info, &error);
	ck_assert_int_eq(foreign_set_environ(&foreign, &environ_, &error), 0);
}

static void
end(void)
{
	environ_clear(&environ_);
	settings_clear(&values);
}

START_TEST(by_default_answers_are_repaired_and_nothing_is_set)
{
	begin();
	request("/app//a", "/app", "/a");
	ck_assert(foreign.repairs);
	ck_assert_ptr_null(environ_get(&environ_, "DOCUMENT_ROOT"));
	ck_assert_str_eq(environ_get(&environ_, "PATH_INFO"), "/a");
	put("strict", "yes");
	foreign_init(&foreign, &application, &values);
	ck_assert(!foreign.repairs);
	application.foreign = false;
	foreign_init(&foreign, &application, &values);
	ck_assert(!foreign.repairs);
	end();
}
END_TEST

START_TEST(an_application_need_not_have_the_settings)
{
	begin();
	settings_clear(&values);
	application.settings = NULL;
	ck_assert_int_eq(settings_init(&values, &application), 0);
	request("/a", "", "/a");
	ck_assert(foreign.repairs);
	end();
}
END_TEST

START_TEST(paths_are_below_the_document_root)
{
	begin();
	put("document_root", "/srv/www/");
	request("/app/a/b", "/app", "/a/b");
	ck_assert_str_eq(environ_get(&environ_, "DOCUMENT_ROOT"), "/srv/www/");
	ck_assert_str_eq(
	    environ_get(&environ_, "SCRIPT_FILENAME"), "/srv/www/app");
	ck_assert_str_eq(
	    environ_get(&environ_, "PATH_TRANSLATED"), "/srv/www/a/b");
	environ_reset(&environ_);
	request("/app", "/app", "");
	ck_assert_ptr_null(environ_get(&environ_, "PATH_TRANSLATED"));
	end();
}
END_TEST

START_TEST(a_raw_path_keeps_its_segments)
{
	static const char *const rows[][4] = {
		/* as sent, SCRIPT_NAME, PATH_INFO before, and after */
		{ "/p/http://x//y", "/p", "/http:/x/y", "/http://x//y" },
		{ "/p/../a", "", "/a", "/p/../a" },
		{ "/a%2Fb//", "", "/a/b/", "/a/b//" },
		{ "/p", "/p", "", "" },
		/* The web server rewrote it, or it is not valid. */
		{ "/other//a", "/p", "/a", "/a" },
		{ "/px//a", "/p", "/a", "/a" },
		{ "/p/%zz//", "/p", "/a", "/a" },
	};
	size_t i;

	begin();
	put("path_info", "raw");
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		environ_reset(&environ_);
		request(rows[i][0], rows[i][1], rows[i][2]);
		ck_assert_str_eq(
		    environ_get(&environ_, "PATH_INFO"), rows[i][3]);
	}
	end();
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		by_default_answers_are_repaired_and_nothing_is_set,
		an_application_need_not_have_the_settings,
		paths_are_below_the_document_root,
		a_raw_path_keeps_its_segments,
		NULL,
	};

	return unit_run("gate/foreign_mount", tests);
}
