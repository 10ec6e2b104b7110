/*
 * The id of a request: the same in our log, in the web server's log and in the
 * answer.  It is made when it is first needed.
 */
#include <ctype.h>
#include <endian.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

#include "gate/environ/environ.h"

#define SANE_LENGTH_MAX 128

/* One call returns up to 256 bytes without interruption (getrandom(2)). */
#define IDS_KEPT 16

/* Is TEXT, which a client may have sent, safe in logs and headers? */
static bool
is_sane(const char *text, size_t length)
{
	size_t i;

	for (i = 0; i < length; i++)
		if (!isalnum((unsigned char)text[i]) &&
		    strchr(".-_", text[i]) == NULL)
			return false;
	return length > 0 && length <= SANE_LENGTH_MAX;
}

/*
 * The id that the client sent, without the blanks around it, which are not part
 * of the value (RFC 9110 section 5.5); NULL if it is not sane.
 */
static const char *
find_sent(struct gantry_environ *environ)
{
	const char *text = environ_text(environ, "HTTP_X_REQUEST_ID");
	size_t length;

	if (*text == '\0')
		return NULL;
	text += strspn(text, " \t");
	length = strlen(text);
	while (length > 0 && strchr(" \t", text[length - 1]) != NULL)
		length--;
	if (!is_sane(text, length))
		return NULL;
	if (text[length] == '\0')
		return text;
	return arena_strndup(&environ->arena, text, length);
}

/* Without random bits, use the time. */
static void
fill_with_time(uint64_t bits[2])
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	bits[0] = (uint64_t)getpid() << 32 ^ (uint64_t)now.tv_sec;
	bits[1] = (uint64_t)(uintptr_t)bits << 32 ^ (uint64_t)now.tv_nsec;
}

/*
 * 128 random bits, like nginx's $request_id.  Bits for several ids are fetched
 * at a time; a forked process does not reuse them.
 */
static void
fill_random(uint64_t bits[2])
{
	static _Thread_local uint64_t kept[2 * IDS_KEPT];
	static _Thread_local unsigned left;
	static _Thread_local pid_t owner;

	if (left == 0 || owner != getpid()) {
		if (getrandom(kept, sizeof(kept), GRND_NONBLOCK) !=
		    sizeof(kept)) {
			fill_with_time(bits);
			return;
		}
		left = IDS_KEPT;
		owner = getpid();
	}
	left--;
	memcpy(bits, &kept[2 * left], 2 * sizeof(bits[0]));
}

/* Write the eight digits of BITS: each half of a byte becomes a byte. */
static void
write_digits(char *to, uint32_t bits)
{
	uint64_t digits = bits, letters;

	digits = (digits | digits << 16) & 0x0000ffff0000ffff;
	digits = (digits | digits << 8) & 0x00ff00ff00ff00ff;
	digits = (digits | digits << 4) & 0x0f0f0f0f0f0f0f0f;
	/* From 10 on, adding 6 carries. */
	letters = (digits + 0x0606060606060606) >> 4 & 0x0101010101010101;
	digits += 0x3030303030303030 + letters * ('a' - '0' - 10);
	digits = htobe64(digits);
	memcpy(to, &digits, sizeof(digits));
}

/* Write 32 digits and a NUL. */
static void
write_id(char *to, const uint64_t bits[2])
{
	int i;

	for (i = 0; i < 4; i++)
		write_digits(
		    to + 8 * i, (uint32_t)(bits[i / 2] >> (32 - i % 2 * 32)));
	to[32] = '\0';
}

const char *
gantry_environ_request_id(struct gantry_environ *environ)
{
	const char *sent;
	uint64_t bits[2];
	char *made;

	if (environ_lacks(environ, environ, __func__, "environ"))
		return "unknown";
	if (environ->request_id != NULL)
		return environ->request_id;
	sent = find_sent(environ);
	if (sent == NULL) {
		fill_random(bits);
		sent = made = arena_alloc(&environ->arena, 33);
		if (made != NULL)
			write_id(made, bits);
	}
	environ->request_id = sent != NULL ? sent : "out-of-memory";
	return environ->request_id;
}
