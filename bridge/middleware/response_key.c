/*
 * A response may depend on every variable of the environ.  For headers there is
 * a rule: Vary names those that it depends on.  Nothing names the variables
 * that a web server adds, so all that are not known to make no difference are
 * part of the key.  A variable that identifies the client keeps the request
 * from the cache: by its name, since web servers and proxies name them as they
 * are configured.
 */
#include <string.h>
#include <strings.h>

#include "middleware/response_store.h"

enum use {
	USE_NONE, /* makes no difference, or Vary names it */
	USE_KEY, /* is part of the key */
	USE_FORWARDED, /* so is what it says about the URL */
	USE_PRIVATE, /* no response to the request may be shared */
};

struct rule {
	const char *prefix; /* of the variable's name */
	enum use use;
};

/* The first that matches counts. */
static const struct rule known[] = {
	{ "CONTENT_LENGTH", USE_PRIVATE }, /* there is a body */
	{ "GATEWAY_INTERFACE", USE_NONE },
	{ "HTTP_FORWARDED", USE_FORWARDED },
	{ "HTTP_HOST", USE_KEY },
	{ "HTTP_SEC_", USE_NONE },
	{ "HTTP_USER_AGENT", USE_NONE },
	{ "HTTP_X_AMZN_TLS_", USE_NONE },
	{ "HTTP_X_FORWARDED_FOR", USE_NONE },
	{ "HTTP_X_FORWARDED_SSL", USE_KEY },
	{ "REMOTE_ADDR", USE_NONE },
	{ "REMOTE_HOST", USE_NONE },
	{ "REMOTE_PORT", USE_NONE },
	{ "REQUEST_ID", USE_NONE },
	{ "REQUEST_METHOD", USE_NONE },
	{ "REQUEST_TIME", USE_NONE },
	{ "SERVER_PROTOCOL", USE_NONE },
	{ "SERVER_SOFTWARE", USE_NONE },
	{ "SSL_CIPHER", USE_NONE },
	{ "SSL_COMPRESS", USE_NONE },
	{ "SSL_CURVE", USE_NONE },
	{ "SSL_PROTOCOL", USE_NONE },
	{ "SSL_SECURE_RENEG", USE_NONE },
	{ "SSL_SERVER_", USE_NONE },
	{ "SSL_SESSION_", USE_NONE },
	{ "SSL_TLS_SNI", USE_KEY },
	{ "SSL_VERSION_", USE_NONE },
	{ "UNIQUE_ID", USE_NONE },
	{ "gantry.body_length", USE_PRIVATE }, /* there may be a body */
	{ "gantry.", USE_NONE },
};

/* For all other names, unless they have one of the words below. */
static const struct rule others[] = {
	/* What frameworks read as the URL, though only trusted proxies may
	   set it. */
	{ "HTTP_X_FORWARDED_", USE_KEY },
	{ "HTTP_X_HOST", USE_KEY },
	{ "HTTP_X_ORIGINAL_", USE_KEY },
	{ "HTTP_X_REWRITE_", USE_KEY },
	{ "HTTP_X_SCHEME", USE_KEY },
	{ "HTTP_X_URL_", USE_KEY },
	{ "HTTP_", USE_NONE },
	{ "", USE_KEY },
};

/*
 * How words begin in the names of variables that identify or authenticate a
 * client, such as REMOTE_USER, AUTH_TYPE, SSL_CLIENT_S_DN, HTTP_COOKIE,
 * HTTP_X_API_KEY; and METHOD for headers that replace the method.
 */
static const char *const private_words[] = { "ACCOUNT", "APIKEY", "AUTH",
	"CERT", "CLAIM", "CLIENTCERT", "COOKIE", "CREDENTIAL", "DPOP", "EMAIL",
	"GROUP", "GSS", "IDENT", "JWT", "KEY", "KRB", "LOGIN", "LOGON",
	"MELLON", "METHOD", "OIDC", "PASS", "PRINCIPAL", "ROLE", "SAML",
	"SECRET", "SESSION", "SHIB", "SIGNATURE", "SSL", "SUBJECT", "TENANT",
	"TLS", "TOKEN", "USER", "VERIFIED", "VERIFY" };

#define LENGTH_OF(array) (sizeof(array) / sizeof((array)[0]))

static bool
begins_with(const char *text, const char *prefix)
{
	while (*prefix != '\0' && *text == *prefix) {
		text++;
		prefix++;
	}
	return *prefix == '\0';
}

static const struct rule *
find_rule(const struct rule *rules, size_t count, const char *name)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (begins_with(name, rules[i].prefix))
			return &rules[i];
	return NULL;
}

/* Does a word of NAME begin with a private one, or is the last one "DN"? */
static bool
has_private_word(const char *name)
{
	const char *word = name;
	size_t i;

	for (;; word++) {
		for (i = 0; i < LENGTH_OF(private_words); i++)
			if (begins_with(word, private_words[i]))
				return true;
		if (strcmp(word, "DN") == 0)
			return true;
		word = strchr(word, '_');
		if (word == NULL)
			return false;
	}
}

/* Apache and nginx write SSL_CLIENT_VERIFY=NONE for clients without one. */
static bool
says_nothing(const struct gantry_variable *variable)
{
	return *variable->value == '\0' ||
	    (strcmp(variable->value, "NONE") == 0 &&
		strstr(variable->name, "VERIFY") != NULL);
}

static enum use
use_of(const struct gantry_variable *variable)
{
	const char *name = variable->name;
	const struct rule *rule = find_rule(known, LENGTH_OF(known), name);

	if (rule != NULL)
		return rule->use;
	if (has_private_word(name))
		return says_nothing(variable) ? USE_NONE : USE_PRIVATE;
	return find_rule(others, LENGTH_OF(others), name)->use;
}

/* With the length, no value can look like another variable. */
static void
put_value(struct gantry_buffer *key, const char *name, const char *value,
    size_t length)
{
	gantry_buffer_printf(
	    key, "%s=%zu:%.*s\n", name, length, (int)length, value);
}

/* The length of the pair at AT, whose value may be a quoted string. */
static size_t
pair_length(const char *at)
{
	bool is_quoted = false;
	size_t i;

	for (i = 0; at[i] != '\0'; i++)
		if (at[i] == '"')
			is_quoted = !is_quoted;
		else if (is_quoted && at[i] == '\\' && at[i + 1] != '\0')
			i++;
		else if (!is_quoted && strchr(",;", at[i]) != NULL)
			break;
	return i;
}

/* Is the pair of LENGTH bytes an address, also if quotes are not known? */
static bool
is_address(const char *pair, size_t length)
{
	return length == strcspn(pair, ",;") &&
	    (strncasecmp(pair, "for=", 4) == 0 ||
		strncasecmp(pair, "by=", 3) == 0);
}

/*
 * Put Forwarded (RFC 7239) without addresses: with that of the client, no other
 * client would get the response.
 */
static void
put_forwarded(struct gantry_buffer *key, const struct gantry_variable *variable)
{
	const char *at = variable->value;
	size_t length;

	for (;; at += length) {
		at += strspn(at, " \t,;");
		length = pair_length(at);
		if (length == 0)
			return;
		if (!is_address(at, length))
			put_value(key, variable->name, at, length);
	}
}

int
response_key_make(struct gantry_request *request, struct gantry_buffer *key)
{
	const struct gantry_environ *environ = gantry_request_environ(request);
	const char *method = gantry_request_method(request);
	struct gantry_variable variable;
	size_t position = 0;
	enum use use;

	if (strcmp(method, "GET") != 0 && strcmp(method, "HEAD") != 0)
		return 0;
	gantry_buffer_reset(key);
	while (gantry_environ_next(environ, &position, &variable)) {
		use = use_of(&variable);
		if (use == USE_PRIVATE)
			return 0;
		if (use == USE_KEY)
			put_value(key, variable.name, variable.value,
			    strlen(variable.value));
		else if (use == USE_FORWARDED)
			put_forwarded(key, &variable);
	}
	gantry_buffer_putc(key, '\0');
	return gantry_buffer_failed(key) ? -1 : 1;
}
