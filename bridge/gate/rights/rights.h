#ifndef GATE_RIGHTS_RIGHTS_H
#define GATE_RIGHTS_RIGHTS_H

#include "gate/jobs.h"

/*
 * What applications and their jobs need from the sandbox: the values of what
 * their records declare (gantry/contract.h), and what the operator adds.
 */

enum right {
	RIGHT_READS,
	RIGHT_REPLACED,
	RIGHT_WRITES,
	RIGHT_CONNECTS,
	RIGHT_RUNS,
	RIGHT_COUNT,
};

/* Lists of values, each ended by NULL; all zero: no rights. */
struct rights {
	char **values[RIGHT_COUNT];
	size_t counts[RIGHT_COUNT];
};

/*
 * Add a copy of VALUE, unless RIGHTS has it.  Returns 0, or -1 when memory ran
 * out.
 */
int rights_add(struct rights *rights, enum right right, const char *value,
    struct gantry_error *error);

/* The values of RIGHT, ended by NULL, or NULL; valid until more are added. */
static inline const char *const *
rights_list(const struct rights *rights, enum right right)
{
	return (const char *const *)rights->values[right];
}

/* What gantry_rights_add adds to. */
struct gantry_rights {
	struct rights rights;
	bool loads; /* GANTRY_RIGHT_LOADS */
	bool reloads; /* GANTRY_RIGHT_RELOADS */
};

bool rights_has(
    const struct rights *rights, enum right right, const char *value);

/*
 * Add the rights of the application of MOUNT, and those that the operator adds
 * for MOUNT.  Returns as rights_add.
 */
int rights_add_mount(struct rights *rights, const struct mount *mount,
    struct gantry_error *error);

/*
 * Add the rights of JOB, and those that the operator adds for its mount.
 * Returns as rights_add.
 */
int rights_add_job(
    struct rights *rights, const struct job *job, struct gantry_error *error);

void rights_clear(struct rights *rights);

#endif
