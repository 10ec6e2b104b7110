#ifndef SERVE_POOL_PROCESSORS_H
#define SERVE_POOL_PROCESSORS_H

/*
 * The processors that this process may use, for workers = auto: those of its
 * affinity mask (sched_getaffinity(2)), and no more than the CPU quota of its
 * control group allows.
 */

struct processors {
	unsigned count; /* the smaller of both, at least 1 */
	unsigned allowed; /* by the affinity mask */
	unsigned quota; /* rounded up; 0: none */
};

/* Read both from the kernel. */
void processors_read(struct processors *processors);

/*
 * The smallest quota (cpu.max of cgroup v2) of the control group GROUP, such as
 * "/system.slice/x.service", and those around it, mounted at ROOT.  In
 * processors, rounded up; 0: there is none.
 */
unsigned processors_quota(const char *root, const char *group);

#endif
