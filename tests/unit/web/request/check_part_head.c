/*
 * The headers of a part: its name, filename and type.
 */
#include <stdlib.h>
#include <string.h>

#include "gate/environ/environ.h"
#include "unit.h"
#include "web/request/part_head.h"

#define DISPOSITION	 "Content-Disposition: form-data; name=\"n\""
#define LENGTH_OF(array) (sizeof(array) / sizeof((array)[0]))

static struct gantry_environ environ_;
static struct gantry_part part;
static const char *problem;

/* Read an exact copy, so that a read past the end is found. */
static int
read_bytes(const char *head, size_t length)
{
	char *copy = malloc(length);
	int result;

	ck_assert_ptr_nonnull(copy);
	memcpy(copy, head, length);
	environ_init(&environ_);
	problem = NULL;
	result = part_head_read(&environ_, copy, length, &part, &problem);
	free(copy);
	return result;
}

/* TEXT lacks the end of its last line, and the empty one. */
static int
read_head(const char *text)
{
	char head[512];

	strcpy(head, text);
	strcat(head, "\r\n\r\n");
	return read_bytes(head, strlen(head));
}

START_TEST(a_part_has_a_name_and_optional_headers)
{
	static const struct {
		const char *head, *name, *filename, *type;
	} cases[] = {
		{ DISPOSITION, "n", NULL, "text/plain" },
		{ "content-disposition:FORM-DATA;NAME=n", "n", NULL,
		    "text/plain" },
		{ "Content-Disposition: form-data ; name = n ; ", "n", NULL,
		    "text/plain" },
		{ "Content-Disposition: form-data; name=\"\"", "", NULL,
		    "text/plain" },
		{ "Content-Disposition: form-data; filename=f; name=n", "n",
		    "f", "text/plain" },
		{ DISPOSITION "\r\nContent-Type: Image/PNG; x=y", "n", NULL,
		    "image/png" },
		{ "Content-Type: a/b\r\nX-Y: z\r\n" DISPOSITION, "n", NULL,
		    "a/b" },
		{ DISPOSITION "\r\nContent-Type:", "n", NULL, "text/plain" },
		{ "Content-Disposition: form-data;\r\n name=\"a b\";\r\n\t"
		  "filename=f\r\nContent-Type:\r\n a/b",
		    "a b", "f", "a/b" },
		{ "Content-Disposition: form-data; name=\"a\r\n\tb\"", "a\tb",
		    NULL, "text/plain" },
		{ "Content-Disposition: form-data; name=\"\xc3\xa9\"; "
		  "filename=\"\xe2\x82\xac\"",
		    "\xc3\xa9", "\xe2\x82\xac", "text/plain" },
		{ "Content-Disposition: form-data; name=\"a%22b\\\"c\"",
		    "a%22b\"c", NULL, "text/plain" },
		{ DISPOSITION "; size=3; filename*=utf-8''x%20y", "n", NULL,
		    "text/plain" },
		{ DISPOSITION "; filename=\"x\"; filename*=utf-8''y", "n", "x",
		    "text/plain" },
		{ DISPOSITION "\r\nContent-Transfer-Encoding: 8BIT", "n", NULL,
		    "text/plain" },
		{ DISPOSITION "\r\nContent-Transfer-Encoding:binary ", "n",
		    NULL, "text/plain" },
		{ DISPOSITION "\r\nContent-Transfer-Encoding: 7bit", "n", NULL,
		    "text/plain" },
	};
	size_t i;

	for (i = 0; i < LENGTH_OF(cases); i++) {
		ck_assert_msg(
		    read_head(cases[i].head) == 0, "case %zu: %s", i, problem);
		ck_assert_str_eq(part.name, cases[i].name);
		ck_assert_pstr_eq(part.filename, cases[i].filename);
		ck_assert_str_eq(part.type, cases[i].type);
		environ_clear(&environ_);
	}
}
END_TEST

START_TEST(a_filename_never_contains_a_folder)
{
	static const struct {
		const char *sent, *filename;
	} cases[] = {
		{ "a.txt", "a.txt" },
		{ "", "" },
		{ "/etc/passwd", "passwd" },
		{ "../../a", "a" },
		{ "a/", "" },
		{ ".", "" },
		{ "..", "" },
		{ "a/..", "" },
		{ "...", "..." },
		{ ".a", ".a" },
		{ "C:\\dir\\a.txt", "a.txt" },
		{ "C:\\\\dir\\\\a.txt", "a.txt" },
		{ "..\\a", "a" },
		{ "..\\..", "" },
		{ "a\\b/c", "c" },
		{ "a/b\\c", "c" },
		{ "\\\\server\\share\\a", "a" },
		{ "a\\\"b", "a\"b" },
		{ "..%2fa", "..%2fa" },
	};
	char head[256];
	size_t i;

	for (i = 0; i < LENGTH_OF(cases); i++) {
		strcpy(head, DISPOSITION "; filename=\"");
		strcat(strcat(head, cases[i].sent), "\"");
		ck_assert_int_eq(read_head(head), 0);
		ck_assert_str_eq(part.filename, cases[i].filename);
		environ_clear(&environ_);
	}
}
END_TEST

START_TEST(a_malformed_part_head_is_an_error)
{
	static const struct {
		const char *head, *problem;
	} cases[] = {
		{ "", "it has no Content-Disposition" },
		{ "Content-Type: a/b", "it has no Content-Disposition" },
		{ "Content-Disposition-X: form-data; name=n",
		    "it has no Content-Disposition" },
		{ "Content-Disposition:",
		    "its Content-Disposition is not "
		    "form-data" },
		{ "Content-Disposition: attachment; name=n",
		    "its Content-Disposition is not form-data" },
		{ "Content-Disposition: form-data2; name=n",
		    "its Content-Disposition is not form-data" },
		{ "Content-Disposition: form; name=n",
		    "its Content-Disposition is not form-data" },
		{ "Content-Disposition: form-data",
		    "its Content-Disposition has no name" },
		{ "Content-Disposition: form-data; filename=n",
		    "its Content-Disposition has no name" },
		{ "Content-Disposition: form-data; name*=utf-8''n",
		    "its Content-Disposition has no name" },
		{ "Content-Disposition: form-data; name=n; name=n",
		    "its Content-Disposition has a parameter twice" },
		{ DISPOSITION "; filename=a; FILENAME=b",
		    "its Content-Disposition has a parameter twice" },
		{ DISPOSITION "\r\n" DISPOSITION,
		    "it has two Content-Dispositions" },
		{ "Content-Disposition: form-data; name=\"n",
		    "its Content-Disposition is malformed" },
		{ "Content-Disposition: form-data, name=n",
		    "its Content-Disposition is not form-data" },
		{ "Content-Disposition: form-data name=n",
		    "its Content-Disposition is malformed" },
		{ "Content-Disposition: form-data; name=a b",
		    "its Content-Disposition is malformed" },
		{ "Content-Disposition: form-data; name=\xff",
		    "its Content-Disposition is not UTF-8" },
		{ DISPOSITION "; \xff=x",
		    "its Content-Disposition is not UTF-8" },
		{ DISPOSITION "; filename=\"\xc3\"",
		    "its Content-Disposition is not UTF-8" },
		{ DISPOSITION "\r\nContent-Type: a/b\r\ncontent-type: a/b",
		    "it has two Content-Types" },
		{ DISPOSITION "\r\nContent-Type:\r\ncontent-type: a/b",
		    "it has two Content-Types" },
		{ DISPOSITION "\r\nContent-Type: text/caf\xc3\xa9",
		    "its Content-Type is malformed" },
		{ DISPOSITION "\r\nContent-Type: a/b c/d",
		    "its Content-Type is malformed" },
		{ DISPOSITION "\r\nContent-Transfer-Encoding: base64",
		    "its Content-Transfer-Encoding is not 7bit, 8bit or "
		    "binary" },
		{ DISPOSITION "\r\nContent-Transfer-Encoding:",
		    "its Content-Transfer-Encoding is not 7bit, 8bit or "
		    "binary" },
		{ DISPOSITION "\r\nno colon",
		    "one of its headers is malformed" },
		{ DISPOSITION "\r\n: no name",
		    "one of its headers is malformed" },
		{ DISPOSITION "\r\nX : blank",
		    "one of its headers is malformed" },
		{ DISPOSITION "\r\n\xc3\xa9: y",
		    "one of its headers is malformed" },
		{ DISPOSITION "\r\nX(): y", "one of its headers is malformed" },
		{ " " DISPOSITION, "one of its headers is malformed" },
		{ DISPOSITION "\nX: y",
		    "its headers contain a control character" },
		{ DISPOSITION "\rX: y",
		    "its headers contain a control character" },
		{ DISPOSITION "\r\nX: \x01",
		    "its headers contain a control character" },
		{ DISPOSITION "\r\nX: \x7f",
		    "its headers contain a control character" },
	};
	size_t i;

	for (i = 0; i < LENGTH_OF(cases); i++) {
		ck_assert_msg(
		    read_head(cases[i].head) == -1, "case %zu is taken", i);
		ck_assert_str_eq(problem, cases[i].problem);
		environ_clear(&environ_);
	}
	ck_assert_int_eq(read_bytes("\r\n", 2), -1);
	ck_assert_str_eq(problem, "it has no Content-Disposition");
	environ_clear(&environ_);
	ck_assert_int_eq(read_bytes(DISPOSITION "\0\r\n\r\n",
			     sizeof(DISPOSITION "\0\r\n\r\n") - 1),
	    -1);
	ck_assert_str_eq(problem, "its headers contain a control character");
	environ_clear(&environ_);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_part_has_a_name_and_optional_headers,
		a_filename_never_contains_a_folder,
		a_malformed_part_head_is_an_error,
		NULL,
	};

	return unit_run("web/part_head", tests);
}
