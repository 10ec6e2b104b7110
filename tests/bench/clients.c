/*
 * Clients of a FastCGI application: each has a connection of its own, which it
 * keeps, and sends one request after the other.
 *
 *	clients SOCKET CLIENTS SECONDS NAME=VALUE ...
 *
 * Prints the number of answers in a second.  The exit status is 1 if a
 * connection failed or was closed, or if an answer has another status than 200.
 */
#include <err.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#define BEGIN_REQUEST 1
#define END_REQUEST   3
#define PARAMS	      4
#define STDIN	      5
#define STDOUT	      6

#define WARM_UP_MICROSECONDS 300000

static const char *path;
static unsigned char request[8192];
static size_t request_length;
static atomic_long answers;

static void
add_record(unsigned char type, const unsigned char *content, size_t length)
{
	unsigned char *head = request + request_length;

	if (request_length + 8 + length > sizeof(request))
		errx(2, "the request is too long");
	memset(head, 0, 8);
	head[0] = 1;
	head[1] = type;
	head[3] = 1;
	head[4] = (unsigned char)(length >> 8);
	head[5] = (unsigned char)length;
	if (length > 0)
		memcpy(head + 8, content, length);
	request_length += 8 + length;
}

/* Each name and value is shorter than 128 bytes. */
static size_t
add_pair(unsigned char *to, const char *text)
{
	const char *equals = strchr(text, '=');
	const size_t name = equals != NULL ? (size_t)(equals - text) : 0;
	const size_t value = equals != NULL ? strlen(equals + 1) : 0;

	if (name == 0 || name > 127 || value > 127)
		errx(2, "'%s' is not NAME=VALUE, or too long", text);
	to[0] = (unsigned char)name;
	to[1] = (unsigned char)value;
	memcpy(to + 2, text, name);
	memcpy(to + 2 + name, equals + 1, value);
	return 2 + name + value;
}

static void
make_request(char *const *pairs)
{
	static const unsigned char begin[8] = { 0, 1, 1 };
	unsigned char params[4096];
	size_t length = 0;

	for (; *pairs != NULL; pairs++) {
		if (length + 256 > sizeof(params))
			errx(2, "too many variables");
		length += add_pair(params + length, *pairs);
	}
	add_record(BEGIN_REQUEST, begin, sizeof(begin));
	add_record(PARAMS, params, length);
	add_record(PARAMS, NULL, 0);
	add_record(STDIN, NULL, 0);
}

static void
read_all(int descriptor, unsigned char *to, size_t size)
{
	ssize_t count;

	for (; size > 0; to += count, size -= (size_t)count) {
		count = read(descriptor, to, size);
		if (count == 0)
			errx(1, "the connection was closed");
		if (count == -1)
			err(1, "read");
	}
}

static void
check_status(const unsigned char *head)
{
	if (strncmp((const char *)head, "Status: ", 8) == 0 &&
	    strncmp((const char *)head + 8, "200", 3) != 0)
		errx(1, "an answer has the status %.3s", head + 8);
}

static void
read_answer(int descriptor)
{
	unsigned char head[8], content[65536 + 256];
	size_t length;

	do {
		read_all(descriptor, head, sizeof(head));
		length = (size_t)head[4] << 8 | head[5];
		read_all(descriptor, content, length + head[6]);
		if (head[1] == STDOUT && length > 11)
			check_status(content);
	} while (head[1] != END_REQUEST);
}

_Noreturn static void *
run(void *unused)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	(void)unused;
	snprintf(address.sun_path, sizeof(address.sun_path), "%s", path);
	if (connect(descriptor, (const struct sockaddr *)&address,
		sizeof(address)) == -1)
		err(1, "%s", path);
	for (;;) {
		if (write(descriptor, request, request_length) !=
		    (ssize_t)request_length)
			err(1, "write");
		read_answer(descriptor);
		atomic_fetch_add(&answers, 1);
	}
}

static double
seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

int
main(int argc, char *argv[])
{
	pthread_t thread;
	double begun;
	long before;
	int i;

	if (argc < 5)
		errx(2, "usage: clients SOCKET CLIENTS SECONDS NAME=VALUE ...");
	path = argv[1];
	make_request(argv + 4);
	for (i = 0; i < atoi(argv[2]); i++)
		if (pthread_create(&thread, NULL, run, NULL) != 0)
			errx(1, "cannot start a thread");
	usleep(WARM_UP_MICROSECONDS);
	before = atomic_load(&answers);
	begun = seconds();
	usleep((useconds_t)(atof(argv[3]) * 1e6));
	printf("%.1f\n",
	    (double)(atomic_load(&answers) - before) / (seconds() - begun));
	return 0;
}
