/*
 * sd_notify(3) without libsystemd: it is one datagram.  The environment is read
 * each time, since an upgrade passes it on.
 */
#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log/log.h"
#include "serve/master/notify.h"

#define MESSAGE_SIZE 512

/* Fill ADDRESS with NOTIFY_SOCKET.  Returns its length; 0: not set. */
static socklen_t
find_manager(struct sockaddr_un *address)
{
	const char *path = getenv("NOTIFY_SOCKET");
	size_t length = path != NULL ? strlen(path) : 0;

	/* A file or an abstract name; its '@' stands for a NUL. */
	if (length < 2 || length >= sizeof(address->sun_path) ||
	    (path[0] != '/' && path[0] != '@'))
		return 0;
	*address = (struct sockaddr_un){ .sun_family = AF_UNIX };
	memcpy(address->sun_path, path, length);
	if (path[0] == '@')
		address->sun_path[0] = '\0';
	return (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length);
}

static void
warn_once(void)
{
	static bool warned;

	if (!warned)
		log_warning("cannot notify the service manager at "
			    "NOTIFY_SOCKET: %s",
		    strerror(errno));
	warned = true;
}

/*
 * A manager that does not read holds up nothing: only what it must know WAITS
 * for it, for a second at most.
 */
static void
notify(const char *message, bool waits)
{
	static const struct timeval timeout = { .tv_sec = 1 };
	struct sockaddr_un address;
	socklen_t size = find_manager(&address);
	int descriptor;

	if (size == 0)
		return;
	descriptor = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (descriptor == -1) {
		warn_once();
		return;
	}
	setsockopt(
	    descriptor, SOL_SOCKET, SO_SNDTIMEO, &timeout, sizeof(timeout));
	if (sendto(descriptor, message, strlen(message),
		MSG_NOSIGNAL | (waits ? 0 : MSG_DONTWAIT),
		(const struct sockaddr *)&address, size) == -1)
		warn_once();
	close(descriptor);
}

void
notify_ready(const char *status)
{
	char message[MESSAGE_SIZE];

	snprintf(message, sizeof(message), "READY=1\nMAINPID=%ld%s%s",
	    (long)getpid(), status != NULL ? "\nSTATUS=" : "",
	    status != NULL ? status : "");
	notify(message, true);
}

void
notify_replaced_by(pid_t process)
{
	char message[MESSAGE_SIZE];

	snprintf(
	    message, sizeof(message), "MAINPID=%ld\nREADY=1", (long)process);
	notify(message, true);
}

void
notify_status(const char *format, ...)
{
	char message[MESSAGE_SIZE] = "STATUS=";
	const size_t length = strlen(message);
	va_list values;

	va_start(values, format);
	vsnprintf(message + length, sizeof(message) - length, format, values);
	va_end(values);
	/* A second line would be another variable. */
	message[length + strcspn(message + length, "\n")] = '\0';
	notify(message, false);
}

void
notify_reloading(void)
{
	char message[MESSAGE_SIZE];

	snprintf(message, sizeof(message), "RELOADING=1\nMONOTONIC_USEC=%lld",
	    (long long)clock_microseconds());
	notify(message, true);
}

void
notify_stopping(void)
{
	notify("STOPPING=1", false);
}

/* The interval of keep-alives in milliseconds; 0: no watchdog. */
static int64_t
watchdog_interval(void)
{
	const char *allowed = getenv("WATCHDOG_USEC");
	const char *process = getenv("WATCHDOG_PID");
	long long microseconds =
	    allowed != NULL ? strtoll(allowed, NULL, 10) : 0;

	if (microseconds <= 0 ||
	    (process != NULL && strtol(process, NULL, 10) != (long)getpid()))
		return 0;
	return microseconds < 2000 ? 1 : microseconds / 2000;
}

int
notify_watchdog(void)
{
	static int64_t due;
	const int64_t interval = watchdog_interval();
	const int64_t now = clock_milliseconds();

	if (interval == 0)
		return -1;
	if (now >= due) {
		notify("WATCHDOG=1", false);
		due = now + interval;
	}
	return due - now < INT_MAX ? (int)(due - now) : INT_MAX;
}
