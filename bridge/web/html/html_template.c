/*
 * Sets of templates: compiled from texts or from the files of a folder.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/null.h"
#include "web/html/html_template.h"

#define SUFFIX	 ".html"
#define FILE_MAX (1u << 20)

const struct html_template *
html_template_find(
    const struct gantry_html_templates *templates, const char *name)
{
	const struct html_template *template = templates->first;

	while (template != NULL && strcmp(template->name, name) != 0)
		template = template->next;
	return template;
}

void
gantry_html_templates_free(struct gantry_html_templates *templates)
{
	if (templates == NULL)
		return;
	arena_clear(&templates->arena);
	free(templates);
}

static struct gantry_html_templates *
new_templates(struct gantry_error *error)
{
	struct gantry_html_templates *templates = calloc(1, sizeof(*templates));

	if (templates == NULL)
		gantry_error_memory(error);
	else
		arena_init(&templates->arena);
	return templates;
}

/* Compile LENGTH bytes of TEXT as the template NAME.  FILE is for messages. */
static int
add_template(struct gantry_html_templates *templates,
    const struct html_template *given, const char *text, size_t length,
    struct gantry_error *error)
{
	struct html_template *template =
	    arena_alloc(&templates->arena, sizeof(*template));

	if (template == NULL)
		return gantry_error_memory(error);
	*template = *given;
	template->name =
	    arena_strndup(&templates->arena, given->name, strlen(given->name));
	template->file =
	    arena_strndup(&templates->arena, given->file, strlen(given->file));
	if (template->name == NULL || template->file == NULL)
		return gantry_error_memory(error);
	if (html_template_find(templates, given->name) != NULL)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "%s: there are two templates '%s'", given->file,
		    given->name);
	template->next = templates->first;
	templates->first = template;
	return mustache_compile(
	    &templates->arena, template, text, length, error);
}

/* Let the partials among NODES, of TEMPLATE, lead to their templates. */
static int
resolve(const struct gantry_html_templates *templates,
    const struct html_template *template, struct html_node *nodes,
    struct gantry_error *error)
{
	struct html_node *node;

	for (node = nodes; node != NULL; node = node->next) {
		if (node->below != NULL &&
		    resolve(templates, template, node->below, error) == -1)
			return -1;
		if (node->kind != HTML_NODE_PARTIAL)
			continue;
		node->partial = html_template_find(templates, node->text);
		if (node->partial == NULL)
			return gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "%s:%u: there is no template '%s'", template->file,
			    node->line, node->text);
	}
	return 0;
}

/* Return TEMPLATES if RESULT is 0 and all partials exist; else free them. */
static struct gantry_html_templates *
finish(struct gantry_html_templates *templates, int result,
    struct gantry_error *error)
{
	const struct html_template *template = templates->first;

	for (; result == 0 && template != NULL; template = template->next)
		result = resolve(templates, template, template->nodes, error);
	if (result == 0)
		return templates;
	gantry_html_templates_free(templates);
	return NULL;
}

struct gantry_html_templates *
gantry_html_templates_new(
    const struct gantry_html_source *sources, struct gantry_error *error)
{
	struct gantry_html_templates *templates;
	struct html_template template = { 0 };
	int result = 0;

	if (null_error(sources, __func__, "sources", error))
		return NULL;
	templates = new_templates(error);
	if (templates == NULL)
		return NULL;
	for (; sources->name != NULL && result == 0; sources++) {
		if (null_error(sources->text, __func__, "text", error)) {
			result = -1;
			break;
		}
		template.name = template.file = sources->name;
		result = add_template(templates, &template, sources->text,
		    strlen(sources->text), error);
	}
	return finish(templates, result, error);
}

/* Append the content of a regular file to BUFFER; with errno. */
static int
read_file(int descriptor, struct gantry_buffer *buffer)
{
	struct stat status;
	ssize_t got;
	char *room;

	if (fstat(descriptor, &status) == -1)
		return -1;
	if (!S_ISREG(status.st_mode)) {
		errno = EINVAL;
		return -1;
	}
	do {
		room = gantry_buffer_reserve(buffer, 65536);
		if (room == NULL) {
			errno = ENOMEM;
			return -1;
		}
		got = read(descriptor, room, 65536);
		if (got > 0)
			buffer->length += (size_t)got;
	} while ((got > 0 || (got == -1 && errno == EINTR)) &&
	    buffer->length <= FILE_MAX);
	return got == -1 ? -1 : 0;
}

/* Compile the file NAME of FOLDER. */
static int
add_file(struct gantry_html_templates *templates, DIR *folder, const char *path,
    const char *name, struct gantry_error *error)
{
	struct gantry_buffer text = { 0 }, file = { 0 };
	struct html_template template;
	const int descriptor =
	    openat(dirfd(folder), name, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	int result;

	if (descriptor == -1 || read_file(descriptor, &text) == -1) {
		result = gantry_error_system(
		    error, "cannot read template %s/%s", path, name);
		goto out;
	}
	/* Its name without the suffix, and the path, in one buffer. */
	gantry_buffer_add(&file, name, strlen(name) - strlen(SUFFIX));
	gantry_buffer_printf(&file, "%c%s/%s%c", '\0', path, name, '\0');
	if (gantry_buffer_failed(&file)) {
		result = gantry_error_memory(error);
		goto out;
	}
	template = (struct html_template){ .name = file.data,
		.file = file.data + strlen(file.data) + 1 };
	result = add_template(templates, &template,
	    text.data != NULL ? text.data : "", text.length, error);
out:
	if (descriptor != -1)
		close(descriptor);
	gantry_buffer_clear(&text);
	gantry_buffer_clear(&file);
	return result;
}

/* Is NAME that of a template?  Hidden files are those of editors. */
static bool
is_template(const char *name)
{
	const size_t length = strlen(name), suffix = strlen(SUFFIX);

	return *name != '.' && length > suffix &&
	    strcmp(name + length - suffix, SUFFIX) == 0;
}

struct gantry_html_templates *
gantry_html_templates_open(const char *path, struct gantry_error *error)
{
	struct gantry_html_templates *templates;
	const struct dirent *entry;
	DIR *folder;
	int result = 0;

	if (null_error(path, __func__, "folder", error))
		return NULL;
	folder = opendir(path);
	if (folder == NULL) {
		gantry_error_system(
		    error, "cannot open folder %s of templates", path);
		return NULL;
	}
	templates = new_templates(error);
	if (templates == NULL) {
		closedir(folder);
		return NULL;
	}
	while (result == 0 && (errno = 0, entry = readdir(folder)) != NULL)
		if (is_template(entry->d_name))
			result = add_file(
			    templates, folder, path, entry->d_name, error);
	if (result == 0 && errno != 0)
		result = gantry_error_system(
		    error, "cannot read folder %s of templates", path);
	closedir(folder);
	return finish(templates, result, error);
}
