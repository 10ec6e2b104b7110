/*
 * syscall(2) as on a kernel with an older version of Landlock, or without it:
 * GANTRY_TEST_LANDLOCK is the version.  The functions of this program are found
 * before those of the C library.
 */
#include <errno.h>
#include <linux/landlock.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__) && !defined(__SANITIZE_ADDRESS__) && \
    !defined(__SANITIZE_THREAD__)

static long
call(long number, const long *given)
{
	register long r10 __asm__("r10") = given[3];
	register long r8 __asm__("r8") = given[4];
	register long r9 __asm__("r9") = given[5];
	long result;

	__asm__ volatile("syscall"
			 : "=a"(result)
			 : "a"(number), "D"(given[0]), "S"(given[1]),
			 "d"(given[2]), "r"(r10), "r"(r8), "r"(r9)
			 : "rcx", "r11", "memory");
	return result;
}

long
syscall(long number, ...)
{
	const char *version = getenv("GANTRY_TEST_LANDLOCK");
	long given[6], result;
	va_list arguments;
	size_t i;

	va_start(arguments, number);
	for (i = 0; i < 6; i++)
		given[i] = va_arg(arguments, long);
	va_end(arguments);
	if (version != NULL && number == SYS_landlock_create_ruleset &&
	    given[2] == LANDLOCK_CREATE_RULESET_VERSION) {
		result = atoi(version);
		if (result == 0)
			result = -EOPNOTSUPP;
	} else {
		result = call(number, given);
	}
	if (result > -4096 && result < 0) {
		errno = (int)-result;
		return -1;
	}
	return result;
}

#endif
