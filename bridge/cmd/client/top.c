/*
 * The screen of gantry top.  It is drawn as a whole each time, and the terminal
 * is put back as it was at the end, also after a signal.
 */
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "base/clock.h"
#include "cmd/client/control_request.h"
#include "cmd/client/top.h"

#define PAUSE_MILLISECONDS 1000

#define ENTER_SCREEN "\033[?1049h\033[?25l"
#define LEAVE_SCREEN "\033[?25h\033[?1049l"
#define HOME	     "\033[H"
#define CLEAR_LINE   "\033[K"
#define CLEAR_REST   "\033[J"

/* The counters at one refresh of top, for rates. */
struct sample {
	int64_t when; /* 0: none yet */
	double requests, seconds;
};

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
		.text = "gantry cannot show its status now",
	};
	int status = control_request_send(&request, path, body, &error);

	if (status != 200) {
		gantry_buffer_reset(body);
		gantry_buffer_printf(body, "gantry: %s\n", error.text);
	}
	gantry_buffer_putc(body, '\0');
	return status == 200 && !gantry_buffer_failed(body) ? 0 : -1;
}

/* The value of NAME in METRICS; 0 if it is not there. */
static double
metric(const char *metrics, const char *name)
{
	const char *at = strstr(metrics, name);

	return at != NULL ? strtod(at + strlen(name), NULL) : 0;
}

/* Append a line about the requests since LAST, which becomes now. */
static void
add_rate(struct gantry_buffer *text, struct sample *last, const char *metrics)
{
	const struct sample now = {
		.when = clock_milliseconds(),
		.requests = metric(metrics, "\ngantry_requests_total "),
		.seconds =
		    metric(metrics, "\ngantry_request_duration_seconds_sum "),
	};
	double requests = now.requests - last->requests;
	double passed = (double)(now.when - last->when) / 1000;

	if (last->when != 0 && passed > 0 && requests >= 0)
		gantry_buffer_printf(text,
		    "now        %.1f requests a second, %.3f ms each; "
		    "q quits\n",
		    requests / passed,
		    requests > 0
			? (now.seconds - last->seconds) * 1000 / requests
			: 0);
	*last = now;
}

/* The rate goes below the first line of the status. */
static void
compose(const char *path, struct sample *last, struct gantry_buffer *text)
{
	struct gantry_buffer status = { 0 }, metrics = { 0 };
	size_t first;

	gantry_buffer_reset(text);
	if (get(path, "/status?format=text", &status) == -1 ||
	    get(path, "/metrics", &metrics) == -1) {
		*last = (struct sample){ 0 };
		if (status.length > 0)
			gantry_buffer_puts(text, status.data);
	} else {
		first = strcspn(status.data, "\n") + 1;
		gantry_buffer_add(text, status.data, first);
		add_rate(text, last, metrics.data);
		gantry_buffer_puts(text, status.data + first);
	}
	gantry_buffer_clear(&status);
	gantry_buffer_clear(&metrics);
}

/* Draw as many lines, and as much of each, as fit on the screen. */
static void
draw(const struct gantry_buffer *text)
{
	struct winsize size = { .ws_row = 24, .ws_col = 80 };
	const char *at = text->data, *stop = at + text->length, *newline;
	size_t length;
	int row;

	ioctl(STDOUT_FILENO, TIOCGWINSZ, &size);
	if (size.ws_row == 0 || size.ws_col == 0)
		size = (struct winsize){ .ws_row = 24, .ws_col = 80 };
	fputs(HOME, stdout);
	for (row = 1; row < size.ws_row && at < stop; row++) {
		newline = memchr(at, '\n', (size_t)(stop - at));
		length = (size_t)((newline != NULL ? newline : stop) - at);
		fwrite(
		    at, 1, length < size.ws_col ? length : size.ws_col, stdout);
		fputs(CLEAR_LINE "\r\n", stdout);
		at += length + (newline != NULL ? 1 : 0);
	}
	fputs(CLEAR_REST, stdout);
	fflush(stdout);
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
	struct sample last = { 0 };
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
