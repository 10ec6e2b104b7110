/*
 * Unit tests for bridge/web/html/html_template.c: folders of templates.
 */
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "web/html/templates.h"

static char folder[] = "/tmp/gantry-templates-XXXXXX";
static int descriptor;

static void
make_folder(void)
{
	ck_assert_ptr_nonnull(mkdtemp(folder));
	descriptor = open(folder, O_RDONLY | O_DIRECTORY);
	ck_assert_int_ge(descriptor, 0);
}

static void
write_file(const char *name, const char *text)
{
	const int file =
	    openat(descriptor, name, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	ck_assert_int_ge(file, 0);
	ck_assert_int_eq(
	    write(file, text, strlen(text)), (ssize_t)strlen(text));
	close(file);
}

static void
remove_folder(void)
{
	static const char *const names[] = { "page.html", "head.html",
		".hidden.html", "other.txt", "no.html", NULL };
	size_t i;

	for (i = 0; names[i] != NULL; i++)
		unlinkat(descriptor, names[i], 0);
	unlinkat(descriptor, "no.html", AT_REMOVEDIR);
	close(descriptor);
	rmdir(folder);
}

START_TEST(the_files_of_a_folder_are_templates)
{
	struct gantry_html_templates *templates;
	struct gantry_buffer buffer = { 0 };
	struct gantry_error error;

	make_folder();
	write_file("page.html", "{{>head}}<p>{{a}}</p>\n");
	write_file("head.html", "<h1>head</h1>\n");
	write_file(".hidden.html", "{{");
	write_file("other.txt", "{{");
	templates = gantry_html_templates_open(folder, &error);
	remove_folder();
	ck_assert_msg(templates != NULL, "%s", error.text);
	ck_assert_int_eq(
	    gantry_html_render(templates, "page", NULL, &buffer, &error), 0);
	gantry_buffer_putc(&buffer, '\0');
	ck_assert_str_eq(buffer.data, "<h1>head</h1>\n<p></p>\n");
	ck_assert_int_eq(
	    gantry_html_render(templates, "other", NULL, &buffer, &error), -1);
	gantry_buffer_clear(&buffer);
	gantry_html_templates_free(templates);
}
END_TEST

START_TEST(an_error_names_the_file)
{
	char expected[128];
	struct gantry_error error;

	make_folder();
	write_file("page.html", "<p>\n{{#a}}\n");
	ck_assert_ptr_null(gantry_html_templates_open(folder, &error));
	snprintf(expected, sizeof(expected), "%s/page.html:2: ", folder);
	ck_assert_msg(strncmp(error.text, expected, strlen(expected)) == 0,
	    "%s", error.text);
	unlinkat(descriptor, "page.html", 0);
	ck_assert_int_eq(mkdirat(descriptor, "no.html", 0700), 0);
	ck_assert_ptr_null(gantry_html_templates_open(folder, &error));
	ck_assert_int_eq(error.code, GANTRY_ERROR_SYSTEM);
	ck_assert_ptr_nonnull(strstr(error.text, "no.html"));
	remove_folder();
	ck_assert_ptr_null(gantry_html_templates_open(folder, &error));
	ck_assert_int_eq(error.code, GANTRY_ERROR_SYSTEM);
}
END_TEST

START_TEST(a_name_must_be_one)
{
	static const struct gantry_html_source twice[] = {
		{ "a", "1" },
		{ "a", "2" },
		{ NULL, NULL },
	};
	static const struct gantry_html_source none[] = {
		{ "a", NULL },
		{ NULL, NULL },
	};
	struct gantry_error error;

	ck_assert_ptr_null(gantry_html_templates_new(twice, &error));
	ck_assert_ptr_nonnull(strstr(error.text, "two templates 'a'"));
	ck_assert_ptr_null(gantry_html_templates_new(none, &error));
	ck_assert_int_eq(error.code, GANTRY_ERROR_ARGUMENT);
	gantry_html_templates_free(NULL);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		the_files_of_a_folder_are_templates,
		an_error_names_the_file,
		a_name_must_be_one,
		NULL,
	};

	return unit_run("web/html/html_template", tests);
}
