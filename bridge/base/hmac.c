/*
 * HMAC-SHA256 with libcrypto, in a library context of our own, which OpenSSL's
 * configuration does not change.
 */
#include <dlfcn.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/opensslv.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/hmac.h"

#define TEXT_OF(number)	   #number
#define SONAME_OF(version) "libcrypto.so." TEXT_OF(version)

/* What libcrypto would do at its first use; it opens files. */
#define INITIAL                                                            \
	(OPENSSL_INIT_LOAD_CRYPTO_STRINGS | OPENSSL_INIT_ADD_ALL_CIPHERS | \
	    OPENSSL_INIT_ADD_ALL_DIGESTS | OPENSSL_INIT_LOAD_CONFIG)

/* The libcrypto whose headers this file includes. */
#define SONAME SONAME_OF(OPENSSL_SHLIB_VERSION)

/* For the life of the process, once they are loaded and made. */
static void *library;
static __typeof__(EVP_Q_mac) *make_mac; /* NULL: it could not be loaded */
static OSSL_LIB_CTX *context;
static char *reason; /* NULL: memory ran out */

static void
note_reason(void)
{
	const char *text = dlerror();

	if (text != NULL && reason == NULL)
		reason = strdup(text);
}

static void
load_library(void)
{
	library = dlopen(SONAME, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
	if (library == NULL)
		note_reason();
}

void
hmac_preload(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, load_library);
}

static void *
find(const char *name)
{
	void *found = library != NULL ? dlsym(library, name) : NULL;

	if (found == NULL)
		note_reason();
	return found;
}

static void
load(void)
{
	__typeof__(OPENSSL_init_crypto) *initialize;
	__typeof__(OSSL_LIB_CTX_new) *make_context;

	hmac_preload();
	*(void **)&initialize = find("OPENSSL_init_crypto");
	*(void **)&make_context = find("OSSL_LIB_CTX_new");
	if (initialize != NULL)
		initialize(INITIAL, NULL);
	context = make_context != NULL ? make_context() : NULL;
	if (context != NULL)
		*(void **)&make_mac = find("EVP_Q_mac");
}

int
hmac_load(struct gantry_error *error)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, load);
	if (make_mac != NULL)
		return 0;
	return gantry_error_set(error, GANTRY_ERROR_UNAVAILABLE,
	    "cannot load " SONAME ", which makes signatures: %s; install "
	    "OpenSSL's library",
	    reason != NULL ? reason : "out of memory");
}

int
hmac_sha256(unsigned char mac[HMAC_SIZE], const char *text, const char *key,
    size_t length, struct gantry_error *error)
{
	if (hmac_load(error) == -1)
		return -1;
	if (make_mac(context, "HMAC", NULL, "SHA256", NULL, key, length,
		(const unsigned char *)text, strlen(text), mac, HMAC_SIZE,
		NULL) == NULL)
		return gantry_error_memory(error);
	return 0;
}
