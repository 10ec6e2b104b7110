/*
 * From a configuration to a running gate.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log/log.h"
#include "base/this_program.h"
#include "cmd/commands/commands.h"
#include "cmd/commands/logs.h"
#include "gate/transport/call.h"
#include "gate/transport/cgi.h"
#include "serve/jobs/jobs_detached.h"
#include "serve/observe/backtrace.h"

struct gate_options
command_gate_options(const struct config *config)
{
	return (struct gate_options){
		.mounts = config->mounts,
		.mount_count = config->mount_count,
		.debug = config->debug,
		.mirror_errors = config->mirror_errors,
		.request_id_header = config->request_id_header,
		.trusted = &config->trusted,
		.file_handoff = strcmp(config->file_handoff, "none") != 0
		    ? config->file_handoff
		    : NULL,
		.capture_folder = config->capture,
		.is_alone = true,
	};
}

static bool
any_authorizes(const struct config *config)
{
	size_t i;

	for (i = 0; i < config->mount_count; i++)
		if (config->mounts[i].application->authorizes)
			return true;
	return false;
}

struct transport_options
command_transport_options(const struct config *config)
{
	return (struct transport_options){
		.limits = &config->limits,
		.workers = config->workers,
		.authorizes = any_authorizes(config),
		.keeps_received = config->debug,
		.capture_folder = config->capture,
		.spool_folder = config->spool_folder,
	};
}

void
command_cgi_fail(const struct gantry_error *error)
{
	log_error("%s", error->text);
	printf("Status: 500 Internal Server Error\r\n"
	       "Content-Type: text/plain\r\n\r\n"
	       "The service cannot start; the web server's log says why.\n");
}

/* How long a thread may take to log its stack. */
#define STACK_MICROSECONDS 100000

static int64_t
last_heartbeat(void *owner)
{
	const struct request_observer *observer = owner;

	return atomic_load(&observer->score->heartbeat);
}

static void
log_overdue(void *owner, struct request *request, const char *detail)
{
	static atomic_int crashed; /* no master asks */
	const struct request_observer *observer = owner;

	log_error("[%s] %s %s: %s",
	    gantry_environ_request_id(&request->environ), request->method,
	    request->target, detail);
	/* Only now, since it takes time that few CGI processes need. */
	backtrace_prepare(&crashed, NULL, NULL);
	backtrace_ask(atomic_load(&observer->score->tid));
	usleep(STACK_MICROSECONDS);
	request_observer_rejected(&observer->options, request,
	    "504 Gateway Timeout", clock_milliseconds());
	access_log_flush(observer->options.access_log);
}

/* Serve the request; GATE is open. */
static int
serve_gate(const struct config *config, const struct logs *logs,
    struct gate *gate, struct score_page *page)
{
	struct request_observer_options observed = logs->observer;
	struct request_observer observer;
	const struct cgi_options options = {
		.limits = &config->limits,
		.spool_folder = config->spool_folder != NULL
		    ? config->spool_folder
		    : "/tmp",
		.owner = &observer,
		.heartbeat = last_heartbeat,
		.overdue = log_overdue,
	};
	int result;

	observed.page = page;
	request_observer_init(&observer, &observed, 0, gate);
	atomic_store(&observer.score->tid, (int)getpid());
	result = cgi_serve(gate, &options);
	request_observer_clear(&observer);
	return result;
}

/* Returns 0, or -1 with ERROR filled if the applications could not be opened.
 */
static int
serve_cgi(const struct config *config, const struct logs *logs, int *result,
    struct gantry_error *error)
{
	struct gate_options options = command_gate_options(config);
	struct jobs_detached jobs = {
		.folder = config->spool_folder != NULL ? config->spool_folder
						       : "/tmp",
		.sandbox = config->sandbox,
	};
	struct score_page *page;
	struct gate gate;

	/* Beyond RLIMIT_FSIZE, a write to the spool fails instead. */
	signal(SIGXFSZ, SIG_IGN);
	options.multiprocess = true;
	options.run_once = true;
	page = score_page_new(1);
	if (page == NULL)
		return gantry_error_system(error, "cannot share memory");
	if (gate_open(&gate, &options, true, error) == -1) {
		score_page_free(page, 1);
		return -1;
	}
	gate.runner = jobs_detached_runner(&jobs);
	*result = serve_gate(config, logs, &gate, page);
	gate_close(&gate);
	score_page_free(page, 1);
	return 0;
}

int
command_cgi(const struct config *config)
{
	struct gantry_error error;
	struct logs logs;
	int result = -1;

	if (logs_open(&logs, config, &error) == -1) {
		command_cgi_fail(&error);
		return 1;
	}
	if (serve_cgi(config, &logs, &result, &error) == -1)
		command_cgi_fail(&error);
	logs_close(&logs);
	return result == 0 ? 0 : 1;
}

void
command_print_answer(const struct gantry_buffer *answer)
{
	const char *end = memmem(answer->data, answer->length, "\r\n\r\n", 4);
	size_t head = end != NULL ? (size_t)(end - answer->data) + 4 : 0;
	size_t i;

	for (i = 0; i < head; i++)
		if (answer->data[i] != '\r')
			putchar(answer->data[i]);
	fwrite(answer->data + head, 1, answer->length - head, stdout);
}

int
command_answer_status(const struct gantry_buffer *answer, int result,
    const struct gantry_error *error)
{
	int status = 0;

	if (result == -1)
		return error->code == GANTRY_ERROR_INPUT ? 2 : 1;
	if (answer->length > strlen("Status: "))
		status = atoi(answer->data + strlen("Status: "));
	return status < 400 ? 0 : 1;
}

int
command_call(const struct config *config, const struct options *options)
{
	struct gate_options gate_configured = command_gate_options(config);
	struct call call = {
		.method = options->call_method,
		.target = options->call_target,
		.headers = options->call_headers,
		.body = options->call_body,
		.deferred_timeout = config->limits.deferred_timeout,
		.catches_signals = true,
	};
	struct gantry_buffer answer = { 0 };
	struct gantry_error error;
	struct gate gate;
	int result;

	if (call.body != NULL)
		call.body_length = strlen(call.body);
	if (gate_open(&gate, &gate_configured, true, &error) == -1) {
		program_print_error("%s", error.text);
		return 1;
	}
	result = call_serve(&gate, &call, &answer, &error);
	if (result == -1)
		program_print_error("%s", error.text);
	if (answer.length > 0)
		command_print_answer(&answer);
	result = command_answer_status(&answer, result, &error);
	gantry_buffer_clear(&answer);
	gate_close(&gate);
	return result;
}
