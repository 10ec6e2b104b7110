/*
 * The loop of gantry top.  The terminal is put back as it was at the end, also
 * after a signal.
 */
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "base/this_program.h"
#include "cmd/client/client.h"
#include "cmd/client/control_request.h"
#include "cmd/client/top_screen.h"

#define PAUSE_MILLISECONDS 1000

#define ENTER_SCREEN "\033[?1049h\033[?25l"
#define LEAVE_SCREEN "\033[?25h\033[?1049l"

static volatile sig_atomic_t is_ended;

static void
end(int number)
{
	(void)number;
	is_ended = 1;
}

/* Get TARGET as a string in BODY; after an error BODY says what it was. */
static int
get(const char *path, const char *target, struct gantry_buffer *body)
{
	const struct control_request request = { "GET", target, NULL, 5 };
	struct gantry_error error = {
		.text = "the status cannot be shown now",
	};
	int status = control_request_send(&request, path, body, &error);

	if (status != 200) {
		gantry_buffer_reset(body);
		gantry_buffer_printf(
		    body, "%s: %s\n", program_name(), error.text);
	}
	gantry_buffer_putc(body, '\0');
	return status == 200 && !gantry_buffer_failed(body) ? 0 : -1;
}

static void
compose(const char *path, struct top_sample *last, struct gantry_buffer *text)
{
	struct gantry_buffer status = { 0 }, metrics = { 0 };

	gantry_buffer_reset(text);
	if (get(path, "/status?format=text", &status) == -1 ||
	    get(path, "/metrics", &metrics) == -1) {
		*last = (struct top_sample){ 0 };
		if (status.length > 0)
			gantry_buffer_puts(text, status.data);
	} else {
		top_screen_compose(text, last, status.data, metrics.data);
	}
	gantry_buffer_clear(&status);
	gantry_buffer_clear(&metrics);
}

static void
draw(const struct gantry_buffer *text)
{
	struct winsize size = { .ws_row = 24, .ws_col = 80 };
	struct gantry_buffer out = { 0 };

	ioctl(STDOUT_FILENO, TIOCGWINSZ, &size);
	if (size.ws_row == 0 || size.ws_col == 0)
		size = (struct winsize){ .ws_row = 24, .ws_col = 80 };
	top_screen_draw(&out, text, size.ws_row, size.ws_col);
	fwrite(out.data, 1, out.length, stdout);
	fflush(stdout);
	gantry_buffer_clear(&out);
}

/* Wait for the next refresh.  False when q was pressed or input ended. */
static bool
pause_for_key(bool has_keys)
{
	struct pollfd input = { .fd = has_keys ? STDIN_FILENO : -1,
		.events = POLLIN };
	char key;

	if (poll(&input, 1, PAUSE_MILLISECONDS) <= 0)
		return true;
	return read(STDIN_FILENO, &key, 1) == 1 && key != 'q' && key != 'Q';
}

static int
print_once(const char *path)
{
	struct gantry_buffer text = { 0 };
	int result = get(path, "/status?format=text", &text);

	if (text.length > 0)
		fputs(text.data, result == 0 ? stdout : stderr);
	gantry_buffer_clear(&text);
	return result == 0 ? 0 : 1;
}

int
top_show(const char *path)
{
	const struct sigaction action = { .sa_handler = end };
	struct gantry_buffer text = { 0 };
	struct termios before, raw;
	struct top_sample last = { 0 };
	bool has_keys;

	if (isatty(STDOUT_FILENO) == 0)
		return print_once(path);
	has_keys = tcgetattr(STDIN_FILENO, &before) == 0;
	if (has_keys) {
		raw = before;
		raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
		tcsetattr(STDIN_FILENO, TCSANOW, &raw);
	}
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGHUP, &action, NULL);
	fputs(ENTER_SCREEN, stdout);
	do {
		compose(path, &last, &text);
		draw(&text);
	} while (!is_ended && pause_for_key(has_keys) && !is_ended);
	fputs(LEAVE_SCREEN, stdout);
	fflush(stdout);
	if (has_keys)
		tcsetattr(STDIN_FILENO, TCSANOW, &before);
	gantry_buffer_clear(&text);
	return 0;
}
