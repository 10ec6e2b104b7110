/*
 * Names below a folder, with openat2(2) and without.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#ifdef HAVE_SECCOMP
#include <seccomp.h>
#endif

#include "unit.h"
#include "web/response/file_below.h"

START_TEST(a_segment_of_a_name_is_not_empty_and_has_no_leading_dot)
{
	static const char *const good[] = { "a", "a/b", "a.b/c.d", "a..",
		"a/b../c", "\\", "a\\..\\b", " ", ".well-known",
		".well-known/security.txt" };
	static const char *const bad[] = { "", "/", "/a", "a/", "a//b", ".",
		"..", ".a", "a/.", "a/..", "a/../b", "a/.b", "../a",
		"a/.well-known", ".well-known/", ".well-known/.a",
		".well-known/..", ".well-knownx", ".well-known.bak",
		".Well-Known/a" };
	size_t i;

	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		ck_assert_msg(file_below_is_name(good[i]), "%s", good[i]);
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		ck_assert_msg(!file_below_is_name(bad[i]), "%s", bad[i]);
}
END_TEST

static void
make_site(void)
{
	ck_assert_int_eq(mkdir(unit_path("site"), 0755), 0);
	ck_assert_int_eq(mkdir(unit_path("site/in"), 0755), 0);
	ck_assert_int_eq(mkdir(unit_path("site/in/deep"), 0755), 0);
	unit_write_text(unit_path("site/in/deep/file"), "x");
	unit_write_text(unit_path("site/file"), "x");
	unit_write_text(unit_path("secret"), "x");
	ck_assert_int_eq(symlink("file", unit_path("site/link")), 0);
	ck_assert_int_eq(symlink("in", unit_path("site/within")), 0);
	ck_assert_int_eq(symlink("../secret", unit_path("site/out")), 0);
	ck_assert_int_eq(symlink("..", unit_path("site/up")), 0);
}

/* 0 if it opens, or errno. */
static int
attempt(const char *name)
{
	int descriptor =
	    file_below_open(unit_path("site"), name, O_RDONLY | O_CLOEXEC);

	if (descriptor == -1)
		return errno;
	close(descriptor);
	return 0;
}

START_TEST(links_out_of_the_folder_are_not_followed)
{
	const int before = unit_count_descriptors();

	make_site();
	ck_assert_int_eq(attempt("file"), 0);
	ck_assert_int_eq(attempt("in/deep/file"), 0);
	ck_assert_int_eq(attempt("link"), 0);
	ck_assert_int_eq(attempt("within/deep/file"), 0);
	ck_assert_int_eq(attempt("out"), EXDEV);
	ck_assert_int_eq(attempt("up/secret"), EXDEV);
	ck_assert_int_eq(attempt("none"), ENOENT);
	ck_assert_int_eq(attempt("file/none"), ENOTDIR);
	ck_assert_int_eq(
	    file_below_open(unit_path("none"), "file", O_RDONLY | O_CLOEXEC),
	    -1);
	ck_assert_int_eq(errno, ENOENT);
	ck_assert_int_eq(unit_count_descriptors(), before);
}
END_TEST

#ifdef HAVE_SECCOMP

/* Block openat2(2) from here on, as on an old kernel. */
static void
make_old(void)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);

	ck_assert_ptr_nonnull(filter);
	ck_assert_int_eq(seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS),
			     SCMP_SYS(openat2), 0),
	    0);
	ck_assert_int_eq(seccomp_load(filter), 0);
	seccomp_release(filter);
}

START_TEST(an_old_kernel_follows_no_link)
{
	char segment[300];
	int before;

	make_site();
	make_old();
	before = unit_count_descriptors();
	ck_assert_int_eq(attempt("file"), 0);
	ck_assert_int_eq(attempt("in/deep/file"), 0);
	ck_assert_int_eq(attempt("link"), ELOOP);
	ck_assert_int_eq(attempt("within/deep/file"), ENOTDIR);
	ck_assert_int_eq(attempt("out"), ELOOP);
	ck_assert_int_eq(attempt("up/secret"), ENOTDIR);
	ck_assert_int_eq(attempt("none"), ENOENT);
	ck_assert_int_eq(attempt("in/none/file"), ENOENT);
	memset(segment, 'x', sizeof(segment) - 1);
	segment[sizeof(segment) - 1] = '\0';
	ck_assert_int_eq(attempt(segment), ENAMETOOLONG);
	ck_assert_int_eq(unit_count_descriptors(), before);
}
END_TEST

#endif

int
main(void)
{
	const TTest *const tests[] = {
		a_segment_of_a_name_is_not_empty_and_has_no_leading_dot,
		links_out_of_the_folder_are_not_followed,
#ifdef HAVE_SECCOMP
		an_old_kernel_follows_no_link,
#endif
		NULL,
	};

	return unit_run("web/file_below", tests);
}
