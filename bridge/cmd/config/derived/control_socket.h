#ifndef CMD_CONFIG_CONTROL_SOCKET_H
#define CMD_CONFIG_CONTROL_SOCKET_H

#include "cmd/config/config.h"

/*
 * The path of the control socket, for the gantry that creates it and for its
 * clients: --control-socket, else the path of the first unix bind with ".ctl"
 * appended, else /run/PROGRAM/PROGRAM.ctl.
 */

#define CONTROL_SOCKET_SIZE 108 /* of struct sockaddr_un's sun_path */

struct control_socket {
	char path[CONTROL_SOCKET_SIZE]; /* "" for none: --control-socket none */
	bool is_given; /* by --control-socket: it must be created */
};

void control_socket_find(
    struct control_socket *ctl, const struct config *config);

#endif
