#ifndef CMD_DOCTOR_H
#define CMD_DOCTOR_H

#include "base/cmdline/cmdline.h"

/* gantry doctor: print or check the configuration of the web server. */
extern const struct cmdline_command doctor_command;

#endif
