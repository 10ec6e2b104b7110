#ifndef BASE_LOG_LEVEL_H
#define BASE_LOG_LEVEL_H

/* How much a message matters; a log has those up to a level. */
enum log_level {
	LOG_LEVEL_ERROR,
	LOG_LEVEL_WARNING,
	LOG_LEVEL_INFO,
	LOG_LEVEL_DEBUG,
};

#endif
