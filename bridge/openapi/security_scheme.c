/*
 * Security schemes and requirements (OpenAPI 3.1.1 sections 4.8.27 and 4.8.30).
 */
#include <string.h>

#include <gantry/openapi.h>

#include "openapi/document.h"
#include "openapi/operation_id.h"
#include "openapi/parameter.h"

static void
put_oauth2(
    struct gantry_json_writer *json, const struct gantry_security *security)
{
	const struct gantry_scope *scope = security->scopes;
	const bool has_code = security->authorization_url != NULL;

	gantry_json_begin_object(json, "flows");
	gantry_json_begin_object(
	    json, has_code ? "authorizationCode" : "clientCredentials");
	if (has_code)
		gantry_json_put_text(
		    json, "authorizationUrl", security->authorization_url);
	gantry_json_put_text(json, "tokenUrl",
	    security->token_url != NULL ? security->token_url : "");
	gantry_json_begin_object(json, "scopes");
	for (; scope != NULL && scope->name != NULL; scope++)
		gantry_json_put_text(
		    json, scope->name, scope->help != NULL ? scope->help : "");
	gantry_json_end(json);
	gantry_json_end(json);
	gantry_json_end(json);
}

static void
put_scheme(
    struct gantry_json_writer *json, const struct gantry_security *security)
{
	static const char *const types[] = {
		[GANTRY_SECURITY_BASIC] = "http",
		[GANTRY_SECURITY_BEARER] = "http",
		[GANTRY_SECURITY_API_KEY] = "apiKey",
		[GANTRY_SECURITY_OAUTH2] = "oauth2",
		[GANTRY_SECURITY_OPENID_CONNECT] = "openIdConnect",
	};
	const struct gantry_param key = { .place = security->place };

	gantry_json_begin_object(json, security->name);
	gantry_json_put_text(json, "type", types[security->kind]);
	if (security->help != NULL)
		gantry_json_put_text(json, "description", security->help);
	switch (security->kind) {
	case GANTRY_SECURITY_BASIC:
		gantry_json_put_text(json, "scheme", "basic");
		break;
	case GANTRY_SECURITY_BEARER:
		gantry_json_put_text(json, "scheme", "bearer");
		if (security->format != NULL)
			gantry_json_put_text(
			    json, "bearerFormat", security->format);
		break;
	case GANTRY_SECURITY_API_KEY:
		gantry_json_put_text(json, "in", parameter_place(&key));
		gantry_json_put_text(json, "name", security->key);
		break;
	case GANTRY_SECURITY_OAUTH2:
		put_oauth2(json, security);
		break;
	case GANTRY_SECURITY_OPENID_CONNECT:
		gantry_json_put_text(json, "openIdConnectUrl", security->url);
		break;
	}
	gantry_json_end(json);
}

/* Each scheme once: all that are put so far, by their names. */
struct schemes {
	struct gantry_json_writer *json;
	struct gantry_buffer names; /* each ended by a NUL */
};

static bool
is_put(const struct schemes *schemes, const char *name)
{
	const char *at = schemes->names.data;
	const char *end = at != NULL ? at + schemes->names.length : NULL;

	for (; at != end; at += strlen(at) + 1)
		if (strcmp(at, name) == 0)
			return true;
	return false;
}

static void
put_table(
    struct schemes *schemes, const struct gantry_security *const *security)
{
	for (; security != NULL && *security != NULL; security++) {
		if (is_put(schemes, (*security)->name))
			continue;
		if (schemes->names.length == 0)
			gantry_json_begin_object(
			    schemes->json, "securitySchemes");
		gantry_buffer_add(&schemes->names, (*security)->name,
		    strlen((*security)->name) + 1);
		put_scheme(schemes->json, *security);
	}
}

void
security_put_schemes(struct gantry_json_writer *json, const struct site *site)
{
	struct schemes schemes = { .json = json };
	struct described described;
	const struct entry *entry;

	put_table(&schemes, site->source->security);
	for (entry = site->entries; entry != NULL; entry = entry->next) {
		described = (struct described){ .entry = entry };
		while (described_next(&described))
			put_table(
			    &schemes, described.operation->route->security);
	}
	if (schemes.names.length > 0)
		gantry_json_end(json);
	gantry_buffer_clear(&schemes.names);
}

void
security_put(struct gantry_json_writer *json,
    const struct gantry_security *const *security, const char *const *scopes)
{
	const char *const *scope;

	if (security == NULL)
		return;
	gantry_json_begin_array(json, "security");
	for (; *security != NULL; security++) {
		gantry_json_begin_object(json, NULL);
		gantry_json_begin_array(json, (*security)->name);
		for (scope = scopes; scope != NULL && *scope != NULL; scope++)
			gantry_json_put_text(json, NULL, *scope);
		gantry_json_end(json);
		gantry_json_end(json);
	}
	gantry_json_end(json);
}
