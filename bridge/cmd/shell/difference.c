/*
 * diff(1), which every Debian system has, compares the two texts.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cmd/shell/difference.h"
#include "cmd/shell/show/screen.h"

/* A file in memory with the answer of EXCHANGE, or -1 with errno set. */
static int
write_answer(const struct exchange *exchange)
{
	const struct answer_style style = { .sorts = true };
	const struct answer *answer = &exchange->answer;
	struct gantry_buffer text = { 0 };
	int file = memfd_create("answer", MFD_CLOEXEC);
	size_t done = 0;
	ssize_t count = 0;

	answer_put_status(&text, answer, &style);
	gantry_buffer_putc(&text, '\n');
	answer_put_headers(&text, answer, &style);
	gantry_buffer_putc(&text, '\n');
	answer_put_body(&text, answer, &style);
	while (file != -1 && done < text.length &&
	    (count = write(file, text.data + done, text.length - done)) > 0)
		done += (size_t)count;
	if (file != -1 && (gantry_buffer_failed(&text) || done < text.length)) {
		close(file);
		file = -1;
	}
	gantry_buffer_clear(&text);
	return file;
}

static void
put_label(char *label, size_t size, const struct exchange *exchange)
{
	snprintf(label, size, "%s %s", exchange->request.method,
	    exchange->request.target);
}

/* In the child: compare the files, and write to OUTPUT. */
static void
run_diff(const int files[2], int output, const struct exchange *before,
    const struct exchange *after)
{
	char paths[2][32], labels[2][256];
	int i;

	put_label(labels[0], sizeof(labels[0]), before);
	put_label(labels[1], sizeof(labels[1]), after);
	for (i = 0; i < 2; i++) {
		snprintf(
		    paths[i], sizeof(paths[i]), "/proc/self/fd/%d", files[i]);
		if (fcntl(files[i], F_SETFD, 0) == -1)
			_exit(127);
	}
	dup2(output, STDOUT_FILENO);
	execlp("diff", "diff", "-U", "3", "--label", labels[0], "--label",
	    labels[1], paths[0], paths[1], (char *)NULL);
	_exit(127);
}

/* Returns the exit status of diff, or -1. */
static int
read_diff(int input, pid_t child, struct gantry_buffer *text)
{
	char part[8192];
	ssize_t count;
	int status;

	while ((count = read(input, part, sizeof(part))) > 0 ||
	    (count == -1 && errno == EINTR))
		if (count > 0)
			gantry_buffer_add(text, part, (size_t)count);
	while (waitpid(child, &status, 0) == -1)
		if (errno != EINTR)
			return -1;
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* Bodies that are not text have the same summary if they begin alike. */
static bool
hides_difference(const struct answer *a, const struct answer *b)
{
	return !answer_is_json(a) && !answer_is_text(a) && !answer_is_json(b) &&
	    !answer_is_text(b) && a->body_length == b->body_length &&
	    memcmp(a->body, b->body, a->body_length) != 0;
}

int
difference_put(struct gantry_buffer *text, const struct exchange *before,
    const struct exchange *after, struct gantry_error *error)
{
	const int files[2] = { write_answer(before), write_answer(after) };
	int ends[2] = { -1, -1 }, status = -1;
	pid_t child = -1;

	if (files[0] != -1 && files[1] != -1 && pipe(ends) == 0)
		child = fork();
	if (child == 0)
		run_diff(files, ends[1], before, after);
	close(ends[1]);
	if (child != -1)
		status = read_diff(ends[0], child, text);
	close(ends[0]);
	close(files[0]);
	close(files[1]);
	if (status == 127)
		return gantry_error_set(error, GANTRY_ERROR_UNAVAILABLE,
		    "diff is not installed; apt-get install diffutils");
	if (status != 0 && status != 1)
		return gantry_error_set(error, GANTRY_ERROR_SYSTEM,
		    "diff(1) could not compare the answers");
	if (hides_difference(&before->answer, &after->answer)) {
		gantry_buffer_puts(text, "the bodies differ\n");
		return 1;
	}
	return status;
}

void
difference_colour(struct gantry_buffer *to, const struct gantry_buffer *text)
{
	const char *at = text->data, *end = at + text->length, *next;
	enum screen_colour colour;

	for (; at < end; at = next + 1) {
		next = memchr(at, '\n', (size_t)(end - at));
		if (next == NULL)
			next = end;
		colour = *at == '+' ? SCREEN_GREEN
		    : *at == '-'    ? SCREEN_RED
		    : *at == '@'    ? SCREEN_CYAN
				    : SCREEN_PLAIN;
		screen_put_coloured(to, true, colour, at, (size_t)(next - at));
		gantry_buffer_putc(to, '\n');
	}
}
