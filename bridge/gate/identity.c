/*
 * A request's id, made when it is first asked for: a request that logs nothing
 * and does not fail never has one.
 */
#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

#include "gate/environ.h"
#include "gate/identity.h"

#define SANE_LENGTH_MAX 128

bool
identity_is_sane(const char *text)
{
	size_t length;

	for (length = 0; text[length] != '\0'; length++)
		if (length == SANE_LENGTH_MAX ||
		    (!isalnum((unsigned char)text[length]) &&
			strchr(".-_", text[length]) == NULL))
			return false;
	return length > 0;
}

/* 128 random bits, as nginx's $request_id; the time when there are none. */
static void
fill_random(uint64_t bits[2])
{
	struct timespec now;

	if (getrandom(bits, 2 * sizeof(bits[0]), GRND_NONBLOCK) ==
	    2 * sizeof(bits[0]))
		return;
	clock_gettime(CLOCK_MONOTONIC, &now);
	bits[0] = (uint64_t)getpid() << 32 ^ (uint64_t)now.tv_sec;
	bits[1] = (uint64_t)(uintptr_t)bits << 32 ^ (uint64_t)now.tv_nsec;
}

const char *
gantry_environ_request_id(struct gantry_environ *environ)
{
	const char *sent = environ_text(environ, "HTTP_X_REQUEST_ID");
	uint64_t bits[2];

	if (environ->request_id != NULL)
		return environ->request_id;
	if (!identity_is_sane(sent)) {
		fill_random(bits);
		sent = gantry_environ_format(environ, "%016llx%016llx",
		    (unsigned long long)bits[0], (unsigned long long)bits[1]);
	}
	environ->request_id = sent != NULL ? sent : "out-of-memory";
	return environ->request_id;
}
