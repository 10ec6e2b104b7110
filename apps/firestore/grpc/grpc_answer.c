/*
 * One call: find its method, read its message, run it, and end it with a
 * status.  Whatever goes wrong, the answer of HTTP is 200 with the status of
 * gRPC, except where gRPC asks for another one.
 */
#include <jansson.h>
#include <string.h>

#include "firestore/grpc/grpc_answer.h"
#include "firestore/grpc/grpc_metadata.h"
#include "firestore/grpc/grpc_reply.h"
#include "firestore/grpc/grpc_request.h"
#include "firestore/grpc/grpc_services.h"
#include "firestore/protobuf/codec.h"

static const char content[] = "application/grpc";

/* A call, with what its steps share. */
struct grpc_call {
	struct gantry_environ *environ;
	struct rpc_service *service;
	const struct proto_service *group; /* the service of the method */
	const struct proto_method *method;
	struct grpc_request request;
	struct grpc_reply reply;
	struct gantry_buffer reason; /* of an error */
};

static const char *
get_content_type(const struct gantry_environ *environ)
{
	const char *type = gantry_environ_get(environ, "CONTENT_TYPE");

	return type != NULL ? type : "";
}

bool
grpc_is_request(const struct gantry_environ *environ)
{
	const char *type = get_content_type(environ);
	const size_t length = strlen(content);

	return strncmp(type, content, length) == 0 &&
	    strchr("+; ", type[length]) != NULL; /* or the end */
}

/* Is the content in Protocol Buffers, the default, not "+json"? */
static bool
is_protobuf(const char *type)
{
	static const char suffix[] = "+proto";
	const size_t length = strlen(suffix);

	type += strlen(content);
	if (*type != '+')
		return true;
	return strncmp(type, suffix, length) == 0 &&
	    strchr("; ", type[length]) != NULL;
}

static int
refuse(struct gantry_environ *environ, gantry_start_response *start_response,
    const char *status, const char *reason)
{
	const struct gantry_header headers[] = {
		{ "Content-Type", "text/plain; charset=utf-8" },
		{ "Allow", "POST" },
		{ NULL, NULL },
	};

	return gantry_write(
	    start_response(environ, status, headers), reason, strlen(reason));
}

static enum rpc_code
fail(struct grpc_call *call, enum rpc_code code, const char *reason)
{
	gantry_buffer_puts(&call->reason, reason);
	return code;
}

/* Find the method of the path, and note it for the metrics. */
static enum rpc_code
find_method(struct grpc_call *call)
{
	const char *path = gantry_environ_format(call->environ, "%s%s",
	    gantry_environ_get(call->environ, "SCRIPT_NAME"),
	    gantry_environ_get(call->environ, "PATH_INFO"));

	if (path == NULL)
		return fail(call, RPC_INTERNAL, "out of memory");
	path += strspn(path, "/");
	call->method = proto_find_method(
	    (struct bytes){ path, strlen(path) }, &call->group);
	if (call->method == NULL)
		return fail(call, RPC_UNIMPLEMENTED,
		    call->group != NULL ? "unknown method" : "unknown service");
	gantry_environ_set_route(
	    call->environ, gantry_environ_format(call->environ, "/%s", path));
	call->reply.type = call->method->answer;
	return RPC_OK;
}

/* The message that was read, as JSON, which the caller owns; or NULL. */
static json_t *
decode(struct grpc_call *call, enum rpc_code *code)
{
	const struct gantry_buffer *message = &call->request.message;
	struct gantry_error error;
	json_t *json = proto_read(call->method->request,
	    (struct bytes){ message->data, message->length }, &error);

	*code = RPC_OK;
	if (json == NULL)
		*code = fail(call,
		    error.code == GANTRY_ERROR_LIMIT ? RPC_INVALID_ARGUMENT
						     : RPC_INTERNAL,
		    error.text);
	/* Answers are compressed for a client that compresses. */
	call->reply.is_compressed = call->request.was_compressed &&
	    grpc_list_has(
		gantry_environ_get(call->environ, "HTTP_GRPC_ACCEPT_ENCODING"),
		"gzip");
	return json;
}

/* Send ANSWER unless CODE or an error of memory forbids it. */
static enum rpc_code
send_answer(struct grpc_call *call, enum rpc_code code,
    const struct gantry_buffer *answer)
{
	if (code != RPC_OK)
		return code;
	if (gantry_buffer_failed(answer))
		return fail(call, RPC_INTERNAL, "out of memory");
	grpc_reply_send(
	    &call->reply, (struct bytes){ answer->data, answer->length });
	return RPC_OK;
}

static enum rpc_code
check_health(struct grpc_call *call)
{
	struct gantry_buffer answer = { 0 };
	enum rpc_code code;
	json_t *json;

	if (call->method->server_streams)
		return fail(
		    call, RPC_UNIMPLEMENTED, "use Check: Watch is not there");
	code = grpc_request_one(&call->request);
	if (code != RPC_OK)
		return code;
	json = decode(call, &code);
	if (json == NULL)
		return code;
	code = grpc_check_health(
	    json, call->service != NULL, &answer, &call->reason);
	code = send_answer(call, code, &answer);
	gantry_buffer_clear(&answer);
	json_decref(json);
	return code;
}

/* Answer the message that was read. */
static enum rpc_code
reflect_one(struct grpc_call *call)
{
	struct gantry_buffer answer = { 0 };
	struct gantry_error error;
	enum rpc_code code;
	json_t *json = decode(call, &code);

	if (json == NULL)
		return code;
	if (grpc_reflect(json, &answer, &error) == -1)
		code = fail(call, RPC_INTERNAL, error.text);
	code = send_answer(call, code, &answer);
	gantry_buffer_clear(&answer);
	json_decref(json);
	return code;
}

/*
 * A client may wait for an answer before it sends its next request.  Then the
 * end of the body is not known yet.
 */
static enum rpc_code
reflect(struct grpc_call *call)
{
	const bool is_open =
	    gantry_environ_get(call->environ, "gantry.body_length") != NULL;
	enum rpc_code code = RPC_OK;
	bool found = true;

	while (code == RPC_OK && found && !call->reply.has_failed) {
		code = grpc_request_next(&call->request, &found);
		if (code == RPC_OK && found)
			code = reflect_one(call);
		if (code == RPC_OK && found && is_open &&
		    !call->reply.has_failed)
			grpc_reply_flush(&call->reply);
	}
	return code;
}

/* Read the time that the client waits; 0: it does not say. */
static enum rpc_code
read_deadline(struct grpc_call *call, int64_t *deadline)
{
	const char *timeout =
	    gantry_environ_get(call->environ, "HTTP_GRPC_TIMEOUT");

	*deadline = 0;
	if (timeout == NULL)
		return RPC_OK;
	if (!grpc_read_timeout(timeout, deadline))
		return fail(call, RPC_INTERNAL, "grpc-timeout is malformed");
	if (*deadline > 0)
		return RPC_OK;
	return fail(call, RPC_DEADLINE_EXCEEDED, "the deadline has passed");
}

static enum rpc_code
run_method(struct grpc_call *call, const struct rpc_method *method,
    const json_t *json, int64_t deadline)
{
	static const struct bytes nothing = { "{}", 2 };
	struct rpc_call run = {
		.request = json,
		.token = grpc_bearer(
		    gantry_environ_get(call->environ, "HTTP_AUTHORIZATION")),
		.deadline_ms = deadline,
		.send = grpc_reply_send,
		.argument = &call->reply,
	};
	enum rpc_code code = method->run(call->service, &run, &call->reason);

	/* A unary call that succeeds has one message. */
	if (code == RPC_OK && !call->method->server_streams &&
	    call->reply.messages == 0 && !call->reply.has_failed)
		grpc_reply_send(&call->reply, nothing);
	return code;
}

/* Run a method of Firestore. */
static enum rpc_code
run_firestore(struct grpc_call *call)
{
	const char *name = call->method->name;
	const struct rpc_method *method =
	    rpc_find((struct bytes){ name, strlen(name) });
	enum rpc_code code;
	int64_t deadline;
	json_t *json;

	if (call->method->client_streams || method == NULL) {
		gantry_buffer_printf(&call->reason,
		    "This server does not have the method %s. It answers gets "
		    "and queries; it does not listen or write.",
		    name);
		return RPC_UNIMPLEMENTED;
	}
	code = read_deadline(call, &deadline);
	if (code == RPC_OK)
		code = grpc_request_one(&call->request);
	if (code != RPC_OK)
		return code;
	if (call->service == NULL)
		return fail(
		    call, RPC_UNAVAILABLE, "The data are not available.");
	json = decode(call, &code);
	if (json == NULL)
		return code;
	/* It is decoded, and methods may need the memory. */
	gantry_buffer_clear(&call->request.message);
	code = run_method(call, method, json, deadline);
	json_decref(json);
	return code;
}

static enum rpc_code
run(struct grpc_call *call)
{
	enum rpc_code code = find_method(call);

	if (code != RPC_OK)
		return code;
	if (strcmp(call->group->name, "Health") == 0)
		return check_health(call);
	if (strcmp(call->group->name, "ServerReflection") == 0)
		return reflect(call);
	return run_firestore(call);
}

int
grpc_answer(struct gantry_environ *environ,
    gantry_start_response *start_response, struct rpc_service *service)
{
	struct grpc_call call = {
		.environ = environ,
		.service = service,
		.reply = { .environ = environ,
		    .start_response = start_response },
	};
	enum rpc_code code;
	int result = -1;

	if (!is_protobuf(get_content_type(environ)))
		return refuse(environ, start_response,
		    "415 Unsupported Media Type",
		    "Send messages in Protocol Buffers.\n");
	if (strcmp(gantry_environ_get(environ, "REQUEST_METHOD"), "POST") != 0)
		return refuse(environ, start_response, "405 Method Not Allowed",
		    "A call of gRPC is a POST.\n");
	grpc_request_init(&call.request, environ, &call.reason);
	code = run(&call);
	if (!call.request.is_gone)
		result = grpc_reply_end(&call.reply, code, &call.reason);
	grpc_request_clear(&call.request);
	grpc_reply_clear(&call.reply);
	gantry_buffer_clear(&call.reason);
	return result;
}
