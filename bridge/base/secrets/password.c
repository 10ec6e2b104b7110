/*
 * Hashing and verifying passwords with crypt_rn(3).
 */
#include <crypt.h>
#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/null.h"
#include "base/secret.h"
#include "base/secrets/password.h"
#include "gantry/secrets.h"

#define SONAME "libcrypt.so.1"

/* N=2^14, r=8, p=5 (OWASP Password Storage Cheat Sheet, scrypt). */
#define PARAMETERS "$7$C6....3...."
#define SALT_SIZE  22

#if GANTRY_PASSWORD_MAX >= CRYPT_MAX_PASSPHRASE_SIZE
#error "libcrypt takes no passwords of this length"
#endif

/* For the life of the process, once it is loaded. */
static __typeof__(crypt_rn) *compute; /* NULL: it could not be loaded */
static char reason[256];

static void
load(void)
{
	void *library = dlopen(SONAME, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
	const char *text;

	if (library != NULL)
		*(void **)&compute = dlsym(library, "crypt_rn");
	text = compute == NULL ? dlerror() : NULL;
	if (text != NULL)
		strncpy(reason, text, sizeof(reason) - 1);
}

int
password_load(struct gantry_error *error)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, load);
	if (compute != NULL)
		return 0;
	return gantry_error_set(error, GANTRY_ERROR_UNAVAILABLE,
	    "cannot load " SONAME ", which hashes passwords: %s; install "
	    "Debian's package libcrypt1",
	    reason);
}

/*
 * Compute the hash of PASSWORD with the parameters and the salt at SETTING,
 * which may be a hash, and pass it to USE.  Returns what USE returns, or -1
 * with ERROR.
 */
static int
hash_and(const char *password, const char *setting,
    int (*use)(const char *hash, void *argument), void *argument,
    struct gantry_error *error)
{
	struct crypt_data *data;
	const char *hash;
	int result = -1;

	if (password_load(error) == -1)
		return -1;
	data = calloc(1, sizeof(*data));
	if (data == NULL)
		return gantry_error_memory(error);
	hash = compute(password, setting, data, sizeof(*data));
	if (hash != NULL)
		result = use(hash, argument);
	else
		gantry_error_set(error,
		    errno == ENOMEM ? GANTRY_ERROR_MEMORY : GANTRY_ERROR_INPUT,
		    "cannot hash a password: %s; is the salt valid?",
		    strerror(errno));
	explicit_bzero(data, sizeof(*data));
	free(data);
	return result;
}

static int
append(const char *hash, void *argument)
{
	struct gantry_buffer *buffer = argument;

	return gantry_buffer_puts(buffer, hash);
}

static int
make_setting(char setting[], struct gantry_error *error)
{
	static const char alphabet[] = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				       "abcdefghijklmnopqrstuvwxyz";
	unsigned char random[SALT_SIZE];
	char *salt = setting + sizeof(PARAMETERS) - 1;
	size_t i;

	if (gantry_random_bytes(random, sizeof(random), error) == -1)
		return -1;
	memcpy(setting, PARAMETERS, sizeof(PARAMETERS));
	for (i = 0; i < SALT_SIZE; i++)
		salt[i] = alphabet[random[i] & 0x3f];
	salt[SALT_SIZE] = '\0';
	return 0;
}

int
gantry_password_hash(struct gantry_buffer *buffer, const char *password,
    struct gantry_error *error)
{
	char setting[sizeof(PARAMETERS) + SALT_SIZE];

	if (null_error(buffer, __func__, "buffer", error) ||
	    null_error(password, __func__, "password", error))
		return -1;
	if (*password == '\0')
		return gantry_error_set(
		    error, GANTRY_ERROR_INPUT, "the password is empty");
	if (strlen(password) > GANTRY_PASSWORD_MAX)
		return gantry_error_set(error, GANTRY_ERROR_LIMIT,
		    "the password has more than %d bytes", GANTRY_PASSWORD_MAX);
	if (make_setting(setting, error) == -1)
		return -1;
	if (gantry_buffer_failed(buffer))
		return gantry_error_memory(error);
	if (hash_and(password, setting, append, buffer, error) == -1)
		return gantry_buffer_failed(buffer) ? gantry_error_memory(error)
						    : -1;
	return 0;
}

/* Returns 1 if HASH is that at ARGUMENT, or 0. */
static int
compare(const char *hash, void *argument)
{
	return secret_is_equal(argument, hash);
}

bool
gantry_password_verify(
    const char *password, const char *hash, struct gantry_error *error)
{
	static char nobody[] = PARAMETERS "......................";
	struct gantry_error own;
	struct password_cost cost;

	if (error == NULL)
		error = &own;
	*error = (struct gantry_error){ 0 };
	if (null_error(password, __func__, "password", error) ||
	    (hash != NULL && password_cost_read(hash, &cost, error) == -1))
		return false;
	if (strlen(password) > GANTRY_PASSWORD_MAX)
		return false;
	return hash_and(password, hash != NULL ? hash : nobody, compare,
		   hash != NULL ? (void *)hash : nobody, error) == 1;
}

bool
gantry_password_needs_rehash(const char *hash)
{
	struct password_cost cost, wanted;

	if (null_given(hash, __func__, "hash"))
		return false;
	if (password_cost_read(hash, &cost, NULL) == -1 ||
	    password_cost_read(PARAMETERS ".", &wanted, NULL) == -1)
		return true;
	return !cost.is_scrypt || cost.memory < wanted.memory ||
	    cost.work < wanted.work;
}
