/*
 * Secrets are searched in every text that is shown, since an application may
 * put one into a message or a statement.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "gate/settings.h"
#include "serve/development/masks.h"

/* A shorter secret would be found in most texts. */
#define SECRET_MIN 4

static const char *
secret_at(const struct mount *mount, size_t index)
{
	const struct gantry_setting *setting =
	    &mount->application->settings[index];
	const char *value = mount->settings->values[index];

	if (!setting->secret)
		return NULL;
	if (value == NULL)
		value = setting->fallback;
	return value != NULL && strlen(value) >= SECRET_MIN ? value : NULL;
}

/* Add the secrets of MOUNT to MASKS; without room only count them. */
static void
add_secrets(struct masks *masks, const struct mount *mount)
{
	const struct gantry_setting *settings = mount->application->settings;
	const char *secret;
	size_t i;

	if (settings == NULL || mount->settings == NULL)
		return;
	for (i = 0; settings[i].key != NULL; i++) {
		secret = secret_at(mount, i);
		if (secret != NULL && masks->secrets != NULL)
			masks->secrets[masks->count] = secret;
		masks->count += secret != NULL;
	}
}

int
masks_init(struct masks *masks, const struct gate_options *options)
{
	size_t i;

	*masks = (struct masks){ 0 };
	for (i = 0; i < options->mount_count; i++)
		add_secrets(masks, &options->mounts[i]);
	masks->secrets = calloc(masks->count + 1, sizeof(*masks->secrets));
	masks->count = 0;
	if (masks->secrets == NULL)
		return -1;
	for (i = 0; i < options->mount_count; i++)
		add_secrets(masks, &options->mounts[i]);
	return 0;
}

void
masks_clear(struct masks *masks)
{
	free(masks->secrets);
	*masks = (struct masks){ 0 };
}

bool
masks_hide_variable(const char *name)
{
	static const char *const parts[] = { "COOKIE", "AUTHORIZATION", "TOKEN",
		"SECRET", "PASSWORD", "API_KEY", "APIKEY", "SESSION" };
	size_t i;

	for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (strcasestr(name, parts[i]) != NULL)
			return true;
	return false;
}

bool
masks_hide_header(const char *name, size_t length)
{
	char variable[64];
	size_t i;

	for (i = 0; i < length && i < sizeof(variable) - 1; i++)
		variable[i] = name[i] == '-' ? '_' : name[i];
	variable[i] = '\0';
	return masks_hide_variable(variable);
}

/* The length of the secret at TEXT, or 0. */
static size_t
secret_length(const struct masks *masks, const char *text, size_t left)
{
	size_t i, length, longest = 0;

	for (i = 0; i < masks->count; i++) {
		length = strlen(masks->secrets[i]);
		if (length > longest && length <= left &&
		    memcmp(text, masks->secrets[i], length) == 0)
			longest = length;
	}
	return longest;
}

static void
put_escaped(struct gantry_buffer *to, char character)
{
	switch (character) {
	case '<':
		gantry_buffer_puts(to, "&lt;");
		break;
	case '>':
		gantry_buffer_puts(to, "&gt;");
		break;
	case '&':
		gantry_buffer_puts(to, "&amp;");
		break;
	case '"':
		gantry_buffer_puts(to, "&quot;");
		break;
	case '\'':
		gantry_buffer_puts(to, "&#39;");
		break;
	default:
		gantry_buffer_putc(to, character);
	}
}

static bool
is_control(char character)
{
	return (unsigned char)character < 0x20 || character == 0x7f;
}

void
masks_put(const struct masks *masks, struct gantry_buffer *to, const char *text,
    size_t length, bool as_html)
{
	size_t i = 0, secret;

	while (i < length) {
		secret = secret_length(masks, text + i, length - i);
		if (secret > 0) {
			gantry_buffer_puts(to, MASKS_SHOWN);
			i += secret;
			continue;
		}
		if (is_control(text[i]) &&
		    !(as_html && strchr("\t\n", text[i]) != NULL))
			gantry_buffer_printf(
			    to, "\\x%02x", (unsigned char)text[i]);
		else if (as_html)
			put_escaped(to, text[i]);
		else
			gantry_buffer_putc(to, text[i]);
		i++;
	}
}
