#ifndef TESTING_CLIENT_STATE_H
#define TESTING_CLIENT_STATE_H

#include <gantry/testing.h>

#include "gate/deferred/deferrals.h"
#include "gate/gate.h"
#include "gate/settings.h"

/* The test client: one application, mounted at / in a gate of its own. */

struct gantry_client {
	struct gantry_settings settings;
	struct mount mount;
	struct gate gate;
	struct deferrals deferrals;
	struct gantry_result *waiting; /* those of deferred requests */
};

#endif
