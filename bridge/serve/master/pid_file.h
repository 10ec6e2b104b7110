#ifndef SERVE_MASTER_PID_FILE_H
#define SERVE_MASTER_PID_FILE_H

/*
 * The file that holds the id of the master.  Root makes it only in a folder
 * that base/files/folder.h permits.  Failures are logged.
 */

/* Put the id of this process into PATH.  Returns 0 or -1. */
int pid_file_write(const char *path);

/* Remove PATH if it still holds the id of this process. */
void pid_file_remove(const char *path);

#endif
