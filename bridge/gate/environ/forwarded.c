/*
 * Walk the chain of proxies from right to left, the nearest first.  A trusted
 * proxy's entry is believed; the first address that is not trusted is the
 * client's.  Entries further left can be forged and are ignored.
 */
#include <string.h>
#include <strings.h>

#include "gate/environ/forwarded.h"
#include "gate/environ/host.h"

/* The nearest entries that are kept. */
#define HOPS_MAX 32

/* Text in a header; NULL: not given. */
struct slice {
	const char *text;
	size_t length;
};

/* What one proxy says of its client. */
struct hop {
	struct slice node; /* an address, maybe with a port */
	struct slice proto, host, port;
};

struct chain {
	struct hop hops[HOPS_MAX]; /* the nearest last */
	size_t count;
};

static struct hop *
add_hop(struct chain *chain)
{
	if (chain->count == HOPS_MAX) {
		memmove(&chain->hops[0], &chain->hops[1],
		    (HOPS_MAX - 1) * sizeof(chain->hops[0]));
		chain->count--;
	}
	chain->hops[chain->count] = (struct hop){ .node = { NULL, 0 } };
	return &chain->hops[chain->count++];
}

static bool
is_blank(char character)
{
	return character == ' ' || character == '\t';
}

static struct slice
trim(const char *text, const char *end)
{
	while (text < end && is_blank(*text))
		text++;
	while (text < end && is_blank(end[-1]))
		end--;
	return (struct slice){ text, (size_t)(end - text) };
}

/* Find the first of END_CHARACTERS outside quotes, or the final NUL. */
static const char *
find_end(const char *text, const char *end_characters)
{
	bool quoted = false;

	for (; *text != '\0'; text++) {
		if (quoted && *text == '\\' && text[1] != '\0')
			text++;
		else if (*text == '"')
			quoted = !quoted;
		else if (!quoted && strchr(end_characters, *text) != NULL)
			break;
	}
	return text;
}

/* Remove the quotes; the values that are read here contain no escapes. */
static struct slice
unquote(struct slice value)
{
	if (value.length >= 2 && value.text[0] == '"' &&
	    value.text[value.length - 1] == '"') {
		value.text++;
		value.length -= 2;
	}
	return value;
}

/* RFC 7239 section 4: "for=192.0.2.60;proto=http". */
static void
parse_pair(struct hop *hop, const char *text, const char *end)
{
	const char *equals = memchr(text, '=', (size_t)(end - text));
	struct slice name, value;

	if (equals == NULL)
		return;
	name = trim(text, equals);
	value = unquote(trim(equals + 1, end));
	if (name.length == 3 && strncasecmp(name.text, "for", 3) == 0)
		hop->node = value;
	else if (name.length == 5 && strncasecmp(name.text, "proto", 5) == 0)
		hop->proto = value;
	else if (name.length == 4 && strncasecmp(name.text, "host", 4) == 0)
		hop->host = value;
}

static void
read_forwarded(struct chain *chain, const char *text)
{
	const char *end;
	struct hop *hop;

	while (*text != '\0') {
		hop = add_hop(chain);
		for (;; text = end + 1) {
			end = find_end(text, ",;");
			parse_pair(hop, text, end);
			if (*end != ';')
				break;
		}
		text = *end == ',' ? end + 1 : end;
	}
}

/*
 * If a header has fewer entries than X-Forwarded-For, its leftmost entry stands
 * for the missing ones.
 */
static struct slice
nth_from_right(const char *text, size_t number)
{
	const char *end = text + strlen(text), *begin;

	for (;;) {
		for (begin = end; begin > text && begin[-1] != ','; begin--)
			;
		if (number-- == 0 || begin == text)
			return trim(begin, end);
		end = begin - 1;
	}
}

static struct slice
find_extra(
    const struct gantry_environ *environ, const char *name, size_t number)
{
	const char *text = gantry_environ_get(environ, name);

	if (text == NULL)
		return (struct slice){ NULL, 0 };
	return nth_from_right(text, number);
}

static void
read_x_forwarded(struct chain *chain, const struct gantry_environ *environ)
{
	const char *text = environ_text(environ, "HTTP_X_FORWARDED_FOR");
	const char *end;

	for (; *text != '\0'; text = *end == ',' ? end + 1 : end) {
		end = text + strcspn(text, ",");
		add_hop(chain)->node = trim(text, end);
	}
}

/* Read the other headers for one hop only; no other hop needs them. */
static void
complete_x_forwarded(
    struct hop *hop, const struct gantry_environ *environ, size_t number)
{
	hop->proto = find_extra(environ, "HTTP_X_FORWARDED_PROTO", number);
	hop->host = find_extra(environ, "HTTP_X_FORWARDED_HOST", number);
	hop->port = find_extra(environ, "HTTP_X_FORWARDED_PORT", number);
}

/* Parse an address with an optional port; with one, IPv6 needs brackets. */
static int
parse_node(struct address *address, const struct slice *node, struct host *host)
{
	if (node->text == NULL ||
	    host_parse(host, node->text, node->length) == -1)
		return -1;
	return address_parse(address, host->name, host->name_length);
}

static bool
is_trusted_peer(const struct address_list *proxies, const char *peer)
{
	struct address address;

	if (*peer == '\0' || strncmp(peer, "unix:", 5) == 0)
		return proxies->has_unix;
	return proxies->count > 0 &&
	    address_parse(&address, peer, strlen(peer)) == 0 &&
	    address_list_has(proxies, &address);
}

/*
 * Walk to the client.  Returns the index of the hop that describes it, and its
 * address in CLIENT, whose name is NULL when no proxy gave one.
 */
static size_t
walk(const struct chain *chain, const struct address_list *proxies,
    struct host *client)
{
	struct address address;
	struct host host;
	size_t i = chain->count;

	*client = (struct host){ NULL, 0, NULL, 0 };
	while (i > 0) {
		i--;
		/* "unknown" or hidden: use the last known address. */
		if (parse_node(&address, &chain->hops[i].node, &host) == -1)
			break;
		*client = host;
		if (!address_list_has(proxies, &address))
			break;
	}
	return i;
}

static int
set(struct gantry_environ *environ, const char *name, const char *value,
    size_t length, struct gantry_error *error)
{
	char *copy = arena_strndup(&environ->arena, value, length);

	if (copy == NULL)
		return gantry_error_memory(error);
	return environ_set(environ, name, copy, error);
}

static int
set_client(struct gantry_environ *environ, const struct host *client,
    struct gantry_error *error)
{
	const char *name = client->name;
	size_t length = client->name_length;

	if (name == NULL)
		return 0;
	if (*name == '[') {
		name++;
		length -= 2;
	}
	environ_remove(environ, "REMOTE_HOST");
	environ_remove(environ, "REMOTE_PORT");
	if (set(environ, "REMOTE_ADDR", name, length, error) == -1)
		return -1;
	if (client->port == NULL)
		return 0;
	return set(
	    environ, "REMOTE_PORT", client->port, client->port_length, error);
}

static int
set_scheme(struct gantry_environ *environ, const struct slice *proto,
    struct gantry_error *error)
{
	static const struct {
		const char *name, *scheme;
	} known[] = { { "http", "http" }, { "https", "https" },
		{ "ws", "http" }, { "wss", "https" } };
	size_t i;

	if (proto->text == NULL)
		return 0;
	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		if (strlen(known[i].name) == proto->length &&
		    strncasecmp(known[i].name, proto->text, proto->length) ==
			0) {
			environ->wsgi.url_scheme = known[i].scheme;
			return 0;
		}
	}
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "the forwarded scheme is neither http nor https: '%.*s'; the "
	    "trusted proxy must set it and not pass on what clients send",
	    proto->length > 64 ? 64 : (int)proto->length, proto->text);
}

/* Set the host that the client asked for, and its port or the scheme's. */
static int
set_host(struct gantry_environ *environ, const struct hop *hop,
    struct gantry_error *error)
{
	const char *sent = environ_text(environ, "HTTP_HOST");
	struct slice text = hop->host, port = hop->port;
	struct host host;

	if (text.text == NULL)
		text = (struct slice){ sent, strlen(sent) };
	if (host_parse(&host, text.text, text.length) == -1 ||
	    (port.text != NULL && !port_is_valid(port.text, port.length))) {
		if (hop->host.text == NULL && port.text == NULL)
			return 0;
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "the forwarded host or port is malformed: '%.*s'; the trusted "
		    "proxy must set it and not pass on what clients send",
		    text.length > 64 ? 64 : (int)text.length, text.text);
	}
	if (port.text == NULL && host.port != NULL)
		port = (struct slice){ host.port, host.port_length };
	environ_remove(environ, "SERVER_PORT"); /* complete_server sets one */
	if (port.text != NULL &&
	    set(environ, "SERVER_PORT", port.text, port.length, error) == -1)
		return -1;
	if (hop->host.text == NULL)
		return 0;
	if (set(environ, "HTTP_HOST", text.text, text.length, error) == -1)
		return -1;
	return set(environ, "SERVER_NAME", host.name, host.name_length, error);
}

int
forwarded_apply(struct gantry_environ *environ, const struct trusted *trusted,
    struct gantry_error *error)
{
	struct chain chain;
	struct host client;
	struct hop hop = { .node = { NULL, 0 } };
	size_t index;

	if (!is_trusted_peer(
		&trusted->proxies, environ_text(environ, "REMOTE_ADDR")))
		return 0;
	chain.count = 0; /* the hops are not cleared, since there are many */
	if (trusted->header == FORWARDED_RFC7239)
		read_forwarded(&chain, environ_text(environ, "HTTP_FORWARDED"));
	else
		read_x_forwarded(&chain, environ);
	index = walk(&chain, &trusted->proxies, &client);
	if (chain.count > 0)
		hop = chain.hops[index];
	if (trusted->header == FORWARDED_X)
		complete_x_forwarded(&hop, environ,
		    chain.count > 0 ? chain.count - 1 - index : 0);
	if (set_client(environ, &client, error) == -1 ||
	    set_scheme(environ, &hop.proto, error) == -1)
		return -1;
	if (hop.proto.text == NULL && hop.host.text == NULL &&
	    hop.port.text == NULL)
		return 0;
	return set_host(environ, &hop, error);
}
