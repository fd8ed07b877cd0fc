/* futex(2), shared between processes. The only thing that anything here ever sleeps on. */
#ifndef BASE_FUTEX_H
#define BASE_FUTEX_H

#include <linux/futex.h>
#include <stdatomic.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/* Sleep while *word == value, at most `timeout` ns (< 0: no limit). May return early for any reason. */
static inline void futex_wait(_Atomic uint32_t *word, uint32_t value, int64_t timeout)
{
	struct timespec limit = {.tv_sec = timeout / 1000000000, .tv_nsec = timeout % 1000000000};

	syscall(SYS_futex, word, FUTEX_WAIT, value, timeout < 0 ? NULL : &limit, NULL, 0);
}

static inline void futex_wake(_Atomic uint32_t *word, int count)
{
	syscall(SYS_futex, word, FUTEX_WAKE, count, NULL, NULL, 0);
}

static inline void cpu_relax(void)
{
#if defined(__x86_64__) || defined(__i386__)
	__builtin_ia32_pause();
#elif defined(__aarch64__)
	__asm__ volatile("yield");
#endif
}

#endif
