/*
 * IPv4 addresses are stored as IPv6 addresses, so that both are compared alike.
 */
#include <arpa/inet.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "gate/environ/address.h"

#define IPV4_BITS    32
#define IPV6_BITS    128
#define SEPARATORS   ", \t\r\n"
#define TEXT_MAX     (INET6_ADDRSTRLEN + 2) /* with brackets */
#define MAPPED_BYTES 12

static const unsigned char mapped[MAPPED_BYTES] = { 0, 0, 0, 0, 0, 0, 0, 0, 0,
	0, 0xff, 0xff };

int
address_parse(struct address *address, const char *text, size_t length)
{
	char copy[TEXT_MAX];

	if (length >= 2 && text[0] == '[' && text[length - 1] == ']') {
		text++;
		length -= 2;
	}
	if (length >= sizeof(copy))
		return -1;
	memcpy(copy, text, length);
	copy[length] = '\0';
	if (inet_pton(AF_INET6, copy, address->bytes) == 1)
		return 0;
	memcpy(address->bytes, mapped, MAPPED_BYTES);
	return inet_pton(AF_INET, copy, address->bytes + MAPPED_BYTES) == 1
	    ? 0
	    : -1;
}

/* Is every bit of FIRST after the prefix zero? */
static bool
has_no_host_bits(const struct address *first, unsigned bits)
{
	unsigned i;

	for (i = bits; i < IPV6_BITS; i++)
		if (first->bytes[i / 8] & 0x80 >> i % 8)
			return false;
	return true;
}

static int
parse_bits(const char *text, size_t length, unsigned most, unsigned *bits)
{
	size_t i;

	if (length == 0 || length > 3)
		return -1;
	*bits = 0;
	for (i = 0; i < length; i++) {
		if (!isdigit((unsigned char)text[i]))
			return -1;
		*bits = *bits * 10 + (unsigned)(text[i] - '0');
	}
	return *bits <= most ? 0 : -1;
}

static int
parse_range(struct address_range *range, const char *text, size_t length,
    struct gantry_error *error)
{
	const char *slash = memchr(text, '/', length);
	size_t first = slash != NULL ? (size_t)(slash - text) : length;
	unsigned most;

	if (address_parse(&range->first, text, first) == -1)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "'%.*s' is not an address; give 192.0.2.1, 192.0.2.0/24, "
		    "2001:db8::/32 or unix",
		    (int)length, text);
	most = memchr(text, ':', first) != NULL ? IPV6_BITS : IPV4_BITS;
	range->bits = most;
	if (slash != NULL &&
	    parse_bits(slash + 1, length - first - 1, most, &range->bits) == -1)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "'%.*s' has no prefix length from 0 to %u", (int)length,
		    text, most);
	range->bits += IPV6_BITS - most;
	if (!has_no_host_bits(&range->first, range->bits))
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "'%.*s' has host bits set; give the first address "
		    "of the range",
		    (int)length, text);
	return 0;
}

static int
add_range(struct address_list *list, const char *text, size_t length,
    struct gantry_error *error)
{
	struct address_range *ranges, range;

	if (parse_range(&range, text, length, error) == -1)
		return -1;
	ranges = realloc(list->ranges, (list->count + 1) * sizeof(*ranges));
	if (ranges == NULL)
		return gantry_error_memory(error);
	list->ranges = ranges;
	list->ranges[list->count++] = range;
	return 0;
}

int
address_list_add(
    struct address_list *list, const char *text, struct gantry_error *error)
{
	size_t length;

	for (;; text += length) {
		text += strspn(text, SEPARATORS);
		length = strcspn(text, SEPARATORS);
		if (length == 0)
			return 0;
		if (length == 4 && memcmp(text, "unix", 4) == 0)
			list->has_unix = true;
		else if (add_range(list, text, length, error) == -1)
			return -1;
	}
}

static bool
is_within(const struct address_range *range, const struct address *address)
{
	size_t whole = range->bits / 8;
	unsigned rest = range->bits % 8;

	if (memcmp(range->first.bytes, address->bytes, whole) != 0)
		return false;
	return rest == 0 ||
	    (range->first.bytes[whole] ^ address->bytes[whole]) >> (8 - rest) ==
	    0;
}

bool
address_list_has(const struct address_list *list, const struct address *address)
{
	size_t i;

	for (i = 0; i < list->count; i++)
		if (is_within(&list->ranges[i], address))
			return true;
	return false;
}

void
address_list_clear(struct address_list *list)
{
	free(list->ranges);
	*list = (struct address_list){ 0 };
}
