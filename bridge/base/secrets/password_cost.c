/*
 * What a stored hash asks for: its kind and its parameters (crypt(5)).  A hash
 * may come from a file that others write, so that it must not make a process
 * allocate all memory or compute for minutes.
 */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/secrets/password.h"

#define MEMORY_MAX (UINT64_C(128) << 20)
/* N * r * p of scrypt and yescrypt; the OWASP's minimum is 2^20 / 1.6. */
#define SCRYPT_WORK_MAX (UINT64_C(1) << 22)
#define BCRYPT_COST_MAX 14
#define SHA_ROUNDS_MAX	1000000

/* The parts of a "$7$" hash: a digit for N, five for r, five for p, a salt. */
#define SCRYPT_PARAMETERS 11
/* Of yescrypt as crypt_gensalt(3) makes it: "j", N, r. */
#define YESCRYPT_PARAMETERS 3
/* Larger numbers take more than one digit there. */
#define YESCRYPT_DIGIT_MAX 47

static int
fail_malformed(const char *kind, struct gantry_error *error)
{
	return gantry_error_set(
	    error, GANTRY_ERROR_INPUT, "the %s hash is malformed", kind);
}

/* The value of a digit of crypt(5)'s alphabet, or -1. */
static int
digit(char c)
{
	static const char alphabet[] = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				       "abcdefghijklmnopqrstuvwxyz";
	const char *found = c != '\0' ? strchr(alphabet, c) : NULL;

	return found != NULL ? (int)(found - alphabet) : -1;
}

/* Five digits, the lowest first; -1: they are not. */
static int64_t
number(const char *text)
{
	int64_t value = 0;
	int i;

	for (i = 4; i >= 0; i--) {
		if (digit(text[i]) == -1)
			return -1;
		value = value << 6 | digit(text[i]);
	}
	return value;
}

/* Fill COST, unless it is too much. */
static int
set_cost(struct password_cost *cost, int log_n, uint64_t r, uint64_t p,
    struct gantry_error *error)
{
	/* R and P have at most 30 bits each. */
	if (log_n > 30 || r > 1 << 20 || p > 1 << 10 ||
	    128 * (r << log_n) > MEMORY_MAX ||
	    (r << log_n) > SCRYPT_WORK_MAX / p)
		return gantry_error_set(error, GANTRY_ERROR_LIMIT,
		    "the hash takes too much memory or time: N=2^%d, r=%llu, "
		    "p=%llu",
		    log_n, (unsigned long long)r, (unsigned long long)p);
	cost->memory = 128 * (r << log_n);
	cost->work = (r << log_n) * p;
	return 0;
}

static int
read_scrypt(
    const char *text, struct password_cost *cost, struct gantry_error *error)
{
	int64_t r, p;

	if (strlen(text) <= SCRYPT_PARAMETERS)
		return fail_malformed("scrypt", error);
	r = number(text + 1);
	p = number(text + 6);
	if (digit(*text) < 1 || r < 1 || p < 1)
		return fail_malformed("scrypt", error);
	cost->is_scrypt = true;
	return set_cost(cost, digit(*text), (uint64_t)r, (uint64_t)p, error);
}

static int
read_yescrypt(
    const char *text, struct password_cost *cost, struct gantry_error *error)
{
	int log_n, r;

	if (strlen(text) <= YESCRYPT_PARAMETERS || *text != 'j' ||
	    text[YESCRYPT_PARAMETERS] != '$')
		return fail_malformed("yescrypt", error);
	log_n = digit(text[1]);
	r = digit(text[2]);
	if (log_n < 0 || r < 0 || log_n > YESCRYPT_DIGIT_MAX ||
	    r > YESCRYPT_DIGIT_MAX)
		return fail_malformed("yescrypt", error);
	return set_cost(cost, log_n + 1, (uint64_t)r + 1, 1, error);
}

static int
read_bcrypt(
    const char *text, struct password_cost *cost, struct gantry_error *error)
{
	char *end;
	unsigned long rounds = strtoul(text, &end, 10);

	if (end != text + 2 || *end != '$' || *text < '0' || *text > '3')
		return fail_malformed("bcrypt", error);
	if (rounds > BCRYPT_COST_MAX)
		return gantry_error_set(error, GANTRY_ERROR_LIMIT,
		    "the bcrypt hash takes too much time: its cost is %lu, the "
		    "limit %d",
		    rounds, BCRYPT_COST_MAX);
	cost->work = UINT64_C(1) << rounds;
	return 0;
}

static int
read_sha(
    const char *text, struct password_cost *cost, struct gantry_error *error)
{
	static const char name[] = "rounds=";
	unsigned long rounds = 5000;
	char *end;

	if (strncmp(text, name, sizeof(name) - 1) == 0) {
		text += sizeof(name) - 1;
		rounds = strtoul(text, &end, 10);
		if (end == text || *end != '$' || *text < '0' || *text > '9')
			return fail_malformed("SHA-2", error);
	}
	if (rounds > SHA_ROUNDS_MAX)
		return gantry_error_set(error, GANTRY_ERROR_LIMIT,
		    "the SHA-2 hash takes too much time: it has %lu rounds, "
		    "the limit is %d",
		    rounds, SHA_ROUNDS_MAX);
	cost->work = rounds;
	return 0;
}

int
password_cost_read(
    const char *hash, struct password_cost *cost, struct gantry_error *error)
{
	static const struct {
		const char *prefix;
		int (*read)(const char *text, struct password_cost *cost,
		    struct gantry_error *error);
	} kinds[] = {
		{ "$7$", read_scrypt },
		{ "$y$", read_yescrypt },
		{ "$2b$", read_bcrypt },
		{ "$2y$", read_bcrypt },
		{ "$2a$", read_bcrypt },
		{ "$6$", read_sha },
		{ "$5$", read_sha },
	};
	size_t i, length;

	*cost = (struct password_cost){ 0 };
	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		length = strlen(kinds[i].prefix);
		if (strncmp(hash, kinds[i].prefix, length) == 0)
			return kinds[i].read(hash + length, cost, error);
	}
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "the hash is of no kind that is accepted; it begins with $7$, $y$, "
	    "$2b$, $2y$, $2a$, $6$ or $5$, as those of 'mkpasswd -m scrypt' "
	    "and 'htpasswd -B' do");
}
