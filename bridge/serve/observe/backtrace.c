/*
 * A signal makes a thread log its stack.  The first call of backtrace(3) loads
 * a library; after that, backtrace_symbols_fd(3) does not allocate memory.
 */
#include <errno.h>
#include <execinfo.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#include "base/log/log.h"
#include "base/this_program.h"
#include "serve/observe/backtrace.h"
#include "serve/observe/symbols.h"

#define FRAMES_MAX 64

/* backtrace(3) needs about a quarter of it. */
#define STACK_BYTES 65536

/* Sanitizers have their own handlers for fatal signals. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define HANDLES_FATAL 0
#else
#define HANDLES_FATAL 1
#endif

/* Of a line about a frame; longer names are cut. */
#define LINE_BYTES 256

static atomic_int *crashed_tid;
static void (*write_last)(int descriptor);
static struct stack_record *noted;

/* Append NUMBER in hexadecimal.  No function of stdio is safe here. */
static char *
put_hex(char *to, uintptr_t number)
{
	unsigned shift = sizeof(number) * 8;

	*to++ = '0';
	*to++ = 'x';
	while (shift > 4 && number >> (shift - 4) == 0)
		shift -= 4;
	for (; shift > 0; shift -= 4)
		*to++ = "0123456789abcdef"[number >> (shift - 4) & 15];
	return to;
}

/* Append TEXT without its NUL. */
static char *
put_text(char *to, const char *text)
{
	const size_t length = strlen(text);

	memcpy(to, text, length);
	return to + length;
}

/* "gantry(dispatch+0x4a) [0x55d0c0a3f2b1]", as backtrace_symbols_fd does. */
static void
write_frame(void *frame)
{
	char line[LINE_BYTES], *end = put_text(line, program_name());
	uintptr_t offset;
	/* It is the address that the call returns to. */
	const char *name = symbols_find((const char *)frame - 1, &offset);
	size_t length;

	*end++ = '(';
	if (name == NULL) {
		backtrace_symbols_fd(&frame, 1, log_descriptor());
		return;
	}
	length = strnlen(name, LINE_BYTES - 64 - PROGRAM_NAME_MAX);
	memcpy(end, name, length);
	end += length;
	*end++ = '+';
	end = put_hex(end, offset + 1);
	memcpy(end, ") [", 3);
	end = put_hex(end + 3, (uintptr_t)frame);
	memcpy(end, "]\n", 2);
	if (write(log_descriptor(), line, (size_t)(end + 2 - line)) == -1)
		return;
}

/* The instruction that a signal interrupted; 0: unknown. */
static uintptr_t
interrupted(const void *context)
{
	const ucontext_t *interrupted = context;

#if defined(__x86_64__)
	return (uintptr_t)interrupted->uc_mcontext.gregs[REG_RIP];
#elif defined(__aarch64__)
	return (uintptr_t)interrupted->uc_mcontext.pc;
#else
	(void)interrupted;
	return 0;
#endif
}

static void
write_stack(int number, siginfo_t *information, void *context)
{
	int saved = errno, count, i;
	char head[LINE_BYTES], *end;
	void *frames[FRAMES_MAX];

	(void)number;
	(void)information;
	count = backtrace(frames, FRAMES_MAX);
	if (noted != NULL)
		stack_record_write(noted,
		    &(struct stack_sample){
			.tid = (int)syscall(SYS_gettid),
			.pc = interrupted(context),
			.frames = frames,
			.count = count > 0 ? (size_t)count : 0,
		    });
	end = put_text(
	    put_text(head, program_name()), ": the stack of the thread:\n");
	if (write(log_descriptor(), head, (size_t)(end - head)) > 0)
		for (i = 0; i < count; i++)
			write_frame(frames[i]);
	errno = saved;
}

/* The handler of fatal signals. */
static void
write_stack_and_die(int number, siginfo_t *information, void *context)
{
	atomic_store(crashed_tid, (int)syscall(SYS_gettid));
	write_stack(number, information, context);
	if (write_last != NULL)
		write_last(log_descriptor());
	signal(number, SIG_DFL);
	raise(number);
}

void
backtrace_prepare_thread(void)
{
	stack_t stack = { .ss_size = STACK_BYTES };

	if (!HANDLES_FATAL)
		return;
	stack.ss_sp = mmap(NULL, STACK_BYTES, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (stack.ss_sp != MAP_FAILED)
		sigaltstack(&stack, NULL);
}

void
backtrace_prepare(atomic_int *crashed, void (*last)(int descriptor),
    struct stack_record *record)
{
	static const int fatal[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT };
	struct sigaction action = { .sa_sigaction = write_stack };
	void *frame;
	size_t i;

	crashed_tid = crashed;
	write_last = last;
	noted = record;
	symbols_open();
	backtrace(&frame, 1);
	sigemptyset(&action.sa_mask);
	action.sa_flags = SA_RESTART | SA_SIGINFO;
	sigaction(SIGRTMIN, &action, NULL);
	action.sa_sigaction = write_stack_and_die;
	action.sa_flags = (int)(SA_RESETHAND | SA_ONSTACK | SA_SIGINFO);
	for (i = 0; HANDLES_FATAL && i < sizeof(fatal) / sizeof(fatal[0]); i++)
		sigaction(fatal[i], &action, NULL);
}

void
backtrace_move(atomic_int *crashed, struct stack_record *record)
{
	crashed_tid = crashed;
	noted = record;
}

void
backtrace_ask(int tid)
{
	syscall(SYS_tgkill, getpid(), tid, SIGRTMIN);
}
