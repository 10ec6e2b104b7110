/*
 * The keys whose value is one of a few words.
 */
#include <string.h>

#include "base/text/header.h"
#include "cmd/config/keys_choices.h"
#include "cmd/config/keys_values.h"

int
put_pool(struct config *config, const struct config_key *key,
    enum config_source source, const char *value, struct gantry_error *error)
{
	static const char *const kinds[] = {
		[SCALING_STATIC] = "static",
		[SCALING_DYNAMIC] = "dynamic",
		[SCALING_ON_DEMAND] = "ondemand",
	};
	size_t i;

	(void)key;
	(void)source;
	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (strcmp(value, kinds[i]) == 0) {
			config->pool = (enum scaling_kind)i;
			return 0;
		}
	}
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "'%s' is no pool; give static, dynamic or ondemand", value);
}

int
put_transport(struct config *config, const struct config_key *key,
    enum config_source source, const char *value, struct gantry_error *error)
{
	(void)key;
	(void)source;
	return transport_find(&config->transport, value, error);
}

int
put_sandbox(struct config *config, const struct config_key *key,
    enum config_source source, const char *value, struct gantry_error *error)
{
	(void)key;
	(void)source;
	if (strcmp(value, "on") == 0)
		config->sandbox = SANDBOX_ON;
	else if (strcmp(value, "off") == 0)
		config->sandbox = SANDBOX_OFF;
	else if (strcmp(value, "require") == 0)
		config->sandbox = SANDBOX_REQUIRE;
	else
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "'%s' is neither on nor off nor require", value);
	return 0;
}

int
put_log_level(struct config *config, const struct config_key *key,
    enum config_source source, const char *value, struct gantry_error *error)
{
	static const char *const levels[] = { "error", "warning", "info",
		"debug" };
	size_t i;

	(void)key;
	(void)source;
	for (i = 0; i < sizeof(levels) / sizeof(levels[0]); i++) {
		if (strcmp(value, levels[i]) == 0) {
			config->log_level = (enum log_level)i;
			return 0;
		}
	}
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "'%s' is no log level; give error, warning, info or debug", value);
}

/* "FOLDER=/PREFIX"; a folder with an equals sign in its name has no place. */
static bool
is_mapping(const char *text)
{
	const char *equals = strchr(text, '=');

	return *text == '/' && equals != NULL && equals[1] == '/' &&
	    header_value_is_valid(text);
}

int
put_file_handoff(struct config *config, const struct config_key *key,
    enum config_source source, const char *value, struct gantry_error *error)
{
	static const char accel[] = "x-accel-redirect:";

	if (strcmp(value, "none") == 0 || strcmp(value, "x-sendfile") == 0)
		return put_text(config, key, source, value, error);
	if (strncmp(value, accel, strlen(accel)) != 0)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "'%s' is no way to hand off files; give none, x-sendfile "
		    "or x-accel-redirect:FOLDER=/PREFIX",
		    value);
	if (!is_mapping(value + strlen(accel)))
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "'%s' does not say where nginx has the files; give "
		    "x-accel-redirect:/srv/files=/internal for a location "
		    "/internal/ whose alias is /srv/files/",
		    value);
	return put_text(config, key, source, value, error);
}

int
put_trusted_header(struct config *config, const struct config_key *key,
    enum config_source source, const char *value, struct gantry_error *error)
{
	(void)key;
	(void)source;
	if (strcmp(value, "x-forwarded") == 0)
		config->trusted.header = FORWARDED_X;
	else if (strcmp(value, "forwarded") == 0)
		config->trusted.header = FORWARDED_RFC7239;
	else
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "'%s' is neither x-forwarded nor forwarded", value);
	return 0;
}
