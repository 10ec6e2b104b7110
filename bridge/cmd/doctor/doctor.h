#ifndef CMD_DOCTOR_H
#define CMD_DOCTOR_H

/*
 * gantry doctor: the configuration of the web server.  ARGV begins with
 * "doctor".  Returns the exit status.
 */
int command_doctor(int argc, char *argv[]);

#endif
