/*
 * The handler runs on the thread's own stack for signals
 * (backtrace_prepare_thread), so that an overflow of the stack is survived,
 * too.
 */
#include <setjmp.h>
#include <signal.h>
#include <ucontext.h>

#include "serve/development/crash_guard.h"

/* Sanitizers have their own handlers for fatal signals. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define HANDLES_FATAL 0
#else
#define HANDLES_FATAL 1
#endif

struct guarded {
	sigjmp_buf back;
	struct stack *stack;
	volatile sig_atomic_t signal;
};

static const int fatal[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT };

#define FATAL (sizeof(fatal) / sizeof(fatal[0]))

static struct sigaction before[FATAL];
static _Thread_local struct guarded *volatile current;

/* Where the thread was, or NULL if that is not known on this machine. */
static const void *
where(const void *context)
{
#if defined(__x86_64__)
	const ucontext_t *at = context;

	return (const void *)at->uc_mcontext.gregs[REG_RIP];
#elif defined(__aarch64__)
	const ucontext_t *at = context;

	return (const void *)at->uc_mcontext.pc;
#else
	(void)context;
	return NULL;
#endif
}

static void
come_back(int number, siginfo_t *information, void *context)
{
	struct guarded *self = current;
	size_t i;

	(void)information;
	if (self != NULL) {
		current = NULL;
		stack_take(self->stack, where(context));
		self->stack->is_crash = true;
		self->signal = number;
		siglongjmp(self->back, 1);
	}
	for (i = 0; i < FATAL; i++)
		if (fatal[i] == number) {
			sigaction(number, &before[i], NULL);
			before[i].sa_handler(number);
		}
}

void
crash_guard_prepare(void)
{
	struct sigaction action = {
		.sa_sigaction = come_back,
		.sa_flags = SA_SIGINFO | SA_ONSTACK,
	};
	struct stack loaded;
	size_t i;

	stack_take(&loaded, NULL); /* loads what the handler needs */
	sigemptyset(&action.sa_mask);
	for (i = 0; HANDLES_FATAL && i < FATAL; i++)
		sigaction(fatal[i], &action, &before[i]);
}

int
crash_guard_call(struct request *request, int (*call)(struct request *request),
    struct stack *stack, int *signal)
{
	struct guarded self = { .stack = stack };
	int result = -1;

	if (sigsetjmp(self.back, 1) == 0) {
		current = &self;
		result = call(request);
	}
	current = NULL;
	*signal = self.signal;
	return *signal != 0 ? -1 : result;
}
