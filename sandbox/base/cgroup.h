/* The limits that control groups set on this process, cgroups(7). */
#ifndef BASE_CGROUP_H
#define BASE_CGROUP_H

#include <stdint.h>

struct cgroup_limits {
	int version;	    /* 1 or 2; 0 = there are none */
	double processors;  /* 0.5 = half of one's time; 0 = no limit */
	uint64_t memory;    /* bytes; 0 = no limit */
	uint64_t processes; /* 0 = no limit */
};

/* What holds: the lowest of our group and of all groups that it is in. */
void cgroup_read(struct cgroup_limits *limits);

#endif
