/*
 * The routes of the application and their descriptions for OpenAPI.
 */
#include <stddef.h>

#include <gantry/openapi.h>

#include "entities/generation_events.h"
#include "entities/hooks.h"
#include "entities/images.h"
#include "entities/resources.h"
#include "entities/routes.h"
#include "entities/schemas/schemas.h"

#define JSON "application/json"

/* Error answers that many routes have. */
#define OUTAGE                                                             \
	{                                                                  \
		.status = GANTRY_503, .help = "the data is not available", \
		.type = "application/problem+json",                        \
	}
#define UNFOUND(what)                               \
	{                                           \
		.status = GANTRY_404, .help = what, \
		.type = "application/problem+json", \
	}
#define UNCLEAR                                                         \
	{                                                               \
		.status = GANTRY_400, .help = "a parameter is invalid", \
		.type = "application/problem+json",                     \
	}

static const struct gantry_answer publication_answers[] = {
	{
	    .status = GANTRY_200,
	    .help = "all publications, by name",
	    .type = JSON,
	    .schema = schema_publications,
	},
	OUTAGE,
	{ 0 },
};

static const struct gantry_answer frequency_answers[] = {
	{
	    .status = GANTRY_200,
	    .help = "words, the most frequent first",
	    .type = JSON,
	    .schema = schema_words,
	},
	UNCLEAR,
	UNFOUND("no such publication"),
	OUTAGE,
	{ 0 },
};

static const struct gantry_answer distinctive_answers[] = {
	{
	    .status = GANTRY_200,
	    .help = "words that the publication mentions more often than all "
		    "others do, in proportion; the highest log-likelihood "
		    "ratio first",
	    .type = JSON,
	    .schema = schema_distinctive,
	},
	UNCLEAR,
	UNFOUND("no such publication"),
	OUTAGE,
	{ 0 },
};

static const struct gantry_answer entity_answers[] = {
	{
	    .status = GANTRY_200,
	    .help = "publications, the largest count first",
	    .type = JSON,
	    .schema = schema_entity,
	},
	UNCLEAR,
	UNFOUND("no publication has this word"),
	OUTAGE,
	{ 0 },
};

static const struct gantry_answer search_answers[] = {
	{
	    .status = GANTRY_200,
	    .help = "words, the most frequent first",
	    .type = JSON,
	    .schema = schema_words,
	},
	UNCLEAR,
	UNFOUND("no such publication"),
	OUTAGE,
	{ 0 },
};

static const struct gantry_answer draw_answers[] = {
	{
	    .status = GANTRY_201,
	    .help = "the images of all publications exist",
	    .type = JSON,
	    .schema = schema_images,
	},
	{
	    .status = GANTRY_202,
	    .help = "the images are being drawn; Location has the progress.  "
		    "Repeat the request until the answer is 201: then the "
		    "images of the data now being served exist",
	    .type = JSON,
	    .schema = schema_images,
	},
	{
	    .status = GANTRY_403,
	    .help = "the token is missing or wrong, or the server has none",
	    .type = "application/problem+json",
	},
	{
	    .status = GANTRY_429,
	    .help = "drawing was started less than images_interval ago; "
		    "Retry-After says when to try again",
	    .type = "application/problem+json",
	},
	{
	    .status = GANTRY_503,
	    .help = "the data is not available, or drawing cannot start",
	    .type = "application/problem+json",
	},
	{ 0 },
};

static const struct gantry_answer progress_answers[] = {
	{
	    .status = GANTRY_200,
	    .help = "the progress of drawing",
	    .type = JSON,
	    .schema = schema_images,
	},
	OUTAGE,
	{ 0 },
};

static const struct gantry_answer image_answers[] = {
	{
	    .status = GANTRY_200,
	    .help = "the image, which never changes",
	    .type = "image/png",
	},
	UNFOUND("no such image"),
	{ 0 },
};

static const struct gantry_answer event_answers[] = {
	{
	    .status = GANTRY_200,
	    .help = "server-sent events of type generation, whose id is the "
		    "generation and whose data is an object with the member "
		    "generation.  One is sent at once, unless Last-Event-ID "
		    "is that generation; and one whenever newer data is "
		    "served.  The response ends when the server restarts: "
		    "connect again",
	    .type = "text/event-stream",
	    .schema = "{\"type\":\"string\"}",
	},
	{
	    .status = GANTRY_503,
	    .help = "the data is not available, or too many requests wait",
	    .type = "application/problem+json",
	},
	{ 0 },
};

static const struct gantry_token_options token_options = {
	.token_setting = "token",
};
static const struct gantry_middleware token = GANTRY_TOKEN(&token_options);
static const struct gantry_middleware *const with_token[] = { &token, NULL };

static const struct gantry_hook before[] = {
	GANTRY_HOOK(hook_use_store, NULL),
	{ 0 },
};

/*
 * A client that has just imported data must not get images of older data, nor
 * be told its generation.
 */
static const struct gantry_hook before_newest[] = {
	GANTRY_HOOK(hook_use_store, &hook_newest),
	{ 0 },
};

static const struct gantry_hook after[] = {
	GANTRY_HOOK(hook_tag, NULL),
	{ 0 },
};

static const struct gantry_route routes[] = {
	{
	    .uri_template = "/publications",
	    .name = "publications",
	    .on_get = GANTRY_RESPONDER(publications),
	    .before = before,
	    .after = after,
	    .summary = "All publications and how many articles each has.",
	    .answers = publication_answers,
	},
	{
	    .uri_template = "/frequencies/{pub}",
	    .name = "frequencies",
	    .on_get = GANTRY_RESPONDER(frequencies),
	    .before = before,
	    .after = after,
	    .summary = "The words of a publication, page by page.",
	    .params = frequencies_params,
	    .answers = frequency_answers,
	},
	{
	    /* A word may contain a slash. */
	    .uri_template = "/entities/{word:path}",
	    .name = "entity",
	    .on_get = GANTRY_RESPONDER(entity),
	    .before = before,
	    .after = after,
	    .summary = "How often a word occurs in each publication.",
	    .params = entity_params,
	    .answers = entity_answers,
	},
	{
	    /* Web servers change paths such as "/entities/a//.." */
	    .uri_template = "/entities",
	    .name = "asked_entity",
	    .on_get = GANTRY_RESPONDER(asked_entity),
	    .before = before,
	    .after = after,
	    .summary = "The same for any word, also an address or \"..\".",
	    .params = asked_entity_params,
	    .answers = entity_answers,
	},
	{
	    .uri_template = "/distinctive/{pub}",
	    .name = "distinctive",
	    .on_get = GANTRY_RESPONDER(distinctive),
	    .before = before,
	    .after = after,
	    .summary = "The words that set a publication apart.",
	    .params = distinctive_params,
	    .answers = distinctive_answers,
	},
	{
	    .uri_template = "/search",
	    .name = "search",
	    .on_get = GANTRY_RESPONDER(search),
	    .before = before,
	    .after = after,
	    .summary = "Words by prefix.",
	    .params = search_params,
	    .answers = search_answers,
	},
	{
	    .uri_template = "/events",
	    .name = "events",
	    .on_get = GANTRY_RESPONDER(events),
	    .before = before_newest,
	    .summary = "The generation of the data, whenever it changes.",
	    .params = events_params,
	    .answers = event_answers,
	},
	{
	    .uri_template = "/images",
	    .name = "images",
	    .on_post = GANTRY_RESPONDER(draw_images),
	    .before = before_newest,
	    .middleware = with_token,
	    .summary =
		"Draw an image for every publication; requires the token "
		"in Authorization.",
	    .answers = draw_answers,
	},
	{
	    .uri_template = "/images/progress",
	    .name = "progress",
	    .on_get = GANTRY_RESPONDER(images_progress),
	    .before = before_newest,
	    .summary = "The progress of drawing the images.",
	    .answers = progress_answers,
	},
	{
	    .uri_template = "/images/{generation}/{file}",
	    .name = "image",
	    .on_get = GANTRY_RESPONDER(image),
	    .summary = "The image of a publication.",
	    .params = image_params,
	    .answers = image_answers,
	},
	{ 0 },
};

static const struct gantry_group groups[] = {
	{ .prefix = "", .routes = gantry_openapi_routes },
	{ 0 },
};

static const struct gantry_cors_options cors_options = {
	.allow_origins_setting = "allowed_origin",
	.allow_headers = "Authorization, Content-Type, If-None-Match",
	.expose_headers = "ETag, Location, Retry-After, X-Request-Id",
};
static const struct gantry_middleware cors = GANTRY_CORS(&cors_options);
static const struct gantry_middleware security = GANTRY_SECURITY(NULL);
static const struct gantry_middleware compress = GANTRY_COMPRESS(NULL);

static const struct gantry_middleware *const middleware[] = {
	&cors,
	&security,
	&compress,
	NULL,
};

const struct gantry_site entities_site = {
	.title = "Named entities",
	.version = "1",
	.description = "The people, places and organizations in the news, "
		       "counted by publication.",
	.routes = routes,
	.groups = groups,
	.middleware = middleware,
};
