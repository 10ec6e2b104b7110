/*
 * Completion.  A template is completed up to its first field: "/frequencies/"
 * for "/frequencies/{pub}".
 */
#include <ctype.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cmd/commands/commands.h"
#include "cmd/shell/line/line_words.h"
#include "cmd/shell/line_completion.h"
#include "cmd/shell/shell_commands.h"
#include "web/routing/routed_path.h"

static const char *const header_names[] = {
	"Accept:",
	"Accept-Encoding:",
	"Accept-Language:",
	"Authorization:",
	"Cache-Control:",
	"Content-Type:",
	"Cookie:",
	"Host:",
	"If-Match:",
	"If-Modified-Since:",
	"If-None-Match:",
	"If-Unmodified-Since:",
	"Last-Event-ID:",
	"Origin:",
	"Range:",
	"Referer:",
	"User-Agent:",
	"X-Forwarded-For:",
	"X-Request-Id:",
	NULL,
};

struct completing {
	const struct shell *shell;
	const char *word; /* what is to be completed */
	const char *method; /* of the request, or NULL */
	struct completions *list;
};

/* Offer ITEM if the word begins it, in any case for a header or a method. */
static void
offer(const struct completing *self, const char *item)
{
	if (strncmp(item, self->word, strlen(self->word)) == 0)
		completions_add(self->list, item);
}

static void
offer_any_case(const struct completing *self, const char *item)
{
	if (strncasecmp(item, self->word, strlen(self->word)) == 0)
		completions_add(self->list, item);
}

static void
offer_methods(const struct completing *self)
{
	const char *const *method;

	for (method = request_words_methods; *method != NULL; method++)
		offer_any_case(self, *method);
}

static void
offer_commands(const struct completing *self, bool with_others)
{
	const struct shell_command *command;

	if (with_others)
		for (command = shell_commands; command->name != NULL; command++)
			offer(self, command->name);
	if (*self->word == '\0' || isupper((unsigned char)*self->word) ||
	    self->list->count == 0)
		offer_methods(self);
}

/* Has ENTRY an operation for the method? */
static bool
has_method(const struct completing *self, const struct entry *entry)
{
	const struct operation *operation = entry->operations;

	if (self->method == NULL || strcmp(self->method, "OPTIONS") == 0 ||
	    strcmp(self->method, "HEAD") == 0)
		return true;
	for (; operation != NULL; operation = operation->next)
		if (operation->method == NULL ||
		    strcmp(operation->method, self->method) == 0)
			return true;
	return false;
}

/* Offer PREFIX and TEMPLATE up to the segment that has a field. */
static void
offer_template(
    struct completing *self, const char *prefix, const char *template)
{
	const size_t typed = strlen(self->word);
	char path[1024];
	char *brace;

	snprintf(path, sizeof(path), "%s%s", prefix, template);
	brace = strchr(path, '{');
	/* What was typed as a field shows the rest as it is. */
	if (brace != NULL && typed <= (size_t)(brace - path)) {
		if (typed == (size_t)(brace - path)) {
			offer(self, path);
			return;
		}
		*brace = '\0';
	}
	if (strncmp(path, self->word, typed) != 0)
		return;
	completions_add(self->list, path);
	if (brace != NULL)
		self->list->suffix = '\0';
}

static void
offer_paths(struct completing *self)
{
	const struct gate *gate = &self->shell->mounted.gate;
	const struct gantry_web *web;
	const struct entry *entry;
	const char *prefix;
	size_t i;

	for (i = 0; i < gate->opened; i++) {
		prefix = gate->options.mounts[i].prefix;
		web = command_site(gate, i);
		if (web == NULL) {
			offer(self, *prefix != '\0' ? prefix : "/");
			continue;
		}
		for (entry = web->site.entries; entry != NULL;
		     entry = entry->next)
			if (has_method(self, entry))
				offer_template(self, prefix, entry->template);
	}
	/* A field is for the user to fill. */
	self->list->is_hint =
	    self->list->count == 1 && strchr(self->list->items[0], '{') != NULL;
}

/* Offer the parameters of a route. */
static void
offer_params(struct completing *self, const struct gantry_route *route)
{
	const struct gantry_param *const *param;
	char item[256];

	if (route == NULL || route->params == NULL)
		return;
	for (param = route->params; *param != NULL; param++) {
		if ((*param)->place == GANTRY_IN_HEADER) {
			snprintf(item, sizeof(item), "%s:", (*param)->name);
			offer_any_case(self, item);
		} else if ((*param)->place == GANTRY_IN_QUERY ||
		    (*param)->place == GANTRY_IN_FORM) {
			snprintf(item, sizeof(item), "%s=", (*param)->name);
			offer(self, item);
		}
	}
}

static void
found_route(void *owner, struct gantry_environ *environ, size_t index)
{
	struct completing *self = owner;
	const struct gantry_web *web =
	    command_site(&self->shell->mounted.gate, index);
	const struct operation *operation;
	const struct entry *entry;
	struct routed_path path;
	struct match match = { 0 };

	if (web == NULL ||
	    routed_path_find(
		&path, environ, web->site.source->strips_trailing_slash) == -1)
		return;
	entry = site_find(&web->site, &path, &match);
	for (operation = entry != NULL ? entry->operations : NULL;
	     operation != NULL; operation = operation->next)
		if (self->method == NULL || operation->method == NULL ||
		    strcmp(operation->method, self->method) == 0)
			offer_params(self, operation->route);
}

/* Offer the files whose names begin with PATH, behind BEFORE. */
static void
offer_files(struct completing *self, const char *before, const char *path)
{
	char pattern[1024], item[1100];
	glob_t found;
	size_t i;

	if (strpbrk(path, "*?[\\") != NULL)
		return;
	snprintf(pattern, sizeof(pattern), "%s*", path);
	if (glob(pattern, GLOB_MARK, NULL, &found) != 0)
		return;
	for (i = 0; i < found.gl_pathc; i++) {
		snprintf(item, sizeof(item), "%s%s", before, found.gl_pathv[i]);
		completions_add(self->list, item);
		if (item[strlen(item) - 1] == '/')
			self->list->suffix = '\0';
	}
	globfree(&found);
}

/* A word behind TARGET. */
static void
offer_words(struct completing *self, const char *target)
{
	struct mounted_probe probe = { .found = found_route, .owner = self };
	const char *const *name;
	struct gantry_error error;

	if (*self->word == '@') {
		offer_files(self, "@", self->word + 1);
		return;
	}
	mounted_look(&self->shell->mounted, &probe,
	    self->method != NULL ? self->method : "GET", target, &error);
	if (self->list->count > 0)
		self->list->suffix = '\0';
	offer(self, ":json");
	offer(self, ":text");
	if (*self->word == '\0')
		return;
	for (name = header_names; *name != NULL; name++)
		offer_any_case(self, *name);
}

static void
offer_settings(struct completing *self)
{
	const struct mounted *mounted = &self->shell->mounted;
	const struct gantry_setting *setting;
	const struct gantry_application *application;
	char item[256];
	size_t i;

	for (i = 0; i < mounted->count; i++) {
		application = mounted->mounts[i].application;
		for (setting = application->settings;
		     setting != NULL && setting->key != NULL; setting++) {
			offer(self, setting->key);
			snprintf(item, sizeof(item), "%s.%s", application->name,
			    setting->key);
			if (strchr(self->word, '.') != NULL)
				offer(self, item);
		}
	}
}

const char *
line_completion_command(const char *line)
{
	const char *word = line_words_skip(line), *end;

	for (;;) {
		end = word + strcspn(word, " \t");
		if (*end == '\0')
			return word;
		if (strncmp(word, "expect ", 7) == 0) {
			word = line_words_skip(end);
			end = word + strcspn(word, " \t");
			if (*end == '\0')
				return word;
		} else if (strncmp(word, "time ", 5) != 0 &&
		    !(isdigit((unsigned char)*word) && end[-1] == 'x')) {
			return word;
		}
		word = line_words_skip(end);
	}
}

/* A request, whose words before the last are BEFORE. */
static void
complete_request(struct completing *self, const char *before)
{
	struct gantry_buffer word = { 0 };
	struct gantry_error error;
	char method[32] = "", *target = NULL;
	int count = line_words_next(&before, &word, &error);

	if (count == 1 && *word.data != '/') {
		size_t i;

		snprintf(method, sizeof(method), "%s", word.data);
		for (i = 0; method[i] != '\0'; i++)
			method[i] = (char)toupper((unsigned char)method[i]);
		self->method = method;
		count = line_words_next(&before, &word, &error);
	}
	if (count == 1)
		target = strdup(word.data);
	if (count == 0)
		offer_paths(self);
	else if (target != NULL)
		offer_words(self, target);
	free(target);
	gantry_buffer_clear(&word);
}

/* The values that the setting KEY of any application allows. */
static void
offer_values(struct completing *self, const char *key)
{
	const struct mounted *mounted = &self->shell->mounted;
	const struct gantry_setting *setting;
	const char *const *choice;
	size_t i;

	for (i = 0; i < mounted->count; i++) {
		setting = settings_find(&mounted->settings[i], key);
		if (setting == NULL)
			continue;
		choice = setting->choices;
		for (; choice != NULL && *choice != NULL; choice++)
			if (strstr(*choice, "..") == NULL) /* not a range */
				offer(self, *choice);
		if (setting->type == GANTRY_SETTING_BOOLEAN) {
			offer(self, "yes");
			offer(self, "no");
		}
	}
}

/* A word of "set", whose words before are BEFORE. */
static void
complete_set(struct completing *self, const char *before)
{
	struct gantry_buffer name = { 0 };
	struct gantry_error error;
	const char *dot;

	if (line_words_next(&before, &name, &error) != 1) {
		offer_settings(self);
	} else if (line_words_end(before)) {
		dot = strrchr(name.data, '.');
		offer_values(self, dot != NULL ? dot + 1 : name.data);
	}
	gantry_buffer_clear(&name);
}

/* A word of the command NAME, which takes no request; BEFORE as above. */
static void
complete_argument(struct completing *self, const char *name, const char *before)
{
	if (strcmp(name, "set") == 0) {
		complete_set(self, before);
	} else if (!line_words_end(before)) {
		return; /* the others take one word */
	} else if (strcmp(name, "help") == 0) {
		offer_commands(self, true);
	} else if (strcmp(name, "trace") == 0) {
		offer(self, "on");
		offer(self, "off");
	} else if (strcmp(name, "cookies") == 0) {
		offer(self, "clear");
	} else if (strcmp(name, "save") == 0 || strcmp(name, "body") == 0) {
		offer_files(self, "", self->word);
	} else if (strcmp(name, "routes") == 0) {
		offer_paths(self);
	}
}

void
line_completion_fill(
    void *owner, const char *line, struct completions *completions)
{
	struct completing self = { .shell = owner, .list = completions };
	const char *command = line_completion_command(line), *last;
	size_t length = strcspn(command, " \t");
	char *before, *name;

	last = strrchr(line, ' ');
	last = last != NULL && last >= command ? last + 1 : command;
	self.word = last;
	completions->begin = (size_t)(last - line);
	if (last == command) {
		offer_commands(&self, command == line_words_skip(line));
		if (*last == '/')
			offer_paths(&self);
		return;
	}
	before = strndup(command, (size_t)(last - command));
	name = strndup(command, length);
	if (before != NULL && name != NULL) {
		if (strcmp(name, "source") == 0 || strcmp(name, "environ") == 0)
			complete_request(&self, before + length);
		else if (request_words_begin(name))
			complete_request(&self, before);
		else
			complete_argument(&self, name, before + length);
	}
	free(before);
	free(name);
}
