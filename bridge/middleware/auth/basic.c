/*
 * Names and passwords in Authorization.  Hashing a password takes long, and
 * clients send it with each request, so each thread remembers those that were
 * right: a MAC, with a key that it has made, of the stored hash and the
 * password.
 */
#include <stdlib.h>
#include <string.h>

#include <gantry/secrets.h>

#include "base/hmac.h"
#include "base/secrets/base64.h"
#include "base/secrets/password.h"
#include "middleware/auth/challenge.h"
#include "middleware/auth/users.h"
#include "middleware/null_arguments.h"

#define SCHEME	   "Basic"
#define PARAMETERS ", charset=\"UTF-8\""
#define KEY_SIZE   32
#define REMEMBERED 32

struct basic {
	const struct gantry_basic_options *options;
	struct users *users; /* NULL: the application verifies */
	char key[KEY_SIZE];
	unsigned char right[REMEMBERED][HMAC_SIZE];
	size_t count; /* how many were right */
};

static const char *
users_path(const struct gantry_basic_options *options,
    const struct gantry_settings *settings)
{
	if (options->users_setting != NULL && settings != NULL)
		return gantry_settings_get(settings, options->users_setting);
	return options->users_file;
}

static int
open_users(struct basic *basic, const struct gantry_settings *settings,
    struct gantry_error *error)
{
	const struct gantry_basic_options *options = basic->options;
	const char *path = users_path(options, settings);

	if (path == NULL || *path == '\0') {
		if (options->verify != NULL)
			return 0;
		if (options->users_setting != NULL)
			return gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "no file of users is configured (setting '%s')",
			    options->users_setting);
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "the options name neither a file of users nor a function "
		    "that verifies");
	}
	basic->users = users_open(path, error);
	if (basic->users == NULL)
		return -1;
	if (hmac_load(error) == -1 || password_load(error) == -1)
		return -1;
	return gantry_random_bytes(basic->key, KEY_SIZE, error);
}

int
gantry_basic_open(const void *options, const struct gantry_settings *settings,
    void **state, struct gantry_error *error)
{
	const struct gantry_basic_options *given = options;
	struct basic *basic;

	if (open_lacks(options, state, __func__, error) ||
	    challenge_check_realm(given->realm, error) == -1)
		return -1;
	basic = calloc(1, sizeof(*basic));
	if (basic == NULL)
		return gantry_error_memory(error);
	basic->options = given;
	if (open_users(basic, settings, error) == -1) {
		gantry_basic_close(basic);
		return -1;
	}
	*state = basic;
	return 0;
}

void
gantry_basic_close(void *state)
{
	struct basic *basic = state;

	if (basic == NULL)
		return;
	users_close(basic->users);
	explicit_bzero(basic, sizeof(*basic));
	free(basic);
}

static bool
is_remembered(const struct basic *basic, const unsigned char mac[HMAC_SIZE])
{
	size_t i;

	for (i = 0; i < REMEMBERED && i < basic->count; i++)
		if (memcmp(basic->right[i], mac, HMAC_SIZE) == 0)
			return true;
	return false;
}

/* Does PASSWORD have HASH, which is USER's?  -1: the response has failed. */
static int
verify_hash(struct basic *basic, struct gantry_request *request,
    const char *hash, const char *password)
{
	const char *text = gantry_environ_format(
	    gantry_request_environ(request), "%s\n%s", hash, password);
	unsigned char mac[HMAC_SIZE];
	struct gantry_error error;

	if (text == NULL)
		gantry_error_memory(&error);
	if (text == NULL ||
	    hmac_sha256(mac, text, basic->key, KEY_SIZE, &error) == -1)
		return gantry_response_fail_with(
		    gantry_request_response(request), &error);
	if (is_remembered(basic, mac))
		return 1;
	if (gantry_password_verify(password, hash, &error)) {
		memcpy(
		    basic->right[basic->count++ % REMEMBERED], mac, HMAC_SIZE);
		return 1;
	}
	if (error.code == GANTRY_ERROR_NONE)
		return 0;
	/* A hash in the file is not the client's fault. */
	if (error.code == GANTRY_ERROR_INPUT)
		error.code = GANTRY_ERROR_SYSTEM;
	return gantry_response_fail_with(
	    gantry_request_response(request), &error);
}

/* Is PASSWORD that of USER?  -1: the response has failed. */
static int
verify(struct basic *basic, struct gantry_request *request, const char *user,
    const char *password)
{
	struct gantry_error error;
	const char *hash;

	if (basic->users == NULL)
		return basic->options->verify(request, user, password);
	if (users_refresh(basic->users, &error) == -1) {
		error.code = GANTRY_ERROR_SYSTEM;
		return gantry_response_fail_with(
		    gantry_request_response(request), &error);
	}
	hash = users_hash(basic->users, user);
	if (hash != NULL)
		return verify_hash(basic, request, hash, password);
	/* It takes as long as for a user, so that clients cannot find out. */
	gantry_password_verify(password, users_some_hash(basic->users), &error);
	return 0;
}

/* Is there a NUL or another control character (RFC 7617 section 2)? */
static bool
has_control(const char *text, size_t length)
{
	size_t i;

	for (i = 0; i < length; i++)
		if ((unsigned char)text[i] < ' ' || text[i] == 0x7f)
			return true;
	return false;
}

/*
 * Decode CREDENTIALS into *USER and *PASSWORD.  Returns 1, 0 if they are
 * malformed, or -1 with the response failed.
 */
static int
decode(struct gantry_request *request, const char *credentials,
    const char **user, const char **password)
{
	struct gantry_buffer buffer = { 0 };
	struct gantry_error error;
	char *text = NULL, *colon;

	if (base64_decode(&buffer, BASE64, credentials, strlen(credentials),
		&error) == -1 ||
	    has_control(buffer.data, buffer.length)) {
		gantry_buffer_clear(&buffer);
		return 0;
	}
	text = gantry_environ_format(gantry_request_environ(request), "%.*s",
	    (int)buffer.length, buffer.data != NULL ? buffer.data : "");
	gantry_buffer_clear(&buffer);
	if (text == NULL) {
		gantry_error_memory(&error);
		return gantry_response_fail_with(
		    gantry_request_response(request), &error);
	}
	colon = strchr(text, ':');
	if (colon == NULL || colon == text)
		return 0;
	*colon = '\0';
	*user = text;
	*password = colon + 1;
	return 1;
}

static int
fail(struct gantry_request *request, const struct basic *basic)
{
	const struct challenge challenge = { SCHEME, basic->options->realm,
		PARAMETERS };

	return challenge_fail(request, GANTRY_401,
	    "This resource requires a name and a password.", &challenge);
}

int
gantry_basic_process_resource(struct gantry_request *request,
    struct gantry_response *response, void *state)
{
	struct basic *basic = state;
	const char *credentials, *user, *password;
	int result;

	if (process_lacks(request, response, state, __func__))
		return -1;
	if (basic->options->accepts_others && challenge_has_passed(request))
		return 0;
	credentials = challenge_credentials(request, SCHEME);
	if (credentials == NULL)
		return basic->options->is_optional ? 0 : fail(request, basic);
	result = decode(request, credentials, &user, &password);
	if (result == 1)
		result = verify(basic, request, user, password);
	if (result == -1)
		return -1;
	if (result == 0)
		return fail(request, basic);
	if (gantry_request_set_user(request, user) == -1)
		return -1;
	return challenge_pass(request);
}

int
gantry_basic_process_response(struct gantry_request *request,
    struct gantry_response *response, void *state, bool succeeded)
{
	const struct basic *basic = state;

	(void)succeeded;
	if (process_lacks(request, response, state, __func__))
		return -1;
	return challenge_add(request,
	    &(struct challenge){ SCHEME, basic->options->realm, PARAMETERS });
}
