/*
 * Filling in a recipe.  The values come from the command line and go into a
 * configuration, so they must not have a character that ends a word there.
 */
#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/this_program.h"
#include "cmd/doctor/recipes.h"
#include "gate/environ/host.h"
#include "gate/environ/mount.h"

/* What templates call the program and what belongs to it. */
#define GANTRY "gantry"

/* Lines of templates that say what is repeated. */
#define MOUNTS	 "@mounts@"
#define REVERSED "@mounts-reversed@" /* where the last one counts */
#define SOCKETS	 "@sockets@"
#define END	 "@end@"

struct word {
	const char *name; /* "@MOUNT@" */
	const char *value;
	size_t length;
};

/* An address takes three in a row: the whole, the host, the port. */
enum {
	MOUNT,
	PREFIX,
	BIND,
	HOST,
	PORT,
	PATH,
	LISTEN,
	LISTEN_HOST,
	LISTEN_PORT,
	NAME,
	PROGRAM,
	POOL,
	NUMBER,
	WORD_COUNT,
};

struct filling {
	struct word words[WORD_COUNT];
	char pool[80]; /* "-NAME", or nothing */
	char number[24]; /* of the mount: "-2", or nothing for the first */
	bool is_unix, is_root;
};

static void
set(struct filling *filling, int index, const char *name, const char *value,
    size_t length)
{
	filling->words[index] = (struct word){ name, value, length };
}

/* Is TEXT one word in the configurations of all web servers? */
static bool
is_word(const char *text)
{
	if (*text == '\0')
		return false;
	for (; *text != '\0'; text++)
		if (!isalnum((unsigned char)*text) &&
		    strchr("/._-~+:[]", *text) == NULL)
			return false;
	return true;
}

static int
check(const char *option, const char *value, bool is_right,
    const char *expected, struct gantry_error *error)
{
	if (is_right && is_word(value))
		return 0;
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "--%s: '%s' is not %s", option, value, expected);
}

static int
fill_address(struct filling *filling, int whole, const char *option,
    const char *value, struct gantry_error *error)
{
	struct host host = { NULL, 0, NULL, 0 };
	bool is_right =
	    host_parse(&host, value, strlen(value)) == 0 && host.port != NULL;

	if (check(option, value, is_right, "an address; give HOST:PORT",
		error) == -1)
		return -1;
	filling->words[whole].value = value;
	filling->words[whole].length = strlen(value);
	filling->words[whole + 1].value = host.name;
	filling->words[whole + 1].length = host.name_length;
	filling->words[whole + 2].value = host.port;
	filling->words[whole + 2].length = host.port_length;
	return 0;
}

static int
fill_socket(
    struct filling *filling, const char *socket, struct gantry_error *error)
{
	static const char unix_prefix[] = "unix:";
	size_t skipped = strlen(unix_prefix);

	set(filling, BIND, "@BIND@", socket, strlen(socket));
	set(filling, HOST, "@HOST@", "", 0);
	set(filling, PORT, "@PORT@", "", 0);
	set(filling, PATH, "@PATH@", "", 0);
	filling->is_unix = strncmp(socket, unix_prefix, skipped) == 0;
	if (!filling->is_unix)
		return fill_address(filling, BIND, "socket", socket, error);
	set(filling, PATH, "@PATH@", socket + skipped,
	    strlen(socket) - skipped);
	return check("socket", socket, socket[skipped] == '/',
	    "an address; give unix:/PATH or HOST:PORT", error);
}

static int
fill_mount(
    struct filling *filling, const char *mount, struct gantry_error *error)
{
	filling->is_root = strcmp(mount, "/") == 0;
	set(filling, MOUNT, "@MOUNT@", mount, strlen(mount));
	set(filling, PREFIX, "@PREFIX@", mount,
	    filling->is_root ? 0 : strlen(mount));
	return check("mount", mount, mount_prefix_is_valid(mount),
	    "a path to mount at; give / or /some/path", error);
}

/* Fill in what is true of the mount AT. */
static int
fill(struct filling *filling, const struct recipe_places *places, size_t at,
    struct gantry_error *error)
{
	const struct recipe_mount *mount = &places->mounts[at];
	const char *name = places->name, *program = places->program;

	*filling = (struct filling){ .pool = "" };
	if (mount->pool != NULL)
		snprintf(
		    filling->pool, sizeof(filling->pool), "-%s", mount->pool);
	if (at > 0)
		snprintf(
		    filling->number, sizeof(filling->number), "-%zu", at + 1);
	set(filling, POOL, "@POOL@", filling->pool, strlen(filling->pool));
	set(filling, NUMBER, "@NUMBER@", filling->number,
	    strlen(filling->number));

	set(filling, LISTEN, "@LISTEN@", "", 0);
	set(filling, LISTEN_HOST, "@LISTEN_HOST@", "", 0);
	set(filling, LISTEN_PORT, "@LISTEN_PORT@", "", 0);
	set(filling, NAME, "@NAME@", name, strlen(name));
	set(filling, PROGRAM, "@PROGRAM@", program, strlen(program));
	if (fill_mount(filling, mount->mount, error) == -1 ||
	    fill_socket(filling, mount->socket, error) == -1 ||
	    fill_address(filling, LISTEN, "listen", places->listen, error) ==
		-1 ||
	    check("name", name, true, "a site's name", error) == -1)
		return -1;
	return check("program", program, *program == '/',
	    "a program; give its absolute path", error);
}

/* Skip the conditions before LINE.  Returns NULL if one is not met. */
static const char *
meet_conditions(const struct filling *filling, const char *line)
{
	const struct {
		const char *name;
		bool is_met;
	} conditions[] = {
		{ "@unix@", filling->is_unix },
		{ "@tcp@", !filling->is_unix },
		{ "@root@", filling->is_root },
		{ "@below@", !filling->is_root },
	};
	size_t i;

	for (i = 0; i < sizeof(conditions) / sizeof(conditions[0]); i++) {
		if (strncmp(line, conditions[i].name,
			strlen(conditions[i].name)) != 0)
			continue;
		if (!conditions[i].is_met)
			return NULL;
		line += strlen(conditions[i].name);
	}
	return line;
}

/* The word at the beginning of LINE, or NULL. */
static const struct word *
find_word(const struct filling *filling, const char *line)
{
	size_t i;

	for (i = 0; *line == '@' && i < WORD_COUNT; i++)
		if (strncmp(line, filling->words[i].name,
			strlen(filling->words[i].name)) == 0)
			return &filling->words[i];
	return NULL;
}

static void
print_line(
    const struct filling *filling, const char *line, struct gantry_buffer *text)
{
	const struct word *word;

	while (*line != '\0') {
		word = find_word(filling, line);
		if (strncmp(line, GANTRY, strlen(GANTRY)) == 0) {
			gantry_buffer_puts(text, program_name());
			line += strlen(GANTRY);
			continue;
		}
		if (word == NULL) {
			gantry_buffer_putc(text, *line++);
			continue;
		}
		gantry_buffer_add(text, word->value, word->length);
		line += strlen(word->name);
	}
}

const struct recipe *
recipe_find(const char *name)
{
	const struct recipe *recipe;

	for (recipe = recipes; recipe->name != NULL; recipe++)
		if (strcmp(recipe->name, name) == 0)
			return recipe;
	return NULL;
}

/* Lines of a recipe, from FIRST to END. */
struct block {
	const char *const *first;
	const char *const *end;
};

/* Print BLOCK as it is for the mount AT. */
static int
print_for(const struct recipe_places *places, size_t at,
    const struct block *block, struct gantry_buffer *text,
    struct gantry_error *error)
{
	const char *const *line = block->first;
	struct filling filling;
	const char *shown;

	if (fill(&filling, places, at, error) == -1)
		return -1;
	for (; line < block->end; line++) {
		shown = meet_conditions(&filling, *line);
		if (shown != NULL)
			print_line(&filling, shown, text);
	}
	return 0;
}
/* Is LINE, which ends with a newline, the marker NAME alone? */
static bool
is_marker(const char *line, const char *name)
{
	const size_t length = strlen(name);

	line += strspn(line, "\t ");
	return strncmp(line, name, length) == 0 &&
	    strcmp(line + length, "\n") == 0;
}

static bool
begins_block(const char *line)
{
	return is_marker(line, MOUNTS) || is_marker(line, REVERSED) ||
	    is_marker(line, SOCKETS);
}

/* Has a mount before AT the same socket? */
static bool
is_repeated(const struct recipe_places *places, size_t at)
{
	size_t i;

	for (i = 0; i < at; i++)
		if (strcmp(places->mounts[i].socket,
			places->mounts[at].socket) == 0)
			return true;
	return false;
}

/* Print BLOCK, which the line MARKER begins. */
static int
print_block(const struct recipe_places *places, const char *marker,
    const struct block *block, struct gantry_buffer *text)
{
	struct gantry_error error;
	size_t i, at;

	for (i = 0; i < places->mount_count; i++) {
		at = is_marker(marker, REVERSED) ? places->mount_count - 1 - i
						 : i;
		if (is_marker(marker, SOCKETS) && is_repeated(places, at))
			continue;
		if (print_for(places, at, block, text, &error) == -1)
			return -1;
	}
	return 0;
}

/* Are all mounts right, and can RECIPE have so many? */
static int
check_places(const struct recipe *recipe, const struct recipe_places *places,
    struct gantry_error *error)
{
	const char *const *line = recipe->lines;
	struct filling filling;
	size_t at;

	for (at = 0; at < places->mount_count; at++)
		if (fill(&filling, places, at, error) == -1)
			return -1;
	while (*line != NULL && !begins_block(*line))
		line++;
	if (*line != NULL || places->mount_count == 1)
		return 0;
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "--config: with %s, the web server starts %s itself, which then "
	    "serves all mounts; give --mount",
	    recipe->name, program_name());
}

/* The first line from LINE on that begins a block, or the end. */
static const char *const *
find_block(const char *const *line)
{
	while (*line != NULL && !begins_block(*line))
		line++;
	return line;
}

static const char *const *
find_end(const char *const *line)
{
	while (*line != NULL && !is_marker(*line, END))
		line++;
	return line;
}

int
recipe_print(const struct recipe *recipe, const struct recipe_places *places,
    struct gantry_buffer *text, struct gantry_error *error)
{
	struct block block = { recipe->lines, recipe->lines };
	const char *marker;

	if (check_places(recipe, places, error) == -1)
		return -1;
	for (;;) {
		block.end = find_block(block.first);
		print_for(places, 0, &block, text, error);
		if (*block.end == NULL)
			return 0;
		marker = *block.end;
		block.first = block.end + 1;
		block.end = find_end(block.first);
		print_block(places, marker, &block, text);
		block.first = *block.end != NULL ? block.end + 1 : block.end;
	}
}
