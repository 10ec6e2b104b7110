/*
 * The sandbox put together: which parts there are, and their order.  Landlock
 * comes before the filter, which denies Landlock's own system calls.
 */
#include <errno.h>
#include <string.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

#include "base/log/log.h"
#include "serve/sandbox/landlock.h"
#include "serve/sandbox/sandbox.h"
#include "serve/sandbox/seccomp.h"
#include "serve/sandbox/sigsys.h"

#ifdef SANITIZED
static const char *const unfit = "was built with sanitizers, which need more";
#else
static const char *const unfit = NULL;
#endif

/* Why there is no (whole) sandbox here, or NULL. */
static const char *
shortcoming(void)
{
	if (unfit != NULL)
		return unfit;
	if (landlock_abi() == 0)
		return seccomp_filter_is_possible()
		    ? "runs on a kernel without Landlock"
		    : "runs on a kernel without Landlock, and has no seccomp";
	return seccomp_filter_is_possible() ? NULL : "has no seccomp here";
}

int
sandbox_probe(const struct sandbox_options *options, struct gantry_error *error)
{
	const char *reason =
	    options->mode == SANDBOX_OFF ? NULL : shortcoming();

	if (reason == NULL)
		return 0;
	if (options->mode == SANDBOX_REQUIRE)
		return gantry_error_set(error, GANTRY_ERROR_UNAVAILABLE,
		    "this gantry %s; --sandbox on does without what is missing",
		    reason);
	log_warning("no %ssandbox: this gantry %s",
	    unfit == NULL &&
		    (landlock_abi() > 0 || seccomp_filter_is_possible())
		? "whole "
		: "",
	    reason);
	return 0;
}

/* The user that workers have become may have fewer rights than the master. */
static void
check_writes(const char *const *writes)
{
	for (; writes != NULL && *writes != NULL; writes++)
		if (access(*writes, W_OK | X_OK) == -1)
			log_warning("workers cannot make files in %s: %s",
			    *writes, strerror(errno));
}

int
sandbox_enter(const struct sandbox_options *options, struct gantry_error *error)
{
	if (options != NULL)
		check_writes(options->writes);
	if (options == NULL || options->mode == SANDBOX_OFF || unfit != NULL)
		return 0;
	/* Reads /etc/localtime, if anyone asks for local times later. */
	tzset();
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == -1)
		return gantry_error_system(
		    error, "cannot renounce new privileges");
	if (landlock_abi() > 0 && landlock_enter(options, error) == -1)
		return -1;
	if (seccomp_filter_is_possible() && seccomp_filter_enter(error) == -1)
		return -1;
	return 0;
}

void
sandbox_count_in(atomic_int_least64_t *violations)
{
	sigsys_count_in(violations);
}

void
sandbox_report(void)
{
	sigsys_report(seccomp_filter_call_name);
}
