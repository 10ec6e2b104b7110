/*
 * Settings are changed in a copy: an application may have kept pointers into
 * those that it was opened with.
 */
#include <stdlib.h>
#include <string.h>

#include "base/text/suggestion.h"
#include "cmd/commands/commands.h"
#include "cmd/shell/mounted.h"
#include "cmd/shell/show/screen.h"
#include "gate/environ/environ.h"
#include "gate/transport/call.h"

static void
free_settings(struct gantry_settings *settings, size_t count)
{
	size_t i;

	for (i = 0; settings != NULL && i < count; i++)
		settings_clear(&settings[i]);
	free(settings);
}

/* Copies of the settings of MOUNTS, or NULL. */
static struct gantry_settings *
copy_settings(const struct mount *mounts, size_t count)
{
	struct gantry_settings *copies = calloc(count + 1, sizeof(*copies));
	size_t i;

	for (i = 0; copies != NULL && i < count; i++)
		if (settings_copy(&copies[i], mounts[i].settings) == -1) {
			free_settings(copies, i);
			return NULL;
		}
	return copies;
}

static int
open_gate(struct mounted *mounted, struct gate *gate, struct mount *mounts,
    struct gantry_error *error)
{
	struct gate_options options = command_gate_options(mounted->config);

	options.mounts = mounts;
	options.traces = true;
	options.capture_folder = NULL;
	return gate_open(gate, &options, true, error);
}

int
mounted_open(struct mounted *mounted, const struct config *config,
    struct gantry_error *error)
{
	size_t i;

	*mounted =
	    (struct mounted){ .config = config, .count = config->mount_count };
	mounted->mounts = calloc(mounted->count + 1, sizeof(*mounted->mounts));
	mounted->settings = copy_settings(config->mounts, mounted->count);
	mounted->wanted = copy_settings(config->mounts, mounted->count);
	if (mounted->mounts == NULL || mounted->settings == NULL ||
	    mounted->wanted == NULL) {
		mounted_close(mounted);
		return gantry_error_memory(error);
	}
	for (i = 0; i < mounted->count; i++) {
		mounted->mounts[i] = config->mounts[i];
		mounted->mounts[i].settings = &mounted->settings[i];
	}
	if (open_gate(mounted, &mounted->gate, mounted->mounts, error) == -1) {
		mounted_close(mounted);
		return -1;
	}
	return 0;
}

void
mounted_close(struct mounted *mounted)
{
	gate_close(&mounted->gate);
	free_settings(mounted->settings, mounted->count);
	free_settings(mounted->wanted, mounted->count);
	free(mounted->mounts);
	*mounted = (struct mounted){ 0 };
}

int
mounted_reload(struct mounted *mounted, struct gantry_error *error)
{
	const size_t size = (mounted->count + 1) * sizeof(struct mount);
	struct mount *mounts = malloc(size);
	struct gantry_settings *wanted = NULL;
	struct gate gate;
	size_t i;

	if (mounts == NULL)
		return gantry_error_memory(error);
	memcpy(mounts, mounted->mounts, size);
	for (i = 0; i < mounted->count; i++)
		mounts[i].settings = &mounted->wanted[i];
	wanted = copy_settings(mounts, mounted->count);
	if (wanted == NULL || open_gate(mounted, &gate, mounts, error) == -1) {
		if (wanted == NULL)
			gantry_error_memory(error);
		free_settings(wanted, mounted->count);
		free(mounts);
		return -1;
	}
	gate_close(&mounted->gate);
	free(mounted->mounts);
	free_settings(mounted->settings, mounted->count);
	mounted->gate = gate;
	mounted->mounts = mounts;
	mounted->settings = mounted->wanted;
	mounted->wanted = wanted;
	return 0;
}

/* Does QUALIFIER, of LENGTH bytes, name MOUNT: by application or prefix? */
static bool
is_meant(const struct mount *mount, const char *qualifier, size_t length)
{
	const char *prefix = *mount->prefix != '\0' ? mount->prefix : "/";
	const char *name =
	    *qualifier == '/' ? prefix : mount->application->name;

	return length == 0 ||
	    (strlen(name) == length && memcmp(name, qualifier, length) == 0);
}

static int
no_setting(const struct mounted *mounted, const char *name, const char *key,
    struct gantry_error *error)
{
	struct suggestion suggestion = { .name = key };
	const struct gantry_setting *setting;
	size_t i;

	for (i = 0; i < mounted->count; i++)
		for (setting = mounted->mounts[i].application->settings;
		     setting != NULL && setting->key != NULL; setting++)
			suggestion_offer(&suggestion, setting->key);
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "no application has the setting '%s'%s; 'settings' lists them",
	    name, suggestion_hint(&suggestion));
}

int
mounted_set(struct mounted *mounted, const char *name, const char *value,
    struct gantry_error *error)
{
	const char *dot = strrchr(name, '.');
	const char *key = dot != NULL ? dot + 1 : name;
	const size_t length = dot != NULL ? (size_t)(dot - name) : 0;
	int count = 0;
	size_t i;

	for (i = 0; i < mounted->count; i++) {
		if (!is_meant(&mounted->mounts[i], name, length) ||
		    !settings_has(&mounted->wanted[i], key))
			continue;
		if (settings_put(&mounted->wanted[i], key, value, error) == -1)
			return -1;
		count++;
	}
	return count > 0 ? count : no_setting(mounted, name, key, error);
}

static void
put_setting(const struct mounted *mounted, size_t index,
    const struct gantry_setting *setting, struct gantry_buffer *text)
{
	const char *used =
	    gantry_settings_get(&mounted->settings[index], setting->key);
	const char *wanted =
	    gantry_settings_get(&mounted->wanted[index], setting->key);
	const char *shown =
	    setting->secret && wanted != NULL ? "********" : wanted;

	gantry_buffer_printf(text, "  %s = ", setting->key);
	if (shown != NULL)
		screen_put_line(text, shown, strlen(shown));
	if ((used == NULL) != (wanted == NULL) ||
	    (used != NULL && strcmp(used, wanted) != 0))
		gantry_buffer_puts(text, "  (after 'reload')");
	gantry_buffer_putc(text, '\n');
}

void
mounted_put_settings(const struct mounted *mounted, struct gantry_buffer *text)
{
	const struct gantry_setting *setting;
	const struct mount *mount;
	size_t i;

	for (i = 0; i < mounted->count; i++) {
		mount = &mounted->mounts[i];
		setting = mount->application->settings;
		gantry_buffer_printf(text, "%s at %s%s\n",
		    mount->application->name,
		    *mount->prefix != '\0' ? mount->prefix : "/",
		    setting == NULL || setting->key == NULL ? ": no settings"
							    : "");
		for (; setting != NULL && setting->key != NULL; setting++)
			put_setting(mounted, i, setting, text);
	}
}

/* The call of the applications of a gate that only looks. */
static int
look(struct gantry_environ *environ, gantry_start_response *start_response)
{
	static const struct gantry_header none[] = { { NULL, NULL } };
	struct mounted_probe *probe = environ->state;

	probe->was_found = true;
	probe->found(
	    probe->owner, environ, (size_t)(environ->mount - probe->mounts));
	start_response(environ, "204 No Content", none);
	return 0;
}

static const struct gantry_application looking = {
	.name = "look",
	.call = look,
};

static int
look_at(struct gate *gate, const struct mounted_probe *probe,
    const char *method, const char *target, struct gantry_error *error)
{
	const struct call call = { .method = method, .target = target };
	struct gantry_buffer answer = { 0 };
	int result = call_serve(gate, &call, &answer, error);

	if (result == 0 && !probe->was_found)
		result = gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "no application is mounted at %s; 'routes' lists them",
		    target);
	gantry_buffer_clear(&answer);
	return result;
}

int
mounted_look(const struct mounted *mounted, struct mounted_probe *probe,
    const char *method, const char *target, struct gantry_error *error)
{
	const size_t size = (mounted->count + 1) * sizeof(struct mount);
	struct mounted fake = { .config = mounted->config,
		.count = mounted->count };
	struct mount *mounts = malloc(size);
	struct gate gate;
	int result = -1;
	size_t i;

	if (mounts == NULL)
		return gantry_error_memory(error);
	memcpy(mounts, mounted->mounts, size);
	for (i = 0; i < mounted->count; i++) {
		mounts[i].application = &looking;
		mounts[i].module = NULL;
	}
	probe->mounts = mounts;
	if (open_gate(&fake, &gate, mounts, error) == 0) {
		for (i = 0; i < fake.count; i++)
			gate.states[i] = probe;
		result = look_at(&gate, probe, method, target, error);
		gate_close(&gate);
	}
	free(mounts);
	return result;
}
