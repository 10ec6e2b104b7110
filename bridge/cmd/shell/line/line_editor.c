/*
 * libedit is loaded when the prompt begins.  Were it linked, every program with
 * gantry in it would load it at each start, and CGI programs start for each
 * request.
 */
#include <dlfcn.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

#ifdef HAVE_LIBEDIT
#include <histedit.h>
#endif

#include "base/this_program.h"
#include "cmd/shell/line/line_editor.h"
#include "cmd/shell/show/screen.h"

/* Behind it, so many candidates are a long list. */
#define LIST_MAX 200

struct line_editor {
	struct line_editor_options options;
	char *line; /* of getline(3), or the one that is returned */
	size_t size;
	char prompt[96];
	bool was_cancelled;
#ifdef HAVE_LIBEDIT
	EditLine *edit; /* NULL: the library is missing */
	History *history;
#endif
};

void
completions_add(struct completions *completions, const char *item)
{
	char **grown, *copy;
	size_t i;

	for (i = 0; i < completions->count; i++)
		if (strcmp(completions->items[i], item) == 0)
			return;
	grown = reallocarray(
	    completions->items, completions->count + 1, sizeof(*grown));
	if (grown != NULL)
		completions->items = grown;
	copy = grown != NULL ? strdup(item) : NULL;
	if (copy != NULL)
		grown[completions->count++] = copy;
}

void
completions_clear(struct completions *completions)
{
	size_t i;

	for (i = 0; i < completions->count; i++)
		free(completions->items[i]);
	free(completions->items);
	*completions = (struct completions){ 0 };
}

#ifdef HAVE_LIBEDIT

/* The functions of the library. */
static struct {
	__typeof__(el_init) *init;
	__typeof__(el_end) *end;
	__typeof__(el_set) *set;
	__typeof__(el_wset) *set_wide;
	__typeof__(el_get) *get;
	__typeof__(el_gets) *gets;
	__typeof__(el_line) *line;
	__typeof__(el_insertstr) *insert;
	__typeof__(el_deletestr) *erase;
	__typeof__(el_source) *source;
	__typeof__(history) *history;
	__typeof__(history_init) *history_init;
	__typeof__(history_end) *history_end;
} library;

static bool
load_library(void)
{
	static const struct {
		const char *name;
		void *where;
	} functions[] = {
		{ "el_init", &library.init },
		{ "el_end", &library.end },
		{ "el_set", &library.set },
		{ "el_wset", &library.set_wide },
		{ "el_get", &library.get },
		{ "el_gets", &library.gets },
		{ "el_line", &library.line },
		{ "el_insertstr", &library.insert },
		{ "el_deletestr", &library.erase },
		{ "el_source", &library.source },
		{ "history", &library.history },
		{ "history_init", &library.history_init },
		{ "history_end", &library.history_end },
	};
	void *handle = dlopen("libedit.so.2", RTLD_NOW | RTLD_LOCAL);
	void *function;
	size_t i;

	for (i = 0;
	     handle != NULL && i < sizeof(functions) / sizeof(*functions);
	     i++) {
		function = dlsym(handle, functions[i].name);
		if (function == NULL)
			return false;
		/* ISO C has no cast from an object to a function. */
		memcpy(functions[i].where, &function, sizeof(function));
	}
	return handle != NULL;
}

static struct line_editor *
editor_of(EditLine *edit)
{
	void *editor = NULL;

	library.get(edit, EL_CLIENTDATA, &editor);
	return editor;
}

static char *
get_prompt(EditLine *edit)
{
	return editor_of(edit)->prompt;
}

/* How many bytes do all candidates begin with alike? */
static size_t
common_length(const struct completions *list)
{
	size_t length = strlen(list->items[0]), i, same;

	for (i = 1; i < list->count; i++) {
		for (same = 0; same < length &&
		     list->items[i][same] == list->items[0][same];
		     same++)
			;
		length = same;
	}
	return length;
}

static int
compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* List the candidates in columns below the line. */
static void
print_list(struct completions *list)
{
	struct winsize window = { .ws_col = 80 };
	size_t width = 0, columns, rows, i, row;
	struct gantry_buffer text = { 0 };

	qsort(list->items, list->count, sizeof(*list->items), compare);
	ioctl(STDOUT_FILENO, TIOCGWINSZ, &window);
	for (i = 0; i < list->count; i++)
		if (strlen(list->items[i]) > width)
			width = strlen(list->items[i]);
	width += 2;
	columns = window.ws_col > width ? window.ws_col / width : 1;
	if (list->count > LIST_MAX)
		list->count = LIST_MAX;
	rows = (list->count + columns - 1) / columns;
	gantry_buffer_putc(&text, '\n');
	for (row = 0; row < rows; row++) {
		for (i = row; i < list->count; i += rows) {
			screen_put_line(
			    &text, list->items[i], strlen(list->items[i]));
			if (i + rows < list->count)
				gantry_buffer_printf(&text, "%*s",
				    (int)(width - strlen(list->items[i])), "");
		}
		gantry_buffer_putc(&text, '\n');
	}
	screen_print(&text);
}

/* Replace the word at the cursor.  Returns what libedit is to do. */
static unsigned char
apply(EditLine *edit, const char *line, struct completions *list)
{
	const size_t typed = strlen(line) - list->begin;
	const size_t same = list->count > 0 ? common_length(list) : 0;
	char *word;

	if (list->count == 0)
		return CC_REFRESH_BEEP;
	if (list->is_hint || (list->count > 1 && same <= typed)) {
		print_list(list);
		return CC_REDISPLAY;
	}
	word = calloc(1, same + 2);
	if (word == NULL)
		return CC_ERROR;
	memcpy(word, list->items[0], same);
	if (list->count == 1)
		word[same] = list->suffix;
	if (typed > 0)
		library.erase(edit, (int)typed);
	library.insert(edit, word);
	free(word);
	return CC_REFRESH;
}

static unsigned char
complete(EditLine *edit, wint_t character)
{
	struct line_editor *self = editor_of(edit);
	const LineInfo *info = library.line(edit);
	struct completions list = { .suffix = ' ' };
	char *line =
	    strndup(info->buffer, (size_t)(info->cursor - info->buffer));
	unsigned char action;

	(void)character;
	if (line == NULL)
		return CC_ERROR;
	self->options.complete(self->options.owner, line, &list);
	action = apply(edit, line, &list);
	completions_clear(&list);
	free(line);
	return action;
}

/* ^C: the terminal does not make it a signal while a line is edited. */
static unsigned char
cancel(EditLine *edit, wint_t character)
{
	(void)character;
	editor_of(edit)->was_cancelled = true;
	fputs("^C\n", stdout);
	fflush(stdout);
	return CC_NEWLINE;
}

/* ^Z, likewise. */
static unsigned char
suspend(EditLine *edit, wint_t character)
{
	(void)character;
	library.set(edit, EL_PREP_TERM, 0);
	raise(SIGTSTP);
	library.set(edit, EL_PREP_TERM, 1);
	return CC_REDISPLAY;
}

static void
bind_keys(EditLine *edit)
{
	static const char *const keys[][2] = {
		{ "^I", "gantry-complete" },
		{ "^C", "gantry-cancel" },
		{ "^Z", "gantry-suspend" },
		{ "^R", "em-inc-search-prev" },
		{ "\\e[1~", "ed-move-to-beg" },
		{ "\\e[4~", "ed-move-to-end" },
		{ "\\e[3~", "ed-delete-next-char" },
		{ "\\e[1;5C", "em-next-word" },
		{ "\\e[1;5D", "ed-prev-word" },
	};
	size_t i;

	/* el_set would copy the names, and never free them. */
	library.set_wide(
	    edit, EL_ADDFN, L"gantry-complete", L"complete", complete);
	library.set_wide(edit, EL_ADDFN, L"gantry-cancel", L"cancel", cancel);
	library.set_wide(
	    edit, EL_ADDFN, L"gantry-suspend", L"suspend", suspend);
	for (i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		library.set(edit, EL_BIND, keys[i][0], keys[i][1], NULL);
	library.set(edit, EL_SETTY, "-d", "-isig", NULL);
}

static void
set_prompt(struct line_editor *self)
{
	const char *prompt = self->options.prompt;

	/*
	 * \1 encloses what takes no room on the line.  libedit writes it with
	 * the character behind it, so there must be one.
	 */
	if (self->options.is_coloured)
		snprintf(self->prompt, sizeof(self->prompt), "\1%s\1%s\1%s\1 ",
		    screen_sequence(SCREEN_BOLD), prompt,
		    screen_sequence(SCREEN_PLAIN));
	else
		snprintf(self->prompt, sizeof(self->prompt), "%s ", prompt);
}

static void
open_edit(struct line_editor *self)
{
	const struct line_history *kept = self->options.history;
	HistEvent event;
	size_t i;

	if (!load_library())
		return;
	/* libedit reads characters of the locale. */
	if (setlocale(LC_CTYPE, "") == NULL || MB_CUR_MAX == 1)
		setlocale(LC_CTYPE, "C.UTF-8");
	self->history = library.history_init();
	self->edit = library.init(program_name(), stdin, stdout, stderr);
	if (self->history == NULL || self->edit == NULL)
		return;
	library.history(self->history, &event, H_SETSIZE, LINE_HISTORY_MAX);
	library.history(self->history, &event, H_SETUNIQUE, 1);
	set_prompt(self);
	library.set(self->edit, EL_CLIENTDATA, self);
	library.set(self->edit, EL_PROMPT_ESC, get_prompt, '\1');
	library.set(self->edit, EL_EDITOR, "emacs");
	library.set(self->edit, EL_SIGNAL, 1);
	library.set(self->edit, EL_HIST, library.history, self->history);
	bind_keys(self->edit);
	library.source(self->edit, NULL); /* the user's own editrc(5) */
	for (i = 0; i < kept->count; i++)
		line_editor_remember(self, kept->lines[i]);
}

/* Returns the line, or NULL at the end. */
static const char *
read_edited(struct line_editor *self)
{
	const char *line;
	int length = 0;

	self->was_cancelled = false;
	/* Before the prompt, so that what is typed at once is edited, too. */
	library.set(self->edit, EL_PREP_TERM, 1);
	line = library.gets(self->edit, &length);
	if (self->was_cancelled)
		return "";
	if (line == NULL || length <= 0) {
		putchar('\n');
		return NULL;
	}
	free(self->line);
	self->line = strndup(line, strcspn(line, "\r\n"));
	return self->line;
}

#endif

struct line_editor *
line_editor_new(const struct line_editor_options *options)
{
	struct line_editor *self = calloc(1, sizeof(*self));
	const char *hint = "this program was built without libedit";

	if (self == NULL)
		return NULL;
	self->options = *options;
#ifdef HAVE_LIBEDIT
	open_edit(self);
	if (self->edit != NULL)
		return self;
	hint = "libedit is missing (apt-get install libedit2)";
#endif
	fprintf(stderr, "%s: no editing, history and completion: %s\n",
	    program_name(), hint);
	return self;
}

void
line_editor_free(struct line_editor *self)
{
	if (self == NULL)
		return;
#ifdef HAVE_LIBEDIT
	if (self->edit != NULL)
		library.end(self->edit);
	if (self->history != NULL)
		library.history_end(self->history);
#endif
	free(self->line);
	free(self);
}

const char *
line_editor_read(struct line_editor *self)
{
#ifdef HAVE_LIBEDIT
	if (self->edit != NULL)
		return read_edited(self);
#endif
	printf("%s ", self->options.prompt);
	fflush(stdout);
	if (getline(&self->line, &self->size, stdin) == -1) {
		putchar('\n');
		if (!feof(stdin)) {
			clearerr(stdin); /* ^C */
			return "";
		}
		return NULL;
	}
	self->line[strcspn(self->line, "\r\n")] = '\0';
	return self->line;
}

void
line_editor_remember(struct line_editor *self, const char *line)
{
#ifdef HAVE_LIBEDIT
	HistEvent event;

	if (self->edit != NULL)
		library.history(self->history, &event, H_ENTER, line);
#else
	(void)self;
	(void)line;
#endif
}
