#ifndef CMD_CONFIG_PRINT_H
#define CMD_CONFIG_PRINT_H

#include "cmd/config/config.h"
#include "gantry/buffer.h"

/*
 * Append to TEXT what holds after config_finish: each value of CONFIG, with
 * what said it, as a file that config_read_file takes and that says the same.
 * What is not set, what is secret and what no line of a file can hold is there
 * as a comment; secrets are masked.
 */
void config_print(const struct config *config, struct gantry_buffer *text);

#endif
