#ifndef GANTRY_H
#define GANTRY_H

/*
 * All public headers except gantry/testing.h, which is for tests, and
 * gantry/sqlite.h, which has a library of its own.
 */

#include <gantry/buffer.h>
#include <gantry/clock.h>
#include <gantry/contract.h>
#include <gantry/error.h>
#include <gantry/json.h>
#include <gantry/metrics.h>
#include <gantry/module.h>
#include <gantry/openapi.h>
#include <gantry/problem.h>
#include <gantry/schema.h>
#include <gantry/secrets.h>
#include <gantry/serve.h>
#include <gantry/version.h>
#include <gantry/web.h>

#endif
