/*
 * The routes of the application, with the words that describe them.
 */
#include <stddef.h>

#include <gantry/openapi.h>

#include "entities/hooks.h"
#include "entities/images.h"
#include "entities/resources.h"
#include "entities/routes.h"
#include "entities/schemas/schemas.h"

#define JSON "application/json"

/* What may be wrong with any of them. */
#define OUTAGE                                             \
	{                                                  \
		.status = GANTRY_503,                      \
		.help = "there are no data at the moment", \
		.type = "application/problem+json",        \
	}
#define UNFOUND(what)                               \
	{                                           \
		.status = GANTRY_404, .help = what, \
		.type = "application/problem+json", \
	}
#define UNCLEAR                                                       \
	{                                                             \
		.status = GANTRY_400, .help = "a parameter is wrong", \
		.type = "application/problem+json",                   \
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
	UNFOUND("there is no such publication"),
	OUTAGE,
	{ 0 },
};

static const struct gantry_answer entity_answers[] = {
	{
	    .status = GANTRY_200,
	    .help = "publications, those first that wrote it most",
	    .type = JSON,
	    .schema = schema_entity,
	},
	UNCLEAR,
	UNFOUND("no publication wrote it"),
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
	UNFOUND("there is no such publication"),
	OUTAGE,
	{ 0 },
};

static const struct gantry_answer draw_answers[] = {
	{
	    .status = GANTRY_201,
	    .help = "there are images of all publications",
	    .type = JSON,
	    .schema = schema_images,
	},
	{
	    .status = GANTRY_202,
	    .help = "they are being drawn; Location tells how far that is.  "
		    "Who asks again until it is 201 has those of the data that "
		    "is served then",
	    .type = JSON,
	    .schema = schema_images,
	},
	{
	    .status = GANTRY_403,
	    .help = "the token is missing or wrong, or there is none",
	    .type = "application/problem+json",
	},
	{
	    .status = GANTRY_429,
	    .help = "they were drawn, or not, only just now; Retry-After "
		    "tells when to ask again",
	    .type = "application/problem+json",
	},
	{
	    .status = GANTRY_503,
	    .help = "there are no data, or nothing to draw with",
	    .type = "application/problem+json",
	},
	{ 0 },
};

static const struct gantry_answer progress_answers[] = {
	{
	    .status = GANTRY_200,
	    .help = "how far the images are",
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
	UNFOUND("there is no such image"),
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

/* Who has just imported data has them drawn, and not those before. */
static const struct gantry_hook before_images[] = {
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
	    .summary = "The publications, with how much they published.",
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
	    /* A word may have a slash. */
	    .uri_template = "/entities/{word:path}",
	    .name = "entity",
	    .on_get = GANTRY_RESPONDER(entity),
	    .before = before,
	    .after = after,
	    .summary = "How often each publication wrote a word.",
	    .params = entity_params,
	    .answers = entity_answers,
	},
	{
	    .uri_template = "/search",
	    .name = "search",
	    .on_get = GANTRY_RESPONDER(search),
	    .before = before,
	    .after = after,
	    .summary = "Words by how they begin.",
	    .params = search_params,
	    .answers = search_answers,
	},
	{
	    .uri_template = "/images",
	    .name = "images",
	    .on_post = GANTRY_RESPONDER(draw_images),
	    .before = before_images,
	    .middleware = with_token,
	    .summary = "Have the image of each publication drawn; takes the "
		       "token in Authorization.",
	    .answers = draw_answers,
	},
	{
	    .uri_template = "/images/progress",
	    .name = "progress",
	    .on_get = GANTRY_RESPONDER(images_progress),
	    .before = before_images,
	    .summary = "How far the images are.",
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
	.description = "Who and what the news wrote about, counted by "
		       "publication.",
	.routes = routes,
	.groups = groups,
	.middleware = middleware,
};
