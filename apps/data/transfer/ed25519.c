/*
 * Signing and verifying by OpenSSL.
 */
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <stdio.h>
#include <string.h>

#include "data/transfer/ed25519.h"

#define KEY	       "signature "
#define SIGNATURE_SIZE 64
/* Of 64 bytes in base64, without a NUL. */
#define SIGNATURE_TEXT 88

/* Read a private or public key.  NULL with ERROR. */
static EVP_PKEY *
read_key(const char *path, bool is_private, struct gantry_error *error)
{
	FILE *file = fopen(path, "re");
	EVP_PKEY *key;

	if (file == NULL) {
		gantry_error_system(error, "cannot open the key %s", path);
		return NULL;
	}
	/* An empty password instead of a question on the terminal. */
	key = is_private ? PEM_read_PrivateKey(file, NULL, NULL, (void *)"")
			 : PEM_read_PUBKEY(file, NULL, NULL, (void *)"");
	fclose(file);
	if (key != NULL && EVP_PKEY_get_base_id(key) == EVP_PKEY_ED25519)
		return key;
	EVP_PKEY_free(key);
	gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "%s is not %s Ed25519 key in PEM without a password; %s", path,
	    is_private ? "a private" : "a public",
	    is_private ? "openssl genpkey -algorithm ed25519 makes one"
		       : "openssl pkey -pubout makes it from the private one");
	return NULL;
}

int
ed25519_sign(
    struct gantry_buffer *text, const char *path, struct gantry_error *error)
{
	EVP_PKEY *key = read_key(path, true, error);
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	unsigned char signature[SIGNATURE_SIZE];
	unsigned char line[SIGNATURE_TEXT + 1];
	size_t length = sizeof(signature);
	int result = -1;

	if (key != NULL) {
		if (context == NULL ||
		    EVP_DigestSignInit(context, NULL, NULL, NULL, key) != 1 ||
		    EVP_DigestSign(context, signature, &length,
			(const unsigned char *)text->data, text->length) != 1)
			gantry_error_set(error, GANTRY_ERROR_SYSTEM,
			    "OpenSSL cannot sign with %s", path);
		else
			result = 0;
	}
	if (result == 0) {
		EVP_EncodeBlock(line, signature, (int)length);
		result = gantry_buffer_printf(text, KEY "%s\n", (char *)line);
		if (result == -1)
			gantry_error_memory(error);
	}
	EVP_MD_CTX_free(context);
	EVP_PKEY_free(key);
	return result;
}

/* Read the line of a signature.  Returns whether it is one. */
static bool
read_signature(const struct gantry_buffer *text, size_t start,
    unsigned char signature[SIGNATURE_SIZE + 2])
{
	const char *line = text->data + start;

	return text->length - start == strlen(KEY) + SIGNATURE_TEXT + 1 &&
	    memcmp(line, KEY, strlen(KEY)) == 0 &&
	    text->data[text->length - 1] == '\n' &&
	    EVP_DecodeBlock(signature,
		(const unsigned char *)line + strlen(KEY),
		SIGNATURE_TEXT) == SIGNATURE_SIZE + 2;
}

int
ed25519_verify(const struct gantry_buffer *text, size_t signed_length,
    const char *path, struct gantry_error *error)
{
	unsigned char signature[SIGNATURE_SIZE + 2];
	EVP_PKEY *key = read_key(path, false, error);
	EVP_MD_CTX *context;
	bool is_valid;

	if (key == NULL)
		return -1;
	context = EVP_MD_CTX_new();
	is_valid = context != NULL &&
	    read_signature(text, signed_length, signature) &&
	    EVP_DigestVerifyInit(context, NULL, NULL, NULL, key) == 1 &&
	    EVP_DigestVerify(context, signature, SIGNATURE_SIZE,
		(const unsigned char *)text->data, signed_length) == 1;
	EVP_MD_CTX_free(context);
	EVP_PKEY_free(key);
	if (is_valid)
		return 0;
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    signed_length == text->length
		? "the manifest is not signed, but --public-key was given"
		: "the manifest is not signed by the private key of %s",
	    path);
}
