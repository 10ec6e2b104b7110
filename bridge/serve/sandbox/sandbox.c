/*
 * Entering the sandbox.  Landlock comes before the seccomp filter, which denies
 * the system calls of Landlock.
 */
#include <errno.h>
#include <netdb.h>
#include <stdbool.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/hmac.h"
#include "base/log/log.h"
#include "base/secrets/password.h"
#include "serve/sandbox/denials.h"
#include "serve/sandbox/endpoint.h"
#include "serve/sandbox/landlock.h"
#include "serve/sandbox/sandbox.h"
#include "serve/sandbox/seccomp.h"

#ifdef SANITIZED
static const bool is_sanitized = true;
#else
static const bool is_sanitized = false;
#endif

/* What the sandbox lacks here, or NULL. */
static const char *
find_missing(void)
{
	if (is_sanitized)
		return "gantry was built with sanitizers";
	if (landlock_abi() == 0)
		return seccomp_filter_is_possible()
		    ? "the kernel does not support Landlock"
		    : "neither Landlock nor seccomp is available";
	return seccomp_filter_is_possible() ? NULL : "seccomp is not available";
}

int
sandbox_probe(const struct sandbox_options *options, struct gantry_error *error)
{
	const char *reason =
	    options->mode == SANDBOX_OFF ? NULL : find_missing();
	const bool is_partial = !is_sanitized &&
	    (landlock_abi() > 0 || seccomp_filter_is_possible());

	if (options->mode != SANDBOX_OFF && !is_sanitized)
		hmac_preload();
	if (reason == NULL)
		return 0;
	if (options->mode == SANDBOX_REQUIRE)
		return gantry_error_set(error, GANTRY_ERROR_UNAVAILABLE,
		    "--sandbox require: %s; --sandbox on starts without it",
		    reason);
	log_warning("%s sandbox: %s", is_partial ? "incomplete" : "no", reason);
	return 0;
}

/* How many threads this process has; 0: unknown. */
static unsigned
count_threads(void)
{
	struct stat status;

	/* A folder has a link for itself, one for its name, one a folder. */
	if (stat("/proc/self/task", &status) == -1 || status.st_nlink < 2)
		return 0;
	return (unsigned)status.st_nlink - 2;
}

/* Landlock restricts the thread that enters it, and those that it starts. */
static int
check_threads(enum sandbox_mode mode, struct gantry_error *error)
{
	const unsigned threads = count_threads();

	if (threads <= 1 || landlock_abi() == 0)
		return 0;
	if (mode == SANDBOX_REQUIRE)
		return gantry_error_set(error, GANTRY_ERROR_UNAVAILABLE,
		    "--sandbox require: an application has started %u threads "
		    "while it was opened, which could still open any file; let "
		    "it start them with the first request, or use --sandbox on",
		    threads - 1);
	log_warning("incomplete sandbox: an application has started %u threads "
		    "while it was opened; Landlock does not restrict them",
	    threads - 1);
	return 0;
}

/* The user of the workers may have fewer rights than the master. */
static void
check_spools(const char *const *spools)
{
	for (; spools != NULL && *spools != NULL; spools++)
		if (access(*spools, W_OK | X_OK) == -1)
			log_warning("workers cannot create files in %s: %s",
			    *spools, strerror(errno));
}

/* Let glibc read the configuration of its name service now. */
static void
prepare_names(const struct sandbox_rights *rights)
{
	struct addrinfo *addresses;

	if (endpoint_summarize(rights->connects).has_names &&
	    getaddrinfo("localhost", NULL, NULL, &addresses) == 0)
		freeaddrinfo(addresses);
}

int
sandbox_enter(const struct sandbox_options *options, struct gantry_error *error)
{
	const int landlock = landlock_abi();

	if (options != NULL)
		check_spools(options->rights.spools);
	if (options == NULL || options->mode == SANDBOX_OFF || is_sanitized)
		return 0;
	/* Read /etc/localtime now, for local times later. */
	tzset();
	/*
	 * Load libcrypto now, for signed cookies and for an application that is
	 * linked with it.  If it is missing, signing says so.
	 */
	hmac_load(NULL);
	/* And libcrypt, for passwords. */
	password_load(NULL);
	prepare_names(&options->rights);
	if (check_threads(options->mode, error) == -1)
		return -1;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == -1)
		return gantry_error_system(error, "cannot set no_new_privs");
	if (landlock > 0 && landlock_enter(&options->rights, error) == -1)
		return -1;
	if (seccomp_filter_is_possible() &&
	    seccomp_filter_enter(options, landlock, error) == -1)
		return -1;
	return 0;
}

/* Returns 0, or -1 with ERROR filled. */
static int
make_folders(const char *const *folders, struct gantry_error *error)
{
	for (; folders != NULL && *folders != NULL; folders++)
		if (mkdir(*folders, 0755) == -1 && errno != EEXIST)
			return gantry_error_system(
			    error, "cannot create the folder %s", *folders);
	return 0;
}

int
sandbox_enter_job(enum sandbox_mode mode, const struct sandbox_rights *rights,
    struct gantry_error *error)
{
	const int landlock = landlock_abi();
	const char *missing = find_missing();

	if (mode == SANDBOX_OFF || (is_sanitized && mode != SANDBOX_REQUIRE))
		return 0;
	if (mode == SANDBOX_REQUIRE && missing != NULL)
		return gantry_error_set(error, GANTRY_ERROR_UNAVAILABLE,
		    "--sandbox require: %s", missing);
	if (make_folders(rights->writes, error) == -1)
		return -1;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == -1)
		return gantry_error_system(error, "cannot set no_new_privs");
	if (landlock > 0 && landlock_enter(rights, error) == -1)
		return -1;
	if (seccomp_filter_is_possible() &&
	    seccomp_filter_enter_job(rights, landlock, error) == -1)
		return -1;
	return 0;
}

void
sandbox_count_in(atomic_int_least64_t *violations)
{
	denials_count_in(violations);
}

void
sandbox_write_report(int descriptor)
{
	denials_write(descriptor);
}

void
sandbox_report(void)
{
	denials_report(seccomp_filter_call_name);
}
