/*
 * Standard input, output and error.  They may be closed, or lead to a full
 * disk.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/cmdline/standard_streams.h"

void
standard_streams_open(void)
{
	/* The input can only be written, the output only read. */
	static const int modes[] = { O_WRONLY, O_RDONLY, O_RDWR };
	int descriptor;

	/* An open takes the lowest number, which is the closed one. */
	for (descriptor = STDIN_FILENO; descriptor <= STDERR_FILENO;
	     descriptor++)
		if (fcntl(descriptor, F_GETFD) == -1 && errno == EBADF &&
		    open("/dev/null", modes[descriptor]) != descriptor)
			_exit(1);
}

int
standard_streams_end(const char *program, int status)
{
	int failed = ferror(stdout) ? EIO : 0;

	errno = 0;
	if (fflush(stdout) == EOF)
		failed = errno != 0 ? errno : EIO;
	if (failed == 0 || status != 0)
		return status;
	fprintf(stderr, "%s: cannot write to standard output: %s\n", program,
	    strerror(failed));
	return 1;
}
