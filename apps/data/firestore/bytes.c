/*
 * Borrowed bytes: comparing them, checking that they are UTF-8, showing them in
 * an error.  Nothing here allocates or reads past the length.
 */
#include <stdint.h>
#include <string.h>

#include "data/firestore/bytes.h"

#define ASCII_WORD UINT64_C(0x8080808080808080)

int
bytes_compare(struct bytes a, struct bytes b)
{
	size_t shorter = a.length < b.length ? a.length : b.length;
	int order = shorter == 0 ? 0 : memcmp(a.data, b.data, shorter);

	if (order != 0)
		return order;
	return (a.length > b.length) - (a.length < b.length);
}

bool
bytes_is_equal(struct bytes a, const char *string)
{
	return bytes_compare(a, (struct bytes){ string, strlen(string) }) == 0;
}

/* Count the ASCII bytes from P on, in steps of eight. */
static size_t
ascii_length(const unsigned char *p, size_t left)
{
	size_t length = 0;
	uint64_t word;

	while (left - length >= sizeof(word)) {
		memcpy(&word, p + length, sizeof(word));
		if (word & ASCII_WORD)
			break;
		length += sizeof(word);
	}
	return length;
}

/* Get the length of the character at P in bytes; 0 when it is malformed. */
static size_t
character_length(const unsigned char *p, size_t left)
{
	unsigned char low = 0x80, high = 0xbf;
	size_t length, i;

	if (p[0] < 0x80)
		return 1;
	if (p[0] < 0xc2 || p[0] > 0xf4)
		return 0;
	length = p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : 4;
	if (length > left)
		return 0;
	/* Reject overlong forms, surrogates, and what is above U+10FFFF. */
	if (p[0] == 0xe0)
		low = 0xa0;
	else if (p[0] == 0xed)
		high = 0x9f;
	else if (p[0] == 0xf0)
		low = 0x90;
	else if (p[0] == 0xf4)
		high = 0x8f;
	if (p[1] < low || p[1] > high)
		return 0;
	for (i = 2; i < length; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 0;
	}
	return length;
}

bool
bytes_is_utf8(struct bytes bytes)
{
	const unsigned char *p = (const unsigned char *)bytes.data;
	size_t left = bytes.length, length;

	while (left > 0) {
		length = ascii_length(p, left);
		if (length == 0)
			length = character_length(p, left);
		if (length == 0)
			return false;
		p += length;
		left -= length;
	}
	return true;
}

struct bytes_shown
bytes_show(struct bytes bytes)
{
	static const char more[] = "...\"";
	struct bytes_shown shown;
	size_t room = sizeof(shown.text) - sizeof(more) - 1;
	size_t i, length = bytes.length;
	bool is_text, is_plain;
	unsigned char byte;

	if (length > room) {
		length = room;
		/* Cut before a character, not inside one. */
		while (length > 0 && (bytes.data[length] & 0xc0) == 0x80)
			length--;
	}
	is_text = bytes_is_utf8((struct bytes){ bytes.data, length });
	shown.text[0] = '"';
	for (i = 0; i < length; i++) {
		byte = (unsigned char)bytes.data[i];
		is_plain = byte >= 0x20 && byte < 0x7f;
		shown.text[i + 1] =
		    is_plain || (is_text && byte >= 0x80) ? (char)byte : '?';
	}
	strcpy(
	    shown.text + length + 1, length < bytes.length ? more : more + 3);
	return shown;
}
