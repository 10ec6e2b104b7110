/*
 * The child ends its lines with an empty one, so that a report that was cut
 * short by a limit is known to be.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log/log.h"
#include "serve/sandbox/sandbox.h"
#include "serve/stack/stack_lines.h"
#include "serve/stack/stack_report.h"

/* Of processor time, and on a busy machine. */
#define CPU_SECONDS 5
#define ALL_SECONDS 20
#define MEBIBYTE    ((rlim_t)1 << 20)
#define MEMORY_MAX  (1024 * MEBIBYTE)
#define LINES_MAX   256

void
stack_reports_init(struct stack_reports *reports,
    void (*heard)(
	void *owner, const struct stack_report *report, const char *line),
    void *owner)
{
	int i;

	reports->heard = heard;
	reports->owner = owner;
	for (i = 0; i < STACK_REPORTS; i++)
		reports->reports[i] = (struct stack_report){ .output = -1 };
}

static void
end_report(struct stack_report *report)
{
	if (report->child != 0)
		kill(report->child, SIGKILL);
	if (report->output != -1)
		close(report->output);
	/* The child is known until it is reaped. */
	*report = (struct stack_report){ .output = -1, .child = report->child };
}

void
stack_reports_clear(struct stack_reports *reports)
{
	int i;

	for (i = 0; i < STACK_REPORTS; i++)
		end_report(&reports->reports[i]);
}

/* A limit that is lower already stays. */
static void
limit(int resource, rlim_t most)
{
	struct rlimit limit;

	if (getrlimit(resource, &limit) == -1)
		_exit(1);
	if (limit.rlim_max > most)
		limit.rlim_max = most;
	if (limit.rlim_cur > limit.rlim_max)
		limit.rlim_cur = limit.rlim_max;
	if (setrlimit(resource, &limit) == -1)
		_exit(1);
}

static void
limit_resources(void)
{
	limit(RLIMIT_CORE, 0);
	limit(RLIMIT_FSIZE, 0);
	limit(RLIMIT_CPU, CPU_SECONDS);
#ifndef SANITIZED
	limit(RLIMIT_DATA, MEMORY_MAX);
	limit(RLIMIT_AS, 4 * MEMORY_MAX);
#endif
	alarm(ALL_SECONDS);
}

/* Nothing of the master stays open but OUTPUT and PROGRAM, which may be -1. */
static void
keep(int output, int program)
{
	if (dup2(output, STDOUT_FILENO) == -1)
		_exit(1);
	if (program == -1)
		_exit(1);
	if (dup2(program, STDIN_FILENO) == -1)
		_exit(1);
	close_range(STDERR_FILENO, ~0U, 0);
	/* What a library says is not a line of the report. */
	if (open("/dev/null", O_WRONLY | O_CLOEXEC) == -1)
		_exit(1);
}

/* In the child.  Standard input is the program, standard output the pipe. */
_Noreturn static void
look_up(const struct thread_stack *stack, const struct privileges *privileges,
    int output)
{
	static const char *const everything[] = { "/", NULL };
	const struct sandbox_options sandbox = {
		.mode = SANDBOX_ON,
		.rights.reads = everything,
	};
	struct gantry_error error;
	sigset_t none;
	int signals;

	for (signals = 1; signals < NSIG; signals++)
		signal(signals, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	keep(output, open("/proc/self/exe", O_RDONLY | O_CLOEXEC));
	limit_resources();
	if (privileges != NULL && privileges_drop(privileges, &error) == -1)
		_exit(1);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (stack_lines_load()) {
		if (sandbox_enter(&sandbox, &error) == -1)
			_exit(1);
		stack_lines_write(stack, STDIN_FILENO, STDOUT_FILENO);
	}
	_exit(write(STDOUT_FILENO, "\n", 1) != 1);
}

static int
find_free(const struct stack_reports *reports)
{
	int i;

	for (i = 0; i < STACK_REPORTS; i++)
		if (reports->reports[i].output == -1 &&
		    reports->reports[i].child == 0)
			return i;
	return -1;
}

int
stack_reports_start(struct stack_reports *reports,
    const struct thread_stack *stack, pid_t worker,
    const struct privileges *privileges)
{
	const int number = find_free(reports);
	struct stack_report report = {
		.deadline = clock_milliseconds() + (ALL_SECONDS + 1) * 1000,
		.worker = worker,
		.tid = stack->tid,
	};
	int ends[2];

	if (number == -1 || pipe2(ends, O_CLOEXEC) == -1)
		return -1;
	report.output = ends[0];
	fcntl(ends[0], F_SETFL, O_NONBLOCK);
	report.child = fork();
	if (report.child == 0)
		look_up(stack, privileges, ends[1]);
	close(ends[1]);
	if (report.child == -1) {
		close(ends[0]);
		return -1;
	}
	reports->reports[number] = report;
	return number;
}

int
stack_reports_descriptor(const struct stack_reports *reports, int number)
{
	return reports->reports[number].output;
}

/* A line of the child, which is only text. */
static void
take_line(const struct stack_reports *reports, struct stack_report *report,
    const char *line)
{
	if (*line == '\0')
		report->complete = true;
	if (report->complete || report->lines++ >= LINES_MAX)
		return;
	if (report->lines == 1)
		log_error("worker %ld: the stack of thread %d with files and "
			  "lines:",
		    (long)report->worker, report->tid);
	log_error("worker %ld: %s", (long)report->worker, line);
	if (reports->heard != NULL)
		reports->heard(reports->owner, report, line);
}

static void
take(const struct stack_reports *reports, struct stack_report *report,
    const char *bytes, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		if (bytes[i] == '\n') {
			report->line[report->length] = '\0';
			take_line(reports, report, report->line);
			report->length = 0;
		} else if (report->length + 1 < sizeof(report->line) &&
		    bytes[i] != '\0')
			report->line[report->length++] = bytes[i];
	}
}

void
stack_reports_read(struct stack_reports *reports, int number)
{
	struct stack_report *report = &reports->reports[number];
	char bytes[4096];
	ssize_t count;

	if (report->output == -1)
		return;
	count = read(report->output, bytes, sizeof(bytes));
	if (count > 0) {
		take(reports, report, bytes, (size_t)count);
		return;
	}
	if (count == -1 && (errno == EAGAIN || errno == EINTR))
		return;
	if (!report->complete)
		log_error("worker %ld: the stack of thread %d was not looked "
			  "up completely: that took too much time or memory, "
			  "or failed",
		    (long)report->worker, report->tid);
	end_report(report);
}

void
stack_reports_check(struct stack_reports *reports)
{
	const int64_t now = clock_milliseconds();
	struct stack_report *report;
	int i;

	for (i = 0; i < STACK_REPORTS; i++) {
		report = &reports->reports[i];
		if (report->child != 0 && now > report->deadline)
			kill(report->child, SIGKILL);
	}
}

bool
stack_reports_reap(struct stack_reports *reports, pid_t child)
{
	int i;

	for (i = 0; i < STACK_REPORTS; i++)
		if (reports->reports[i].child == child) {
			reports->reports[i].child = 0;
			return true;
		}
	return false;
}

unsigned
stack_reports_count(const struct stack_reports *reports)
{
	unsigned count = 0;
	int i;

	for (i = 0; i < STACK_REPORTS; i++)
		count += reports->reports[i].output != -1;
	return count;
}
