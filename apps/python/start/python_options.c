/*
 * The settings of a mount, read once when it is opened.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "python/start/python_options.h"

#define NAME_MAX_BYTES 256

static const char *const levels[] = { "0", "1", "2", NULL };
static const char *const path_forms[] = { "normal", "raw", NULL };

const struct gantry_setting python_settings[] = {
	{ .key = "app",
	    .help = "the WSGI application: MODULE:CALLABLE, "
		    "MODULE:FACTORY() or PATH.py:CALLABLE" },
	{ .key = "home",
	    .type = GANTRY_SETTING_PATH,
	    .help = "a virtual environment, or an installation of Python" },
	{ .key = "path",
	    .help = "folders of modules, with colons between; they come "
		    "first in sys.path" },
	{ .key = "chdir",
	    .type = GANTRY_SETTING_PATH,
	    .help = "the working folder of the workers, also first in "
		    "sys.path" },
	{ .key = "env",
	    .help = "variables that are set before Python starts: NAME=VALUE "
		    "NAME=VALUE" },
	{ .key = "document_root",
	    .type = GANTRY_SETTING_PATH,
	    .help = "the folder of DOCUMENT_ROOT, SCRIPT_FILENAME and "
		    "PATH_TRANSLATED" },
	{ .key = "path_info",
	    .type = GANTRY_SETTING_CHOICE,
	    .fallback = "normal",
	    .choices = path_forms,
	    .help = "raw: PATH_INFO keeps empty segments, as in "
		    "/proxy/http://x/" },
	{ .key = "strict",
	    .type = GANTRY_SETTING_BOOLEAN,
	    .fallback = "no",
	    .help = "refuse answers that break a rule instead of repairing "
		    "them" },
	{ .key = "optimize",
	    .type = GANTRY_SETTING_CHOICE,
	    .fallback = "0",
	    .choices = levels,
	    .help = "as python -O (1) or -OO (2)" },
	{ .key = "warnings",
	    .help = "filters of warnings, with commas between, as python -W" },
	{ .key = "bytecode",
	    .type = GANTRY_SETTING_BOOLEAN,
	    .fallback = "yes",
	    .help = "write the bytecode of modules into __pycache__" },
	{ .key = "on_fork",
	    .help = "MODULE:FUNCTION, called in each worker after the import" },
	{ .key = "preload",
	    .type = GANTRY_SETTING_BOOLEAN,
	    .fallback = "no",
	    .help = "import once, in a process that the workers are forked "
		    "from: they share its memory" },
	{ .key = "switch_interval",
	    .type = GANTRY_SETTING_DURATION,
	    .unit = 1,
	    .help = "after how long another thread gets the GIL "
		    "(sys.setswitchinterval)" },
	{ .key = "reload",
	    .type = GANTRY_SETTING_BOOLEAN,
	    .fallback = "no",
	    .help = "for development: reload when a file of a module "
		    "changes" },
	{ .key = "cache",
	    .type = GANTRY_SETTING_PATH,
	    .help = "the cache that gantry.cache.open() reads" },
	{ .key = "reads",
	    .type = GANTRY_SETTING_PATH,
	    .help = "a file or folder that the application may also read "
		    "(sandbox)" },
	{ .key = "writes",
	    .type = GANTRY_SETTING_PATH,
	    .help = "a folder that the application may write in (sandbox)" },
	{ .key = "connect",
	    .type = GANTRY_SETTING_BOOLEAN,
	    .fallback = "no",
	    .help = "let the application connect to any address (sandbox)" },
	{ .key = "exec",
	    .type = GANTRY_SETTING_BOOLEAN,
	    .fallback = "no",
	    .help = "let the application run programs (sandbox)" },
	{ .key = NULL },
};

int
options_read(struct options *options, const struct gantry_settings *settings,
    struct gantry_error *error)
{
	*options = (struct options){
		.app = gantry_settings_get(settings, "app"),
		.home = gantry_settings_get(settings, "home"),
		.path = gantry_settings_get(settings, "path"),
		.chdir = gantry_settings_get(settings, "chdir"),
		.env = gantry_settings_get(settings, "env"),
		.warnings = gantry_settings_get(settings, "warnings"),
		.cache = gantry_settings_get(settings, "cache"),
		.on_fork = gantry_settings_get(settings, "on_fork"),
		.optimize = atoi(gantry_settings_get(settings, "optimize")),
		.switch_interval =
		    gantry_settings_duration(settings, "switch_interval"),
		/*
		 * Python takes a file for the one that its bytecode was made
		 * of if it has the same size and the same second.
		 */
		.writes_bytecode =
		    gantry_settings_boolean(settings, "bytecode") &&
		    !gantry_settings_boolean(settings, "reload"),
		.preload = gantry_settings_boolean(settings, "preload"),
		.reload = gantry_settings_boolean(settings, "reload"),
		.connect = gantry_settings_boolean(settings, "connect"),
		.exec = gantry_settings_boolean(settings, "exec"),
	};
	if (options->app != NULL && *options->app != '\0')
		return 0;
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "which application?  Give --set python.app=MODULE:CALLABLE");
}

static bool
is_same(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

const char *
options_differ(const struct options *a, const struct options *b)
{
	if (!is_same(a->home, b->home))
		return "home";
	if (!is_same(a->chdir, b->chdir))
		return "chdir";
	if (a->optimize != b->optimize)
		return "optimize";
	return NULL;
}

/* Copy one NAME=VALUE, of which a backslash keeps the next character. */
static const char *
copy_word(char *to, const char *from)
{
	for (; *from != '\0' && !isspace((unsigned char)*from); from++) {
		if (*from == '\\' && from[1] != '\0')
			from++;
		*to++ = *from;
	}
	*to = '\0';
	return from;
}

static int
put_variable(char *word, struct gantry_error *error)
{
	char *equals = strchr(word, '=');

	if (equals == NULL || equals == word)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "python.env: '%.*s' is not NAME=VALUE; a backslash keeps "
		    "a blank in a value",
		    NAME_MAX_BYTES, word);
	*equals = '\0';
	if (setenv(word, equals + 1, 1) == -1)
		return gantry_error_memory(error);
	return 0;
}

int
options_set_env(const struct options *options, struct gantry_error *error)
{
	const char *at = options->env;
	char *word;
	int result = 0;

	if (at == NULL)
		return 0;
	word = malloc(strlen(at) + 1);
	if (word == NULL)
		return gantry_error_memory(error);
	while (result == 0) {
		while (isspace((unsigned char)*at))
			at++;
		if (*at == '\0')
			break;
		at = copy_word(word, at);
		result = put_variable(word, error);
	}
	free(word);
	return result;
}
