/*
 * A token is base64 of eight bytes of a hash, and a path or an id.
 */
#include <string.h>

#include "data/cache/hash.h"
#include "data/firestore/rest/rest.h"
#include "data/firestore/rest/rest_read.h"
#include "firestore/rpc/pages.h"

static uint64_t
hash_of(uint64_t request, struct bytes after)
{
	return hash_finish(hash_add(request, after.data, after.length));
}

void
page_token_add(struct run *run, uint64_t request, struct bytes after)
{
	uint64_t hash = hash_of(request, after);
	struct gantry_buffer token = { 0 };

	gantry_buffer_add(&token, &hash, sizeof(hash));
	gantry_buffer_add(&token, after.data, after.length);
	gantry_buffer_puts(&run->line, ",\"nextPageToken\":");
	if (gantry_buffer_failed(&token))
		run->line.failed = true;
	else
		rest_add_bytes(
		    &run->line, (struct bytes){ token.data, token.length });
	gantry_buffer_clear(&token);
}

int
page_token_read(
    struct run *run, uint64_t request, struct bytes token, struct bytes *after)
{
	struct gantry_buffer text = { 0 };
	uint64_t hash;
	char *copy = NULL;

	*after = (struct bytes){ "", 0 };
	if (token.length == 0)
		return 0;
	if (rest_decode_base64(&text, token) == 0 &&
	    !gantry_buffer_failed(&text) && text.length > sizeof(hash)) {
		memcpy(&hash, text.data, sizeof(hash));
		*after = (struct bytes){ text.data + sizeof(hash),
			text.length - sizeof(hash) };
		if (hash == hash_of(request, *after))
			copy = arena_strndup(
			    &run->arena, after->data, after->length);
	}
	gantry_buffer_clear(&text);
	after->data = copy;
	return copy == NULL
	    ? run_fail(run, RPC_INVALID_ARGUMENT, "invalid page token")
	    : 0;
}
