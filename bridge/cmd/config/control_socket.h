#ifndef CMD_CONFIG_CONTROL_SOCKET_H
#define CMD_CONFIG_CONTROL_SOCKET_H

#include "cmd/config/config.h"

/*
 * Where the control socket is, for the gantry that makes it and for those that
 * look for it: --control-socket, else the first unix bind's path with ".ctl"
 * behind it, else CONTROL_SOCKET_DEFAULT.
 */

#define CONTROL_SOCKET_DEFAULT "/run/gantry/gantry.ctl"
#define CONTROL_SOCKET_SIZE    108 /* of struct sockaddr_un's sun_path */

struct control_socket {
	char path[CONTROL_SOCKET_SIZE]; /* "" for none: --control-socket none */
	bool is_given; /* by --control-socket: to fail is an error */
};

void control_socket_find(
    struct control_socket *ctl, const struct config *config);

#endif
