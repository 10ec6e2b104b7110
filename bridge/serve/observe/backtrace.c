/*
 * A signal makes a thread log its stack.  The first call of backtrace(3) loads
 * a library; after that, backtrace_symbols_fd(3) does not allocate memory.
 */
#include <errno.h>
#include <execinfo.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/log/log.h"
#include "serve/observe/backtrace.h"

#define FRAMES_MAX 64

/* Sanitizers have their own handlers for fatal signals. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define HANDLES_FATAL 0
#else
#define HANDLES_FATAL 1
#endif

static void
write_stack(int number)
{
	static const char head[] = "gantry: the stack of the thread:\n";
	int saved = errno, count;
	void *frames[FRAMES_MAX];

	(void)number;
	count = backtrace(frames, FRAMES_MAX);
	if (write(log_descriptor(), head, sizeof(head) - 1) > 0)
		backtrace_symbols_fd(frames, count, log_descriptor());
	errno = saved;
}

/* The handler of fatal signals. */
static void
write_stack_and_die(int number)
{
	write_stack(number);
	signal(number, SIG_DFL);
	raise(number);
}

void
backtrace_prepare(void)
{
	static const int fatal[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL };
	struct sigaction action = { .sa_handler = write_stack };
	void *frame;
	size_t i;

	backtrace(&frame, 1);
	sigemptyset(&action.sa_mask);
	action.sa_flags = SA_RESTART;
	sigaction(SIGRTMIN, &action, NULL);
	action.sa_handler = write_stack_and_die;
	action.sa_flags = (int)SA_RESETHAND;
	for (i = 0; HANDLES_FATAL && i < sizeof(fatal) / sizeof(fatal[0]); i++)
		sigaction(fatal[i], &action, NULL);
}

void
backtrace_ask(int tid)
{
	syscall(SYS_tgkill, getpid(), tid, SIGRTMIN);
}
