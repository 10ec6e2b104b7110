/*
 * The log's part of base/null.h.  The rest of bridge/base must not include the
 * log, which is made of it.
 */
#include "base/log/log.h"
#include "base/null.h"

void
gantry_null_log(const char *function, const char *argument)
{
	log_error("%s: %s is NULL", function, argument);
}
