/*
 * Which group a path without a route belongs to.  Each prefix has a router of
 * its own: prefixes need not differ as templates of routes must.  They are only
 * searched for requests that fail.
 */
#include <string.h>

#include "web/group_prefix.h"

struct group_prefix {
	struct router *router; /* of the prefix, and of what is below it */
	const struct scope *scope;
	size_t segments, fields;
	struct group_prefix *next;
};

/* No template of an application has a field of this name. */
#define BELOW "{_below:path}"

static size_t
count_fields(const struct template *template)
{
	size_t count = 0;

	while (template_get_field(template, count) != NULL)
		count++;
	return count;
}

/* LENGTH bytes of PREFIX followed by END; NULL when memory ran out. */
static char *
join(struct arena *arena, const char *prefix, size_t length, const char *end)
{
	size_t size = strlen(end) + 1;
	char *text = arena_alloc(arena, length + size);

	if (text != NULL)
		memcpy(mempcpy(text, prefix, length), end, size);
	return text;
}

/* Add the templates of OWN, LENGTH bytes of PREFIX. */
static int
add_templates(struct group_prefix *own, struct arena *arena, const char *prefix,
    size_t length, struct gantry_error *error)
{
	static const char *const ends[] = { "", "/", "/" BELOW };
	const struct template *template;
	const char *text;
	size_t i;

	for (i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		text = join(arena, prefix, length, ends[i]);
		if (text == NULL)
			return gantry_error_memory(error);
		if (router_add(own->router, text, own, error) == NULL &&
		    error->code == GANTRY_ERROR_MEMORY)
			return -1;
		template = router_template(own->router, text);
		if (i == 0 && template != NULL) {
			own->segments = template->count;
			own->fields = count_fields(template);
		}
	}
	return 0;
}

int
group_prefix_add(struct group_prefixes *prefixes, struct arena *arena,
    const char *prefix, const struct scope *scope, struct gantry_error *error)
{
	size_t length = strlen(prefix);
	struct group_prefix *own;

	while (length > 0 && prefix[length - 1] == '/')
		length--;
	if (length == 0)
		return 0;
	own = arena_alloc(arena, sizeof(*own));
	if (own == NULL)
		return gantry_error_memory(error);
	*own = (struct group_prefix){
		.router = router_new(prefixes->converters),
		.scope = scope,
		.next = prefixes->list,
	};
	if (own->router == NULL)
		return gantry_error_memory(error);
	prefixes->list = own;
	return add_templates(own, arena, prefix, length, error);
}

void
group_prefix_clear(struct group_prefixes *prefixes)
{
	struct group_prefix *own = prefixes->list;

	for (; own != NULL; own = own->next)
		router_free(own->router);
	prefixes->list = NULL;
}

/* Does A say more about a path than B? */
static bool
is_longer(const struct group_prefix *a, const struct group_prefix *b)
{
	if (b == NULL || a->segments != b->segments)
		return b == NULL || a->segments > b->segments;
	return a->fields < b->fields;
}

const struct scope *
group_prefix_find(const struct group_prefixes *prefixes,
    const struct routed_path *path, struct match *match)
{
	const struct group_prefix *own = prefixes->list, *found = NULL;
	const struct scope *scope = NULL;

	for (; own != NULL; own = own->next) {
		if (router_find(own->router, path, match) == NULL)
			continue;
		if (is_longer(own, found)) {
			found = own;
			scope = own->scope;
		} else if (!is_longer(found, own)) {
			scope = scope_common(scope, own->scope);
		}
	}
	match->count = 0;
	if (found != NULL)
		router_find(found->router, path, match);
	return scope;
}
