/*
 * A module whose hooks write a line each into FOLDER/log: the name of the hook,
 * the process, its parent and its user.  A file of a name in FOLDER makes the
 * preparation fail, hang, crash, or use what the sandbox denies.
 */
#include <gantry/gantry.h>
#include <gantry/module.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int
in(const char *folder, const char *name, int flags)
{
	char path[4096];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	return open(path, flags | O_CLOEXEC, 0600);
}

static bool
has(const char *folder, const char *name)
{
	const int file = in(folder, name, O_RDONLY);

	if (file != -1)
		close(file);
	return file != -1;
}

static void
note(const char *folder, const char *hook)
{
	const int file = in(folder, "log", O_WRONLY | O_CREAT | O_APPEND);

	dprintf(file, "%s %ld %ld %ld\n", hook, (long)getpid(), (long)getppid(),
	    (long)getuid());
	close(file);
}

static int
prepare(const struct gantry_settings *settings, struct gantry_error *error)
{
	const char *folder = gantry_settings_get(settings, "folder");

	note(folder, "prepare");
	if (has(folder, "crash"))
		abort();
	while (has(folder, "hang"))
		usleep(10000);
	if (has(folder, "fail"))
		return gantry_error_set(error, GANTRY_ERROR_UNAVAILABLE,
		    "the table is locked by design");
	if (has(folder, "trespass") && open("/etc/passwd", O_RDONLY) == -1)
		return gantry_error_set(error, GANTRY_ERROR_SYSTEM,
		    "/etc/passwd: %s", strerror(errno));
	return 0;
}

/* What the threads of a worker share. */
struct shared {
	const char *folder;
	int opened;
};

static int
begin(const struct gantry_settings *settings, void **shared,
    struct gantry_error *error)
{
	struct shared *self = calloc(1, sizeof(*self));

	self->folder = gantry_settings_get(settings, "folder");
	note(self->folder, "begin");
	if (has(self->folder, "refuse")) {
		free(self);
		return gantry_error_set(error, GANTRY_ERROR_SYSTEM,
		    "the worker is refused by design");
	}
	*shared = self;
	return 0;
}

static void
end(void *shared)
{
	struct shared *self = shared;

	note(self->folder, "end");
	free(self);
}

static int
open_thread(const struct gantry_settings *settings, void **state,
    struct gantry_error *error)
{
	struct shared *self = gantry_settings_shared(settings);

	(void)error;
	self->opened++;
	note(self->folder, "open");
	*state = self;
	return 0;
}

static void
close_thread(void *state)
{
	note(((struct shared *)state)->folder, "close");
}

static int
call(struct gantry_environ *environ, gantry_start_response *start_response)
{
	static const struct gantry_header headers[] = {
		{ "Content-Type", "text/plain" },
		{ NULL, NULL },
	};
	const struct shared *self = gantry_environ_state(environ);
	char text[32];
	const int length = snprintf(text, sizeof(text), "%d\n", self->opened);

	return gantry_write(
	    start_response(environ, "200 OK", headers), text, (size_t)length);
}

static const struct gantry_setting settings[] = {
	{ .key = "folder",
	    .help = "the folder of the log",
	    .type = GANTRY_SETTING_PATH },
	{ NULL },
};
static const char *const writes[] = { "folder", NULL };

static const struct gantry_application application = {
	.name = "hooked",
	.help = "notes its hooks",
	.settings = settings,
	.writes = writes,
	.open = open_thread,
	.call = call,
	.close = close_thread,
	.prepare = prepare,
	.worker_begin = begin,
	.worker_end = end,
};

GANTRY_MODULE(&application);
