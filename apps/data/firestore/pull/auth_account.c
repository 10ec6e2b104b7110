/*
 * Reads the key of a service account and signs with it.
 */
#include <errno.h>
#include <jansson.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <stdlib.h>
#include <string.h>

#include <gantry/json.h>

#include "data/firestore/pull/auth_account.h"

static int
fail(struct gantry_error *error, const char *what)
{
	/* An error text of OpenSSL may contain parts of the key. */
	return gantry_error_set(error, GANTRY_ERROR_INPUT, "%s", what);
}

static EVP_PKEY *
read_key(const char *pem)
{
	BIO *source = BIO_new_mem_buf(pem, -1);
	EVP_PKEY *key = NULL;

	/* The empty pass phrase prevents a prompt on the terminal. */
	if (source != NULL)
		key = PEM_read_bio_PrivateKey(source, NULL, NULL, (void *)"");
	BIO_free(source);
	if (key != NULL && EVP_PKEY_get_base_id(key) != EVP_PKEY_RSA) {
		EVP_PKEY_free(key);
		key = NULL;
	}
	return key;
}

/* Copy the string NAME, or FALLBACK if it is missing. */
static char *
dup_string(const json_t *file, const char *name, const char *fallback)
{
	const char *value = json_string_value(json_object_get(file, name));

	if (value == NULL)
		value = fallback;
	return value != NULL ? strdup(value) : NULL;
}

static int
read_members(struct auth_account *account, const json_t *file,
    struct gantry_error *error)
{
	const char *type = json_string_value(json_object_get(file, "type"));
	const char *pem =
	    json_string_value(json_object_get(file, "private_key"));

	if (type == NULL || strcmp(type, "service_account") != 0)
		return fail(error,
		    "the file is not the key of a service account; for a user's "
		    "credentials, give an access token instead");
	account->email = dup_string(file, "client_email", NULL);
	account->key_id = dup_string(file, "private_key_id", "");
	account->token_uri =
	    dup_string(file, "token_uri", AUTH_GOOGLE_TOKEN_URI);
	account->project = dup_string(file, "project_id", "");
	if (account->email == NULL || account->key_id == NULL ||
	    account->token_uri == NULL || account->project == NULL)
		return fail(error, "client_email is missing");
	account->key = pem != NULL ? read_key(pem) : NULL;
	if (account->key == NULL)
		return fail(error,
		    "private_key is missing or is not an RSA key in PEM");
	return 0;
}

int
auth_account_read(
    struct auth_account *account, const char *path, struct gantry_error *error)
{
	json_error_t where;
	json_t *file;
	int result;

	*account = (struct auth_account){ 0 };
	file = json_load_file(path, 0, &where);
	if (file != NULL)
		result = read_members(account, file, error);
	else if (json_error_code(&where) == json_error_cannot_open_file)
		result = gantry_error_system(error, "cannot read the file");
	else
		result = gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "line %d is not JSON", where.line);
	json_decref(file);
	if (result == -1) {
		auth_account_clear(account);
		gantry_error_prefix(error, "credentials %s", path);
	}
	return result;
}

void
auth_account_clear(struct auth_account *account)
{
	free(account->email);
	free(account->key_id);
	free(account->token_uri);
	free(account->project);
	EVP_PKEY_free(account->key);
	*account = (struct auth_account){ 0 };
}

/* Append base64 with the alphabet for URLs and no padding (RFC 7515). */
static void
add_base64(struct gantry_buffer *buffer, const void *data, size_t length)
{
	/* EVP_EncodeBlock adds a NUL. */
	size_t i, size = (length + 2) / 3 * 4;
	char *to = gantry_buffer_reserve(buffer, size + 1);

	if (to == NULL)
		return;
	EVP_EncodeBlock((unsigned char *)to, data, (int)length);
	for (i = 0; i < size && to[i] != '='; i++) {
		if (to[i] == '+')
			to[i] = '-';
		else if (to[i] == '/')
			to[i] = '_';
	}
	buffer->length += i;
}

static void
write_header(struct gantry_buffer *json, const struct auth_account *account)
{
	gantry_buffer_puts(json, "{\"alg\":\"RS256\",\"typ\":\"JWT\"");
	if (account->key_id[0] != '\0') {
		gantry_buffer_puts(json, ",\"kid\":");
		gantry_json_text(json, account->key_id);
	}
	gantry_buffer_putc(json, '}');
}

static void
write_claims(struct gantry_buffer *json, const struct auth_account *account,
    const struct auth_claims *claims)
{
	gantry_buffer_puts(json, "{\"iss\":");
	gantry_json_text(json, account->email);
	if (claims->scope != NULL) {
		gantry_buffer_puts(json, ",\"scope\":");
		gantry_json_text(json, claims->scope);
	} else {
		gantry_buffer_puts(json, ",\"sub\":");
		gantry_json_text(json, account->email);
	}
	gantry_buffer_puts(json, ",\"aud\":");
	gantry_json_text(json, claims->audience);
	gantry_buffer_puts(json, ",\"iat\":");
	gantry_json_integer(json, claims->issued);
	gantry_buffer_puts(json, ",\"exp\":");
	gantry_json_integer(json, claims->issued + AUTH_TOKEN_SECONDS);
	gantry_buffer_putc(json, '}');
}

/* Append ".SIGNATURE" of the LENGTH bytes of TOKEN from START on. */
static int
add_signature(const struct auth_account *account, struct gantry_buffer *token,
    size_t start)
{
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	size_t length = (size_t)EVP_PKEY_get_size(account->key);
	unsigned char *signature = malloc(length);
	int result = -1;

	if (context != NULL && signature != NULL &&
	    EVP_DigestSignInit(
		context, NULL, EVP_sha256(), NULL, account->key) == 1 &&
	    EVP_DigestSign(context, signature, &length,
		(const unsigned char *)token->data + start,
		token->length - start) == 1) {
		gantry_buffer_putc(token, '.');
		add_base64(token, signature, length);
		result = 0;
	}
	free(signature);
	EVP_MD_CTX_free(context);
	return result;
}

int
auth_account_sign(const struct auth_account *account,
    const struct auth_claims *claims, struct gantry_buffer *token,
    struct gantry_error *error)
{
	struct gantry_buffer json = { 0 };
	size_t start = token->length;
	int result = 0;

	write_header(&json, account);
	add_base64(token, json.data, json.length);
	gantry_buffer_putc(token, '.');
	gantry_buffer_reset(&json);
	write_claims(&json, account, claims);
	add_base64(token, json.data, json.length);
	if (gantry_buffer_failed(&json) || gantry_buffer_failed(token))
		result = gantry_error_memory(error);
	else if (add_signature(account, token, start) == -1)
		result = gantry_error_set(error, GANTRY_ERROR_SYSTEM,
		    "cannot sign a token with the key of %s", account->email);
	gantry_buffer_clear(&json);
	return result;
}
