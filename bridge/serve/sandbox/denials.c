/*
 * Notes are kept for as long as the process lives.  Their number is bounded, in
 * all and for each call, since an application may try one path after another.
 */
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/log/log.h"
#include "serve/sandbox/denials.h"

#define CALLS_MAX      1024 /* above all numbers of system calls */
#define NOTES_MAX      64
#define NOTES_OF_CALL  8
#define PATH_NOTED     512
#define DESCRIPTOR_MAX 32 /* of "/proc/self/fd/N" */
#define LINE_SIZE      (PATH_NOTED + 128)

struct note {
	_Atomic uint64_t hash; /* of what it is about; 0: not used */
	atomic_int state;
	enum denial_kind kind;
	int number, value;
	bool is_last; /* of this call */
	char path[PATH_NOTED];
};

enum {
	NOTE_EMPTY,
	NOTE_WRITTEN,
	NOTE_LOGGED,
};

static atomic_int_least64_t here;
static _Atomic(atomic_int_least64_t *) shared = &here;
static atomic_uint counts[CALLS_MAX];
static struct note notes[NOTES_MAX];

/* FNV-1a; never 0. */
static uint64_t
hash_denial(const struct denial *denial)
{
	uint64_t hash = UINT64_C(0xcbf29ce484222325);
	const int parts[] = { (int)denial->kind, denial->number,
		denial->value };
	const unsigned char *byte = (const unsigned char *)parts;
	size_t i;

	for (i = 0; i < sizeof(parts); i++)
		hash = (hash ^ byte[i]) * UINT64_C(0x100000001b3);
	byte = (const unsigned char *)denial->path;
	for (; byte != NULL && *byte != '\0'; byte++)
		hash = (hash ^ *byte) * UINT64_C(0x100000001b3);
	return hash != 0 ? hash : 1;
}

/* The unused note for HASH, or NULL: there is one, or none is free. */
static struct note *
claim(uint64_t hash)
{
	uint64_t other;
	size_t i;

	for (i = 0; i < NOTES_MAX; i++) {
		other = 0;
		if (atomic_compare_exchange_strong(
			&notes[i].hash, &other, hash))
			return &notes[i];
		if (other == hash)
			return NULL;
	}
	return NULL;
}

static bool
is_noted(uint64_t hash)
{
	size_t i;

	for (i = 0; i < NOTES_MAX; i++)
		if (atomic_load(&notes[i].hash) == hash)
			return true;
	return false;
}

/* "/proc/self/fd/NUMBER", by hand: printf is not for signal handlers. */
static void
name_descriptor(char name[DESCRIPTOR_MAX], int number)
{
	static const char start[] = "/proc/self/fd/";
	size_t at = DESCRIPTOR_MAX;

	name[--at] = '\0';
	do
		name[--at] = (char)('0' + number % 10);
	while ((number /= 10) > 0);
	memmove(name + strlen(start), name + at, DESCRIPTOR_MAX - at);
	memcpy(name, start, strlen(start));
}

/* Write the folder, which PATH is relative to, and a slash. */
static size_t
put_folder(char *text, size_t size, int folder)
{
	char name[DESCRIPTOR_MAX];
	ssize_t length;

	if (folder == AT_FDCWD) {
		length = syscall(SYS_getcwd, text, size - 1);
		length = length > 0 ? length - 1 : 0; /* without the NUL */
	} else {
		if (folder < 0)
			return 0;
		name_descriptor(name, folder);
		length = readlink(name, text, size - 1);
	}
	if (length <= 0)
		return 0;
	text[length] = '/';
	return (size_t)length + 1;
}

static void
put_path(struct note *note, const struct denial *denial)
{
	size_t length = 0, rest;

	if (denial->path == NULL)
		return;
	if (*denial->path != '/')
		length =
		    put_folder(note->path, sizeof(note->path), denial->folder);
	rest = strnlen(denial->path, sizeof(note->path) - 1 - length);
	memcpy(note->path + length, denial->path, rest);
	note->path[length + rest] = '\0';
}

void
denial_note(const struct denial *denial)
{
	const uint64_t hash = hash_denial(denial);
	struct note *note;
	unsigned before;

	atomic_fetch_add(&here, 1);
	if (atomic_load(&shared) != &here)
		atomic_fetch_add(atomic_load(&shared), 1);
	if (denial->number < 0 || denial->number >= CALLS_MAX || is_noted(hash))
		return;
	before = atomic_fetch_add(&counts[denial->number], 1);
	if (before >= NOTES_OF_CALL) {
		atomic_store(&counts[denial->number], NOTES_OF_CALL);
		return;
	}
	note = claim(hash);
	if (note == NULL)
		return;
	note->kind = denial->kind;
	note->number = denial->number;
	note->value = denial->value;
	note->is_last = before == NOTES_OF_CALL - 1;
	put_path(note, denial);
	atomic_store(&note->state, NOTE_WRITTEN);
}

void
denials_count_in(atomic_int_least64_t *violations)
{
	atomic_store(&shared, violations);
}

/* What was denied, in words. */
struct words {
	char what[PATH_NOTED + 64];
	char setting[PATH_NOTED + 64]; /* that allows it; "": none does */
};

/* sandbox.writes is for the folder, since files are made beside others. */
static void
name_folder(struct words *words, const char *path)
{
	const char *slash = strrchr(path, '/');
	int length = slash == NULL ? 0
	    : slash == path	   ? 1
				   : (int)(slash - path);

	if (length == 0)
		strcpy(words->setting, "sandbox.writes = FOLDER");
	else
		snprintf(words->setting, sizeof(words->setting),
		    "sandbox.writes = %.*s", length, path);
}

static void
say_socket(struct words *words, int family)
{
	static const struct {
		int family;
		const char *name, *address;
	} families[] = {
		{ AF_UNIX, "AF_UNIX", "unix:/PATH" },
		{ AF_INET, "AF_INET", "HOST:PORT" },
		{ AF_INET6, "AF_INET6", "HOST:PORT" },
	};
	size_t i;

	snprintf(
	    words->what, sizeof(words->what), "a socket of family %d", family);
	for (i = 0; i < sizeof(families) / sizeof(families[0]); i++) {
		if (families[i].family != family)
			continue;
		snprintf(words->what, sizeof(words->what), "a socket of %s",
		    families[i].name);
		snprintf(words->setting, sizeof(words->setting),
		    "sandbox.connects = %s", families[i].address);
	}
}

static void
say_other(const struct note *note, struct words *words, const char *call)
{
	if (note->path[0] != '\0')
		snprintf(words->what, sizeof(words->what), "%s of %s", call,
		    note->path);
	else if (note->value >= 0)
		snprintf(words->what, sizeof(words->what), "%s with command %d",
		    call, note->value);
	else
		snprintf(words->what, sizeof(words->what), "%s", call);
}

static void
say(const struct note *note, struct words *words, const char *call)
{
	*words = (struct words){ .what = "" };
	say_other(note, words, call);
	switch (note->kind) {
	case DENIAL_OTHER:
		break;
	case DENIAL_READ:
		snprintf(words->what, sizeof(words->what),
		    "opening %s for reading", note->path);
		snprintf(words->setting, sizeof(words->setting),
		    "sandbox.reads = %s", note->path);
		break;
	case DENIAL_WRITE:
		snprintf(words->what, sizeof(words->what),
		    "opening %s for writing", note->path);
		name_folder(words, note->path);
		break;
	case DENIAL_CHANGE:
		name_folder(words, note->path);
		break;
	case DENIAL_RUN:
		if (note->path[0] != '\0')
			snprintf(words->what, sizeof(words->what), "running %s",
			    note->path);
		else
			strcpy(words->what, "starting a process");
		snprintf(words->setting, sizeof(words->setting),
		    "sandbox.runs = %s",
		    note->path[0] != '\0' ? note->path : "PROGRAM");
		break;
	case DENIAL_SOCKET:
		say_socket(words, note->value);
		break;
	case DENIAL_PORT:
		snprintf(words->what, sizeof(words->what),
		    "a connection to TCP port %d", note->value);
		snprintf(words->setting, sizeof(words->setting),
		    "sandbox.connects = HOST:%d", note->value);
		break;
	case DENIAL_SEND:
		strcpy(words->setting, "sandbox.connects = HOST:PORT");
		break;
	}
}

static void
log_note(const struct note *note, const char *call)
{
	struct words words;

	say(note, &words, call);
	log_error("the sandbox denied %s; %s%s%s%s", words.what,
	    words.setting[0] != '\0' ? "if the application needs it, set "
				     : "no setting allows it",
	    words.setting, words.setting[0] != '\0' ? " for its mount" : "",
	    note->is_last ? "; further denials of this call are only counted"
			  : "");
}

void
denials_report(const char *(*name)(int number))
{
	int written;
	size_t i;

	for (i = 0; i < NOTES_MAX; i++) {
		written = NOTE_WRITTEN;
		if (atomic_compare_exchange_strong(
			&notes[i].state, &written, NOTE_LOGGED))
			log_note(&notes[i], name(notes[i].number));
	}
}

/* What the last lines of a process say, around the path. */
static const struct {
	const char *before, *after;
} last_words[] = {
	[DENIAL_OTHER] = { "a system call", "" },
	[DENIAL_READ] = { "opening ", " for reading (sandbox.reads)" },
	[DENIAL_WRITE] = { "opening ", " for writing (sandbox.writes)" },
	[DENIAL_CHANGE] = { "a change of ", " (sandbox.writes)" },
	[DENIAL_RUN] = { "running ", " (sandbox.runs)" },
	[DENIAL_SOCKET] = { "a socket", " (sandbox.connects)" },
	[DENIAL_PORT] = { "a connection to a TCP port", " (sandbox.connects)" },
	[DENIAL_SEND] = { "sending", " (sandbox.connects)" },
};

/* A path may have any bytes. */
static void
append(char *line, size_t *length, const char *text)
{
	for (; *text != '\0' && *length < LINE_SIZE - 1; text++)
		line[(*length)++] =
		    (unsigned char)*text < ' ' || *text == 0x7f ? '?' : *text;
}

void
denials_write(int descriptor)
{
	char line[LINE_SIZE];
	size_t length, i;
	int written;

	for (i = 0; i < NOTES_MAX; i++) {
		written = NOTE_WRITTEN;
		if (!atomic_compare_exchange_strong(
			&notes[i].state, &written, NOTE_LOGGED))
			continue;
		length = 0;
		append(
		    line, &length, "gantry: before that, the sandbox denied ");
		append(line, &length, last_words[notes[i].kind].before);
		append(line, &length, notes[i].path);
		append(line, &length, last_words[notes[i].kind].after);
		line[length++] = '\n';
		if (write(descriptor, line, length) == -1)
			return;
	}
}
