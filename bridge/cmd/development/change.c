/*
 * A new program takes over as in an upgrade (SIGUSR2); for all else the master
 * reloads.  A process of its own waits for the reload's answer, so that this
 * one goes on to show what is logged.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd/client/control_request.h"
#include "cmd/development/change.h"
#include "cmd/development/dev_config.h"
#include "serve/development/development_options.h"

/* A reload's answer is this byte, and the text of the answer. */
#define DONE   '+'
#define FAILED '-'

static void
fail(struct dev *dev, const char *reasons, size_t length)
{
	struct gantry_buffer text = { 0 };

	while (length > 0 && reasons[length - 1] == '\n')
		length--;
	gantry_buffer_add(&text, reasons, length);
	gantry_buffer_putc(&text, '\0');
	if (!gantry_buffer_failed(&text)) {
		state_folder_write(dev->folder, DEVELOPMENT_FAILURE, text.data);
		terminal_complain("the change is not served, what was served "
				  "before goes on: %s",
		    text.data);
	}
	gantry_buffer_clear(&text);
	dev->has_failed = true;
}

static void
succeed(struct dev *dev)
{
	state_folder_write(dev->folder, DEVELOPMENT_FAILURE, NULL);
	dev->has_failed = false;
	terminal_say("the change is served");
}

/*
 * Read the configuration as the master will, for all of its errors and for the
 * files to watch.  Returns whether it is right.
 */
static bool
check(struct dev *dev)
{
	struct gantry_buffer text = { 0 };
	struct gantry_error error = { 0 }, ignored;
	struct config config;
	int result = dev->source->load(&config, dev->source->owner, &error);
	size_t i;

	dev_config_watch(&config, dev->options, &dev->watch, &ignored);
	for (i = 0; i < config.errors.count; i++)
		gantry_buffer_printf(
		    &text, "%s\n", config.errors.items[i].text);
	if (result == -1 && text.length == 0)
		gantry_buffer_puts(&text, error.text);
	if (result == -1)
		fail(dev, text.data, text.length);
	gantry_buffer_clear(&text);
	config_clear(&config);
	return result == 0;
}

/* In a process of its own. */
_Noreturn static void
ask_for_reload(const char *control, int result)
{
	static const struct control_request request = { "POST", "/reload", NULL,
		0 };
	struct gantry_buffer body = { 0 };
	struct gantry_error error;
	int status = control_request_send(&request, control, &body, &error);
	const char outcome = status == 200 ? DONE : FAILED;

	if (status == -1)
		gantry_buffer_puts(&body, error.text);
	if (write(result, &outcome, 1) != 1 ||
	    (body.length > 0 && write(result, body.data, body.length) == -1))
		_exit(1);
	_exit(0);
}

static void
reload(struct dev *dev)
{
	static const char none[] = "cannot start a process for the reload";
	int ends[2];
	pid_t process;

	if (pipe2(ends, O_CLOEXEC) == -1) {
		fail(dev, none, strlen(none));
		return;
	}
	process = fork();
	if (process == 0)
		ask_for_reload(dev->control, ends[1]);
	close(ends[1]);
	if (process == -1) {
		close(ends[0]);
		fail(dev, none, strlen(none));
		return;
	}
	gantry_buffer_reset(&dev->answer);
	dev->reload = ends[0];
}

/* Say what has changed.  Returns whether the program itself has. */
static bool
tell(const struct dev *dev)
{
	const struct watched_file *file;
	bool is_program = false;
	size_t i;

	for (i = 0; i < dev->watch.count; i++) {
		file = &dev->watch.files[i];
		if (!watch_has_changed(&dev->watch, i))
			continue;
		terminal_say("%s changed (%s)", file->path, file->what);
		is_program |= file->is_program;
	}
	return is_program;
}

void
change_begin(struct dev *dev)
{
	const bool is_program = tell(dev);

	watch_accept(&dev->watch);
	terminal_copy_log(&dev->log);
	gantry_buffer_reset(&dev->log.reasons);
	dev->log.has_failed_upgrade = false;
	if (is_program) {
		dev->is_upgrading = true;
		kill(dev->master, SIGUSR2);
	} else if (check(dev)) {
		reload(dev);
	}
}

void
change_read_reload(struct dev *dev)
{
	const struct gantry_buffer *reasons = &dev->log.reasons;
	struct gantry_buffer *answer = &dev->answer;
	char data[1024];
	ssize_t length = read(dev->reload, data, sizeof(data));

	if (length > 0) {
		gantry_buffer_add(answer, data, (size_t)length);
		return;
	}
	close(dev->reload);
	dev->reload = -1;
	if (answer->length > 0 && answer->data[0] == DONE) {
		succeed(dev);
		return;
	}
	/* The log has the reason of a worker that could not start. */
	terminal_copy_log(&dev->log);
	if (reasons->length > 0)
		fail(dev, reasons->data, reasons->length);
	else if (answer->length > 1)
		fail(dev, answer->data + 1, answer->length - 1);
	else
		fail(dev, "the reload failed", strlen("the reload failed"));
}

void
change_note_reload(struct dev *dev)
{
	struct terminal_log *log = &dev->log;
	const bool has_failed = log->has_failed_reload;
	const bool is_done = log->has_reloaded;

	log->has_failed_reload = log->has_reloaded = false;
	if (dev->reload != -1)
		return;
	if (is_done)
		succeed(dev);
	else if (has_failed)
		fail(dev, log->reasons.data, log->reasons.length);
}

void
change_check_upgrade(struct dev *dev)
{
	if (!dev->is_upgrading || !dev->log.has_failed_upgrade)
		return;
	dev->is_upgrading = false;
	fail(dev, dev->log.reasons.data, dev->log.reasons.length);
}

void
change_end_upgrade(struct dev *dev)
{
	dev->is_upgrading = false;
	succeed(dev);
}

bool
change_is_running(const struct dev *dev)
{
	return dev->is_upgrading || dev->reload != -1;
}
