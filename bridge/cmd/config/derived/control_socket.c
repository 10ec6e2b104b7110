/*
 * The path of the control socket by one rule, so that a client with the same
 * configuration finds it.
 */
#include <stdio.h>
#include <string.h>

#include "base/this_program.h"
#include "cmd/config/derived/control_socket.h"

/* The path of the first bind that is a unix socket, or NULL. */
static const char *
first_unix(const struct config *config)
{
	size_t i;

	for (i = 0; i < config->binds.count; i++)
		if (strncmp(config->binds.items[i], "unix:", 5) == 0)
			return config->binds.items[i] + 5;
	return NULL;
}

void
control_socket_find(struct control_socket *ctl, const struct config *config)
{
	const char *given = config->control_socket;
	const char *bound = first_unix(config);
	int length;

	*ctl = (struct control_socket){ .is_given = given != NULL };
	if (given != NULL && strcmp(given, "none") == 0)
		return;
	if (given != NULL)
		length = snprintf(ctl->path, sizeof(ctl->path), "%s", given);
	else if (bound != NULL)
		length =
		    snprintf(ctl->path, sizeof(ctl->path), "%s.ctl", bound);
	else
		length = snprintf(ctl->path, sizeof(ctl->path),
		    "/run/%s/%s.ctl", program_name(), program_name());
	/* A path that does not fit would be another one. */
	if ((size_t)length >= sizeof(ctl->path))
		ctl->path[0] = '\0';
}
