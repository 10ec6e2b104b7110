#ifndef GANTRY_H
#define GANTRY_H

/* All public headers except gantry/testing.h, which is for tests. */

#include <gantry/buffer.h>
#include <gantry/clock.h>
#include <gantry/contract.h>
#include <gantry/error.h>
#include <gantry/json.h>
#include <gantry/module.h>
#include <gantry/openapi.h>
#include <gantry/problem.h>
#include <gantry/secrets.h>
#include <gantry/serve.h>
#include <gantry/version.h>
#include <gantry/web.h>

#endif
