#ifndef BASE_STANDARD_STREAMS_H
#define BASE_STANDARD_STREAMS_H

/* Standard input, output and error of a program. */

/*
 * Open those that are closed, as /dev/null: otherwise the next file that the
 * program opens would be its standard output.  Reading the input and writing
 * the output then fail as they did; what is written to standard error is lost.
 */
void standard_streams_open(void);

/*
 * At the end of PROGRAM: write what standard output still holds.  Returns
 * STATUS, or 1, after a message, if it is 0 and not all could be written.
 */
int standard_streams_end(const char *program, int status);

#endif
