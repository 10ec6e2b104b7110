/*
 * Opens the logs of a configuration.
 */
#include "cmd/commands/logs.h"

static int
open_access_log(
    struct logs *logs, const struct config *config, struct gantry_error *error)
{
	const struct access_log_options options = {
		.target = config->access_log,
		.format = config->access_log_format != NULL
		    ? config->access_log_format
		    : "combined",
		.skipped = (const char *const *)config->access_log_skip.items,
		.skipped_count = config->access_log_skip.count,
	};

	if (config->access_log == NULL)
		return 0;
	if (access_log_open(&logs->access_log, &options, error) == -1)
		return -1;
	logs->observer.access_log = &logs->access_log;
	return 0;
}

static int
open_slow_log(
    struct logs *logs, const struct config *config, struct gantry_error *error)
{
	const struct slow_log_options options = {
		.target = config->slow_log,
		.threshold = (int64_t)config->slow_log_threshold * 1000,
	};

	/* Slow requests are counted without the log, too. */
	logs->observer.slow_threshold = options.threshold;
	if (config->slow_log == NULL)
		return 0;
	if (slow_log_open(&logs->slow_log, &options, error) == -1)
		return -1;
	logs->observer.slow_log = &logs->slow_log;
	return 0;
}

int
logs_open(
    struct logs *logs, const struct config *config, struct gantry_error *error)
{
	*logs = (struct logs){ 0 };
	if (open_access_log(logs, config, error) == 0 &&
	    open_slow_log(logs, config, error) == 0) {
		if (config->error_log == NULL ||
		    log_open(config->error_log, error) == 0)
			return 0;
		gantry_error_prefix(error, "error-log");
	}
	logs_close(logs);
	return -1;
}

void
logs_close(struct logs *logs)
{
	if (logs->observer.access_log != NULL)
		access_log_close(&logs->access_log);
	if (logs->observer.slow_log != NULL)
		slow_log_close(&logs->slow_log);
	logs->observer = (struct request_observer_options){ 0 };
}
