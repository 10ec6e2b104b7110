#ifndef CMD_DEVELOPMENT_DEV_CONFIG_H
#define CMD_DEVELOPMENT_DEV_CONFIG_H

#include "cmd/config/config.h"
#include "cmd/config/options.h"
#include "cmd/development/watch.h"
#include "serve/development/development_options.h"

/*
 * The configuration of gantry dev: that of the service, but for what would
 * reach others or hide something from a developer.  The command line decides in
 * the end.
 */

/* The variable with the folder of the gantry dev that runs this process. */
#define DEV_VARIABLE "GANTRY_DEVELOPMENT"

/*
 * After the last source, before config_finish: put the values of a development
 * server in the place of all that the command line does not give.  Returns 0,
 * or -1 with ERROR filled.
 */
int dev_config_apply(struct config *config, const struct options *options,
    struct gantry_error *error);

/*
 * After config_finish: what no source can set, and that foreign applications
 * reload when their files change.
 */
void dev_config_finish(struct config *config, const struct options *options);

/*
 * Is an application mounted that stops at breakpoints of its own?  There are no
 * time-outs then.
 */
bool dev_config_is_foreign(const struct config *config);

/* The options of the workers; they borrow from OPTIONS and FOLDER. */
struct development_options dev_config_options(const struct config *config,
    const struct options *options, const char *folder);

/* Is standard output for the eyes of a user that wants colors? */
bool dev_config_has_colors(void);

/*
 * Add to WATCH what CONFIG was read from, and what it names.  Returns 0, or -1
 * when memory ran out.
 */
int dev_config_watch(const struct config *config, const struct options *options,
    struct watch *watch, struct gantry_error *error);

#endif
