/*
 * The listening sockets of the admin servers, with stricter defaults than those
 * for web servers.
 */
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

#include "gantry/buffer.h"
#include "serve/admin/admin_listen.h"

static void
remove_listeners(struct listeners *listeners)
{
	listeners_unlink(listeners);
	listeners_close(listeners);
}

int
admin_listen_control(
    struct listeners *listeners, const char *path, struct gantry_error *error)
{
	static const struct listener_options options = { .mode = 0600 };
	struct gantry_buffer address = { 0 };
	int result = -1;

	gantry_buffer_printf(&address, "unix:%s", path);
	gantry_buffer_putc(&address, '\0');
	if (gantry_buffer_failed(&address))
		gantry_error_memory(error);
	else
		result =
		    listeners_bind(listeners, address.data, &options, error);
	gantry_buffer_clear(&address);
	return result;
}

static bool
is_loopback(int descriptor)
{
	union {
		struct sockaddr any;
		struct sockaddr_in v4;
		struct sockaddr_in6 v6;
	} address;
	socklen_t length = sizeof(address);

	memset(&address, 0, sizeof(address));
	if (getsockname(descriptor, &address.any, &length) == -1)
		return false;
	if (address.any.sa_family == AF_INET)
		return ntohl(address.v4.sin_addr.s_addr) >> 24 == 127;
	return address.any.sa_family == AF_INET6 &&
	    IN6_IS_ADDR_LOOPBACK(&address.v6.sin6_addr);
}

int
admin_listen_http(struct listeners *listeners, const char *address, bool public,
    struct gantry_error *error)
{
	static const struct listener_options options = { .public = true };

	if (strncmp(address, "unix:", 5) == 0)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "--admin: '%s' is not HOST:PORT; for a unix socket use "
		    "--control-socket",
		    address);
	/* The bound socket tells what the host name resolved to. */
	if (listeners_bind(listeners, address, &options, error) == -1)
		return gantry_error_prefix(error, "--admin");
	if (public || is_loopback(listeners->descriptors[0]))
		return 0;
	remove_listeners(listeners);
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "--admin: %s is not a loopback address: anyone who can reach it could "
	    "see the requests; --admin-public allows it",
	    address);
}
