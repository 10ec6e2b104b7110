/*
 * A libFuzzer target for content negotiation.  An input has three lines:
 * Accept, Accept-Encoding, and a type that is offered besides others.  Lists
 * without quotes and without parameters but weights are judged by a second
 * reader, too.
 */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "request.h"
#include "require.h"

#define WHOLE 1000000

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const encodings[] = { "br", "gzip", "identity", NULL };

/* How the reader below likes an offer: a weight, and how exactly it matched. */
struct liking {
	int weight, exactness;
};

/* "0.5" in millionths; what is not a weight is 1. */
static int
read_weight(const char *text)
{
	size_t digits;
	int weight;
	char padded[7] = "000000";

	if (*text != '0' && *text != '1')
		return WHOLE;
	if (text[1] == '\0')
		return *text == '0' ? 0 : WHOLE;
	digits = strspn(text + 1 + (text[1] == '.'), "0123456789");
	if (text[1] != '.' || text[2 + digits] != '\0')
		return WHOLE;
	memcpy(padded, text + 2, digits < 6 ? digits : 6);
	weight = (*text - '0') * WHOLE + atoi(padded);
	return weight < WHOLE ? weight : WHOLE;
}

static char *
trim(char *text)
{
	size_t length;

	text += strspn(text, " \t");
	length = strlen(text);
	while (length > 0 && strchr(" \t", text[length - 1]) != NULL)
		text[--length] = '\0';
	return text;
}

/* How exactly NAME of a list matches OFFER; -1: not at all. */
static int
match_type(const char *name, const char *offer)
{
	size_t type = strcspn(offer, "/") + 1;

	if (strcmp(name, "*/*") == 0 || strcmp(name, "*") == 0)
		return 0;
	if (strcasecmp(name, offer) == 0)
		return 2;
	return strncasecmp(name, offer, type) == 0 &&
		strcmp(name + type, "*") == 0
	    ? 1
	    : -1;
}

static int
match_encoding(const char *name, const char *offer)
{
	if (strcmp(name, "*") == 0)
		return 0;
	if (strcasecmp(name, "x-gzip") == 0)
		name = "gzip";
	return strcasecmp(name, offer) == 0 ? 1 : -1;
}

typedef int match_function(const char *name, const char *offer);

/* How LIST likes OFFER. */
static struct liking
like(const char *list, const char *offer, match_function *match)
{
	struct liking liking = { 0, -1 };
	char *copy = strdup(list), *rest = copy, *element, *name, *part;
	int weight, exactness;

	while ((element = strsep(&rest, ",")) != NULL) {
		name = trim(strsep(&element, ";"));
		weight = WHOLE;
		while ((part = strsep(&element, ";")) != NULL) {
			char *key = trim(strsep(&part, "="));

			if (strcasecmp(key, "q") == 0)
				weight =
				    read_weight(part != NULL ? trim(part) : "");
		}
		exactness = match(name, offer);
		if (exactness > liking.exactness ||
		    (exactness == liking.exactness && exactness != -1 &&
			weight > liking.weight))
			liking = (struct liking){ weight, exactness };
	}
	free(copy);
	return liking;
}

/* Does the second reader understand LIST? */
static bool
is_plain(const char *list)
{
	const char *at = list;

	if (strchr(list, '"') != NULL)
		return false;
	while ((at = strchr(at, ';')) != NULL) {
		at += 1 + strspn(at + 1, " \t");
		if ((*at != 'q' && *at != 'Q') || at[1] != '=')
			return false;
	}
	return true;
}

static const char *
choose(const char *list, const char *const *offers, match_function *match)
{
	struct liking best = { 0, -1 }, liking;
	const char *chosen = NULL;

	for (; *offers != NULL; offers++) {
		liking = like(list, *offers, match);
		if (match == match_encoding && liking.exactness == -1 &&
		    strcmp(*offers, "identity") == 0)
			liking.weight = 1;
		if (liking.weight > best.weight ||
		    (liking.weight > 0 && liking.weight == best.weight &&
			liking.exactness > best.exactness)) {
			best = liking;
			chosen = *offers;
		}
	}
	return chosen;
}

/* Does LIST have a media range?  If not, it counts as absent. */
static bool
has_ranges(const char *list)
{
	char *copy = strdup(list), *rest = copy, *element;
	bool has = false;

	while ((element = strsep(&rest, ",")) != NULL) {
		element = trim(strsep(&element, ";"));
		has |=
		    strcmp(element, "*") == 0 || strchr(element, '/') != NULL;
	}
	free(copy);
	return has;
}

static void
check_types(const char *list, const char *const *types)
{
	struct test_body asked;
	const char *const *type;
	const char *chosen, *again;
	bool accepts_any = false;
	char *text;

	request_open(&asked);
	request_header(&asked, "HTTP_ACCEPT", list);
	chosen = gantry_request_prefers(&asked.request, types);
	for (type = types; *type != NULL; type++)
		accepts_any |= gantry_request_accepts(&asked.request, *type);
	require(accepts_any == (chosen != NULL), "one of the types is chosen");
	require(
	    chosen == NULL || gantry_request_accepts(&asked.request, chosen),
	    "what is chosen is accepted");
	text = gantry_environ_format(&asked.gate.environ, ", ,%s", list);
	request_header(&asked, "HTTP_ACCEPT", text);
	require(gantry_request_prefers(&asked.request, types) == chosen,
	    "empty elements make no difference");
	for (; *text != '\0'; text++)
		*text = (char)toupper((unsigned char)*text);
	again = gantry_request_prefers(&asked.request, types);
	require(again == chosen, "case makes no difference");
	if (is_plain(list) && has_ranges(list))
		require(chosen == choose(list, types, match_type),
		    "two readers agree on the type");
	request_close(&asked);
}

static void
check_encodings(const char *list)
{
	struct test_body asked;
	const char *chosen;

	request_open(&asked);
	request_header(&asked, "HTTP_ACCEPT_ENCODING", list);
	chosen = gantry_request_prefers_encoding(&asked.request, encodings);
	if (is_plain(list))
		require(chosen == choose(list, encodings, match_encoding),
		    "two readers agree on the encoding");
	request_close(&asked);
}

/* A type is acceptable to a client that names it. */
static void
check_own_type(const char *type)
{
	struct test_body asked;

	if (type[strspn(type, "abcdefghijklmnopqrstuvwxyz0123456789+-./")] !=
		'\0' ||
	    strchr(type, '/') == NULL)
		return;
	request_open(&asked);
	request_header(&asked, "HTTP_ACCEPT", type);
	require(gantry_request_accepts(&asked.request, type),
	    "a client accepts the type that it names");
	request_close(&asked);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct lines lines;

	lines_split(&lines, data, size);
	{
		const char *const plain[] = { "application/json", "text/html",
			"text/plain", NULL };
		const char *const odd[] = { "text/html;level=1", "text/html",
			lines.line[2], NULL };

		check_types(lines.line[0], plain);
		if (!is_plain(lines.line[0]))
			check_types(lines.line[0], odd);
	}
	check_encodings(lines.line[1]);
	check_own_type(lines.line[2]);
	lines_free(&lines);
	return 0;
}
