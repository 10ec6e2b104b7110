/*
 * Compiles the tables of a site.  Everything is checked here, when the
 * application is opened, so that an error in a table shows before the first
 * request.
 */
#include <string.h>

#include "web/request/request.h"
#include "web/routing/cover.h"
#include "web/security_names.h"
#include "web/site.h"
#include "web/static/static_files.h"
#include "web/table_check.h"

/* SIZE zeroed bytes that live as long as the site. */
static void *
allocate(struct site *site, size_t size, struct gantry_error *error)
{
	void *memory = arena_alloc(&site->arena, size);

	if (memory == NULL)
		gantry_error_memory(error);
	else
		memset(memory, 0, size);
	return memory;
}

/* Open the middleware of SCOPE. */
static int
open_middleware(struct site *site, struct scope *scope,
    const struct gantry_middleware *const *middleware,
    struct gantry_error *error)
{
	struct instance *instance;
	size_t count = 0;

	while (middleware != NULL && middleware[count] != NULL)
		count++;
	scope->instances =
	    allocate(site, (count + 1) * sizeof(*scope->instances), error);
	if (scope->instances == NULL)
		return -1;
	for (; scope->instance_count < count; scope->instance_count++) {
		instance = &scope->instances[scope->instance_count];
		instance->middleware = middleware[scope->instance_count];
		instance->state = (void *)instance->middleware->options;
		if (instance->middleware->open != NULL &&
		    instance->middleware->open(instance->middleware->options,
			site->settings, &instance->state, error) == -1)
			return gantry_error_prefix(error, "middleware '%s'",
			    instance->middleware->name);
	}
	return 0;
}

/* A new scope for GROUP, inside OUTER; NULL with ERROR filled. */
static struct scope *
add_scope(struct site *site, const struct scope *outer,
    const struct gantry_group *group, struct gantry_error *error)
{
	struct scope *scope = allocate(site, sizeof(*scope), error);

	if (scope == NULL)
		return NULL;
	*scope = (struct scope){
		.outer = outer,
		.before = group->before,
		.after = group->after,
		.error_handlers = group->error_handlers,
		.next = site->scopes,
	};
	site->scopes = scope;
	if (table_check_scope(group, error) == -1 ||
	    open_middleware(site, scope, group->middleware, error) == -1)
		return NULL;
	return scope;
}

/* The scope of a route: SCOPE itself, unless the route adds something. */
static const struct scope *
route_scope(struct site *site, const struct scope *scope,
    const struct gantry_route *route, struct gantry_error *error)
{
	const struct gantry_group own = {
		.before = route->before,
		.after = route->after,
		.middleware = route->middleware,
	};

	if (own.before == NULL && own.after == NULL && own.middleware == NULL)
		return scope;
	return add_scope(site, scope, &own, error);
}

/* PREFIX followed by TEMPLATE. */
static const char *
join(struct site *site, const char *prefix, const char *template,
    struct gantry_error *error)
{
	size_t length = strlen(prefix) + strlen(template) + 1;
	char *text = allocate(site, length, error);

	if (text != NULL)
		strcat(strcpy(text, prefix), template);
	return text;
}

/* The entry of TEMPLATE, new or not; NULL with ERROR filled. */
static struct entry *
add_entry(struct site *site, struct router *router, const char *template,
    struct gantry_error *error)
{
	struct entry *entry = allocate(site, sizeof(*entry), error);

	if (entry == NULL)
		return NULL;
	entry->template = template;
	return router_add(router, template, entry, error);
}

/* Does METHOD read a body?  NULL stands for those without their own. */
static bool
reads_body(const char *method)
{
	static const char *const without[] = { "GET", "HEAD", "DELETE",
		"OPTIONS" };
	size_t i;

	for (i = 0; method != NULL && i < sizeof(without) / sizeof(*without);
	     i++)
		if (strcmp(method, without[i]) == 0)
			return false;
	return true;
}

/* Let the operations of ROUTE, in ENTRY, check the bodies that it declares. */
static int
add_bodies(struct site *site, struct entry *entry,
    const struct gantry_route *route, struct gantry_error *error)
{
	struct operation *operation;
	struct declared_body *body = NULL;
	bool is_used = false;
	int result;

	if (route->bodies == NULL)
		return 0;
	result = declared_body_compile(&body, &site->arena, route, error);
	if (body != NULL) {
		body->next = site->bodies;
		site->bodies = body;
	}
	for (operation = entry->operations; operation != NULL && result == 0;
	     operation = operation->next) {
		if (operation->route != route || !reads_body(operation->method))
			continue;
		operation->body = body;
		is_used = true;
	}
	if (result == 0 && !is_used)
		result = gantry_error_set(error, GANTRY_ERROR_INPUT,
		    ".bodies is declared, but none of the route's methods "
		    "reads a body");
	return result == -1
	    ? gantry_error_prefix(error, "the template '%s'", entry->template)
	    : 0;
}

/* Add ROUTE, whose template with its prefix is TEMPLATE. */
static int
add_template(struct site *site, const struct scope *scope, const char *template,
    const struct gantry_route *route, struct gantry_error *error)
{
	const struct scope *inner = route_scope(site, scope, route, error);
	struct entry *entry;

	if (inner == NULL)
		return gantry_error_prefix(
		    error, "the template '%s'", template);
	entry = add_entry(site, site->router, template, error);
	if (entry == NULL)
		return -1;
	if (entry->template == template) {
		*site->last_entry = entry;
		site->last_entry = &entry->next;
	}
	if (table_check_declarations(
		route, router_template(site->router, template), error) == -1)
		return gantry_error_prefix(
		    error, "the template '%s'", template);
	return operations_add(&site->arena, entry, route, inner, error) == -1
	    ? -1
	    : add_bodies(site, entry, route, error);
}

static int
add_route(struct site *site, const struct scope *scope, const char *prefix,
    const struct gantry_route *route, struct gantry_error *error)
{
	const char *template;

	if (route->uri_template == NULL)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "a route%s%s%s has no .uri_template",
		    route->name != NULL ? " named '" : "",
		    route->name != NULL ? route->name : "",
		    route->name != NULL ? "'" : "");
	template = join(site, prefix, route->uri_template, error);
	return template != NULL
	    ? add_template(site, scope, template, route, error)
	    : -1;
}

/* Let ENTRY, a sink's, answer its prefix followed by REST as well. */
static int
add_below(struct site *site, struct entry *entry, const char *rest,
    struct gantry_error *error)
{
	const char *template = join(site, entry->template, rest, error);
	const struct entry *other;

	if (template == NULL)
		return -1;
	other = router_add(site->sinks, template, entry, error);
	if (other == NULL || other == entry)
		return other == NULL ? -1 : 0;
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "the sinks '%s' and '%s' answer the same paths", other->template,
	    entry->template);
}

static int
send_files(struct gantry_request *request, struct gantry_response *response)
{
	const struct entry *entry = request->entry;

	return static_files_send(response, entry->files, entry->folder,
	    gantry_request_field(request, "rest"));
}

/* Let ENTRY answer with FILES. */
static int
add_files(struct site *site, struct entry *entry, const struct scope *scope,
    const struct gantry_static_files *files, struct gantry_error *error)
{
	static const struct gantry_responder responder =
	    GANTRY_RESPONDER(send_files);

	entry->files = files;
	entry->folder = files->folder;
	if (files->folder_setting != NULL && site->settings != NULL)
		entry->folder =
		    gantry_settings_get(site->settings, files->folder_setting);
	if (entry->folder == NULL || *entry->folder == '\0')
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "no folder is configured for the files of the sink '%s' "
		    "(setting '%s')",
		    entry->template,
		    files->folder_setting != NULL ? files->folder_setting : "");
	return operations_add_sink(
	    &site->arena, entry, &responder, scope, error);
}

/* A sink answers its prefix and everything below it. */
static int
add_sink(struct site *site, const struct scope *scope, const char *prefix,
    const struct gantry_sink *sink, struct gantry_error *error)
{
	const char *template;
	struct entry *entry;
	size_t length;

	if (sink->prefix == NULL)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "the sink of the responder '%s' has no .prefix",
		    sink->responder.name != NULL ? sink->responder.name : "?");
	if (sink->responder.call == NULL && sink->files == NULL)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "the sink '%s' has no responder", sink->prefix);
	template = join(site, prefix, sink->prefix, error);
	if (template == NULL)
		return -1;
	length = strlen(template);
	entry = add_entry(site, site->sinks, template, error);
	if (entry == NULL)
		return -1;
	if (entry->template != template)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "two sinks have the prefix '%s'", template);
	if (template[length - 1] == '/'
		? add_below(site, entry, "{rest:path}", error) == -1
		: add_below(site, entry, "/", error) == -1 ||
		    add_below(site, entry, "/{rest:path}", error) == -1)
		return -1;
	*site->last_sink = entry;
	site->last_sink = &entry->next;
	if (sink->responder.call == NULL)
		return add_files(site, entry, scope, sink->files, error);
	return operations_add_sink(
	    &site->arena, entry, &sink->responder, scope, error);
}

static int add_groups(struct site *site, const struct scope *outer,
    const char *prefix, const struct gantry_group *group,
    struct gantry_error *error);

/* Add all that GROUP, whose scope is SCOPE, contains. */
static int
add_content(struct site *site, const struct scope *scope, const char *prefix,
    const struct gantry_group *group, struct gantry_error *error)
{
	const struct gantry_route *route = group->routes;
	const struct gantry_sink *sink = group->sinks;

	for (; route != NULL && !table_ends_routes(route); route++)
		if (add_route(site, scope, prefix, route, error) == -1)
			return -1;
	for (; sink != NULL && !table_ends_sinks(sink); sink++)
		if (add_sink(site, scope, prefix, sink, error) == -1)
			return -1;
	return add_groups(site, scope, prefix, group->groups, error);
}

static int
add_groups(struct site *site, const struct scope *outer, const char *prefix,
    const struct gantry_group *group, struct gantry_error *error)
{
	const struct scope *scope;
	const char *whole;

	for (; group != NULL && !table_ends_groups(group); group++) {
		whole = join(site, prefix,
		    group->prefix != NULL ? group->prefix : "", error);
		if (whole == NULL)
			return -1;
		scope = add_scope(site, outer, group, error);
		if (scope == NULL)
			return gantry_error_prefix(
			    error, "the group '%s'", whole);
		if (add_content(site, scope, whole, group, error) == -1)
			return -1;
		/* Without a prefix, its paths are not known. */
		if (strcmp(whole, prefix) != 0 &&
		    group_prefix_add(&site->prefixes, &site->arena, whole,
			scope, error) == -1)
			return -1;
	}
	return 0;
}

/* The first entry with a route NAME, or NULL. */
static const struct entry *
find_name(const struct entry *entry, const char *name)
{
	const struct operation *operation;

	for (; entry != NULL; entry = entry->next)
		for (operation = entry->operations; operation != NULL;
		     operation = operation->next)
			if (operation->route != NULL &&
			    operation->route->name != NULL &&
			    strcmp(operation->route->name, name) == 0)
				return entry;
	return NULL;
}

/* Rows of one template may have the same name; others may not. */
static int
check_names(const struct entry *entry, struct gantry_error *error)
{
	const struct operation *operation;
	const struct entry *other;
	const char *name;

	for (; entry != NULL; entry = entry->next) {
		for (operation = entry->operations; operation != NULL;
		     operation = operation->next) {
			name = operation->route->name;
			other =
			    name != NULL ? find_name(entry->next, name) : NULL;
			if (other != NULL)
				return gantry_error_set(error,
				    GANTRY_ERROR_INPUT,
				    "two routes are named '%s': '%s' and '%s'",
				    name, entry->template, other->template);
		}
	}
	return 0;
}

/* Fail if a path can never lead to ENTRY, a route's. */
static int
check_route_is_reached(const struct site *site, const struct entry *entry,
    struct gantry_error *error)
{
	const struct template *other =
	    cover_find(site->router, entry->template);
	size_t length = strlen(entry->template);

	if (other != NULL)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "the template '%s' never matches: '%s', which is before "
		    "it, matches the same paths",
		    entry->template, other->text);
	if (!site->source->strips_trailing_slash || length < 2 ||
	    entry->template[length - 1] != '/')
		return 0;
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "the template '%s' never matches: the site strips the slash at "
	    "the end of a path; leave it out",
	    entry->template);
}

static int
check_sink_is_reached(const struct site *site, const struct entry *entry,
    struct gantry_error *error)
{
	const struct template *other = cover_find_below(
	    site->router, router_template(site->sinks, entry->template));

	if (other == NULL)
		return 0;
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "the sink '%s' never answers: the route '%s' matches all of its "
	    "paths",
	    entry->template, other->text);
}

/* Check what needs all routes. */
static int
check_all(const struct site *site, struct gantry_error *error)
{
	const struct entry *entry;

	if (check_names(site->entries, error) == -1 ||
	    security_names_check(site->source, site->entries, error) == -1)
		return -1;
	for (entry = site->entries; entry != NULL; entry = entry->next)
		if (check_route_is_reached(site, entry, error) == -1)
			return -1;
	for (entry = site->sink_entries; entry != NULL; entry = entry->next)
		if (check_sink_is_reached(site, entry, error) == -1)
			return -1;
	return 0;
}

int
site_compile(struct site *site, const struct gantry_site *source,
    const struct gantry_settings *settings, struct gantry_error *error)
{
	const struct gantry_group all = {
		.prefix = "",
		.routes = source->routes,
		.groups = source->groups,
		.sinks = source->sinks,
		.before = source->before,
		.after = source->after,
		.middleware = source->middleware,
		.error_handlers = source->error_handlers,
	};

	*site = (struct site){ .source = source, .settings = settings };
	arena_init(&site->arena);
	site->last_entry = &site->entries;
	site->last_sink = &site->sink_entries;
	site->prefixes.converters = source->converters;
	site->router = router_new(source->converters);
	site->sinks = router_new(source->converters);
	if (site->router == NULL || site->sinks == NULL)
		return gantry_error_memory(error);
	if (table_check_converters(source->converters, error) == -1 ||
	    table_check_security(source->security, error) == -1)
		return -1;
	site->router->strips_trailing_slash = source->strips_trailing_slash;
	site->scope = add_scope(site, NULL, &all, error);
	if (site->scope == NULL ||
	    add_content(site, site->scope, "", &all, error) == -1 ||
	    check_all(site, error) == -1)
		return -1;
	site->settings = NULL;
	operations_finish_sinks(site->sink_entries);
	return operations_finish(&site->arena, site->entries, error);
}

void
site_clear(struct site *site)
{
	struct declared_body *body;
	struct scope *scope;
	struct instance *instance;

	for (scope = site->scopes; scope != NULL; scope = scope->next) {
		while (scope->instance_count > 0) {
			instance = &scope->instances[--scope->instance_count];
			if (instance->middleware->close != NULL)
				instance->middleware->close(instance->state);
		}
	}
	for (body = site->bodies; body != NULL; body = body->next)
		declared_body_clear(body);
	router_free(site->router);
	router_free(site->sinks);
	group_prefix_clear(&site->prefixes);
	arena_clear(&site->arena);
	*site = (struct site){ 0 };
}

const struct entry *
site_find(const struct site *site, const struct routed_path *path,
    struct match *match)
{
	const struct entry *entry = router_find(site->router, path, match);

	if (entry == NULL && site->sink_entries != NULL)
		entry = router_find(site->sinks, path, match);
	return entry;
}

const struct scope *
site_find_scope(const struct site *site, const struct routed_path *path,
    struct match *match)
{
	const struct scope *scope =
	    group_prefix_find(&site->prefixes, path, match);

	return scope != NULL ? scope : site->scope;
}

const struct entry *
site_find_name(const struct site *site, const char *name)
{
	return find_name(site->entries, name);
}
