/*
 * Regular expressions of ECMA-262, compared by libpcre2, whose dialect differs:
 * an expression is checked and translated first.  libpcre2 is loaded when the
 * first one is compiled, which is when an application is opened, so that
 * programs without patterns do not load it.
 *
 * A pattern that a text can make slow is the author's, and the text the
 * client's.  Each step of the comparison is counted, by a callout before each
 * item, and the check has so many steps.
 */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <dlfcn.h>
#include <pcre2.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "web/schema/schema.h"

#define SONAME	 "libpcre2-8.so.0"
#define HEAP_MAX 16384 /* KiB for one comparison */

struct pattern {
	pcre2_code *code;
	struct pattern *next;
};

/* For the life of the process, once they are loaded. */
static struct {
	__typeof__(pcre2_compile_8) *compile;
	__typeof__(pcre2_code_free_8) *code_free;
	__typeof__(pcre2_compile_context_create_8) *compile_context;
	__typeof__(pcre2_compile_context_free_8) *compile_context_free;
	__typeof__(pcre2_set_compile_extra_options_8) *set_extra;
	__typeof__(pcre2_get_error_message_8) *error_message;
	__typeof__(pcre2_match_8) *match;
	__typeof__(pcre2_match_context_create_8) *match_context;
	__typeof__(pcre2_match_context_free_8) *match_context_free;
	__typeof__(pcre2_match_data_create_8) *match_data;
	__typeof__(pcre2_match_data_free_8) *match_data_free;
	__typeof__(pcre2_set_callout_8) *set_callout;
	__typeof__(pcre2_set_heap_limit_8) *set_heap_limit;
} pcre;
static bool is_loaded;
static char *reason; /* NULL: memory ran out */

static void
load(void)
{
	const struct {
		const char *name;
		void *to;
	} symbols[] = {
		{ "pcre2_compile_8", &pcre.compile },
		{ "pcre2_code_free_8", &pcre.code_free },
		{ "pcre2_compile_context_create_8", &pcre.compile_context },
		{ "pcre2_compile_context_free_8", &pcre.compile_context_free },
		{ "pcre2_set_compile_extra_options_8", &pcre.set_extra },
		{ "pcre2_get_error_message_8", &pcre.error_message },
		{ "pcre2_match_8", &pcre.match },
		{ "pcre2_match_context_create_8", &pcre.match_context },
		{ "pcre2_match_context_free_8", &pcre.match_context_free },
		{ "pcre2_match_data_create_8", &pcre.match_data },
		{ "pcre2_match_data_free_8", &pcre.match_data_free },
		{ "pcre2_set_callout_8", &pcre.set_callout },
		{ "pcre2_set_heap_limit_8", &pcre.set_heap_limit },
	};
	void *library = dlopen(SONAME, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
	const char *text;
	void *found = library;
	size_t i;

	for (i = 0; found != NULL && i < sizeof(symbols) / sizeof(symbols[0]);
	     i++) {
		found = dlsym(library, symbols[i].name);
		memcpy(symbols[i].to, &found, sizeof(found));
	}
	is_loaded = found != NULL;
	text = is_loaded ? NULL : dlerror();
	if (text != NULL)
		reason = strdup(text);
}

static int
load_once(struct gantry_error *error)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, load);
	if (is_loaded)
		return 0;
	return gantry_error_set(error, GANTRY_ERROR_UNAVAILABLE,
	    "cannot load " SONAME ", which compares patterns: %s; install "
	    "PCRE2's library",
	    reason != NULL ? reason : "out of memory");
}

/* Compile TEXT, which is translated. */
static pcre2_code *
compile(const struct gantry_buffer *text, struct gantry_error *error)
{
	pcre2_compile_context *context = pcre.compile_context(NULL);
	PCRE2_UCHAR message[128];
	pcre2_code *code;
	PCRE2_SIZE offset;
	int number;

	if (context == NULL) {
		gantry_error_memory(error);
		return NULL;
	}
	pcre.set_extra(context, PCRE2_EXTRA_ALT_BSUX);
	code = pcre.compile((PCRE2_SPTR)text->data, text->length,
	    PCRE2_UTF | PCRE2_DOLLAR_ENDONLY | PCRE2_MATCH_UNSET_BACKREF |
		PCRE2_ALLOW_EMPTY_CLASS | PCRE2_NEVER_BACKSLASH_C |
		PCRE2_AUTO_CALLOUT,
	    &number, &offset, context);
	pcre.compile_context_free(context);
	if (code == NULL) {
		if (pcre.error_message(number, message, sizeof(message)) < 0)
			message[0] = '\0';
		gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "is not a regular expression: %s", (char *)message);
	}
	return code;
}

struct pattern *
pattern_new(const char *text, size_t length, struct gantry_error *error)
{
	struct gantry_buffer translated = { 0 };
	struct pattern *pattern = NULL;
	pcre2_code *code = NULL;

	if (load_once(error) == 0 &&
	    expression_translate(text, length, &translated, error) == 0)
		code = compile(&translated, error);
	gantry_buffer_clear(&translated);
	if (code == NULL)
		return NULL;
	pattern = malloc(sizeof(*pattern));
	if (pattern != NULL) {
		*pattern = (struct pattern){ .code = code };
		return pattern;
	}
	pcre.code_free(code);
	gantry_error_memory(error);
	return NULL;
}

void
pattern_free(struct pattern *pattern)
{
	if (pattern == NULL)
		return;
	pcre.code_free(pattern->code);
	free(pattern);
}

struct pattern **
pattern_next(struct pattern *pattern)
{
	return &pattern->next;
}

/* What a comparison has left, and where it was before. */
struct counter {
	uint64_t *steps;
	PCRE2_SIZE position;
};

/* An item is about to be compared; the one before may have skipped text. */
static int
count_step(pcre2_callout_block *block, void *data)
{
	struct counter *counter = data;
	const PCRE2_SIZE at = block->current_position;
	const uint64_t cost = 1 +
	    (at > counter->position ? at - counter->position
				    : counter->position - at) /
		32;

	counter->position = at;
	if (*counter->steps <= cost) {
		*counter->steps = 0;
		return PCRE2_ERROR_CALLOUT;
	}
	*counter->steps -= cost;
	return 0;
}

bool
pattern_matches(const struct pattern *pattern, const char *text, size_t length,
    uint64_t *steps)
{
	struct counter counter = { .steps = steps };
	pcre2_match_context *context = pcre.match_context(NULL);
	pcre2_match_data *data = pcre.match_data(1, NULL);
	int result = PCRE2_ERROR_NOMEMORY;

	if (context != NULL && data != NULL) {
		pcre.set_callout(context, count_step, &counter);
		pcre.set_heap_limit(context, HEAP_MAX);
		result = pcre.match(pattern->code, (PCRE2_SPTR)text, length, 0,
		    PCRE2_NO_UTF_CHECK, data, context);
	}
	if (context != NULL)
		pcre.match_context_free(context);
	if (data != NULL)
		pcre.match_data_free(data);
	/* Any other error is a limit of the library. */
	if (result < 0 && result != PCRE2_ERROR_NOMATCH)
		*steps = 0;
	return result >= 0;
}
