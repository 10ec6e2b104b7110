/*
 * HTTP with libcurl: one request, one answer.  Redirections are not followed,
 * so that a token only goes to the host it was made for.
 */
#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>

#include <gantry/buffer.h>

#include "data/firestore/pull/http.h"

#define CONNECT_SECONDS 30L
/* Slower than a byte a second for this long counts as a broken connection. */
#define STALL_SECONDS 60L

struct http {
	CURL *curl;
	struct gantry_buffer body;
	bool is_too_long;
	char detail[CURL_ERROR_SIZE];
};

int
http_setup(struct gantry_error *error)
{
	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
		return gantry_error_set(
		    error, GANTRY_ERROR_SYSTEM, "cannot initialize libcurl");
	return 0;
}

void
http_cleanup(void)
{
	curl_global_cleanup();
}

static size_t
add_body(char *data, size_t one, size_t length, void *argument)
{
	struct http *http = argument;

	(void)one;
	http->is_too_long = length > HTTP_ANSWER_MAX - http->body.length;
	if (http->is_too_long ||
	    gantry_buffer_add(&http->body, data, length) == -1)
		return 0;
	return length;
}

struct http *
http_new(struct gantry_error *error)
{
	struct http *http = calloc(1, sizeof(*http));

	if (http != NULL && (http->curl = curl_easy_init()) != NULL)
		return http;
	free(http);
	gantry_error_memory(error);
	return NULL;
}

void
http_free(struct http *http)
{
	if (http == NULL)
		return;
	curl_easy_cleanup(http->curl);
	gantry_buffer_clear(&http->body);
	free(http);
}

static int
add_header(struct curl_slist **headers, const char *name, const char *value)
{
	struct gantry_buffer line = { 0 };
	struct curl_slist *longer = NULL;

	gantry_buffer_printf(&line, "%s%s", name, value);
	gantry_buffer_putc(&line, '\0');
	if (!gantry_buffer_failed(&line))
		longer = curl_slist_append(*headers, line.data);
	gantry_buffer_clear(&line);
	if (longer == NULL)
		return -1;
	*headers = longer;
	return 0;
}

static int
add_headers(struct curl_slist **headers, const struct http_request *request)
{
	if (request->token != NULL &&
	    add_header(headers, "Authorization: Bearer ", request->token) == -1)
		return -1;
	if (request->body != NULL &&
	    (add_header(headers, "Content-Type: ", request->type) == -1 ||
		add_header(headers, "Expect:", "") == -1))
		return -1;
	return 0;
}

static void
set_options(struct http *http, const struct http_request *request,
    struct curl_slist *headers)
{
	CURL *curl = http->curl;

	/* This keeps the connections and TLS sessions. */
	curl_easy_reset(curl);
	curl_easy_setopt(curl, CURLOPT_URL, request->url);
	/* An id is what it is, even "..", which curl would resolve. */
	curl_easy_setopt(curl, CURLOPT_PATH_AS_IS, 1L);
	curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
	curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, http->detail);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, add_body);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, http);
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, CONNECT_SECONDS);
	curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, 1L);
	curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, STALL_SECONDS);
	/* Google only compresses when the user agent contains "gzip". */
	curl_easy_setopt(curl, CURLOPT_ACCEPT_ENCODING, "");
	curl_easy_setopt(
	    curl, CURLOPT_USERAGENT, "gantry-cache/" PACKAGE_VERSION " (gzip)");
	if (request->is_direct)
		curl_easy_setopt(curl, CURLOPT_NOPROXY, "*");
	if (request->body != NULL) {
		curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request->body);
		curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE,
		    (curl_off_t)request->length);
	}
}

/* Did the network fail, so that another try may succeed? */
static bool
is_transient(CURLcode code)
{
	switch (code) {
	case CURLE_COULDNT_RESOLVE_PROXY:
	case CURLE_COULDNT_RESOLVE_HOST:
	case CURLE_COULDNT_CONNECT:
	case CURLE_WEIRD_SERVER_REPLY:
	case CURLE_HTTP2:
	case CURLE_HTTP2_STREAM:
	case CURLE_PARTIAL_FILE:
	case CURLE_OPERATION_TIMEDOUT:
	case CURLE_SSL_CONNECT_ERROR:
	case CURLE_GOT_NOTHING:
	case CURLE_SEND_ERROR:
	case CURLE_RECV_ERROR:
	case CURLE_BAD_CONTENT_ENCODING:
		return true;
	default:
		return false;
	}
}

static int
explain(const struct http *http, const char *url, CURLcode code,
    struct gantry_error *error)
{
	if (http->is_too_long)
		return gantry_error_set(error, GANTRY_ERROR_LIMIT,
		    "%s: the answer is longer than %d bytes", url,
		    HTTP_ANSWER_MAX);
	if (gantry_buffer_failed(&http->body) || code == CURLE_OUT_OF_MEMORY)
		return gantry_error_memory(error);
	return gantry_error_set(error,
	    is_transient(code) ? GANTRY_ERROR_HANGUP : GANTRY_ERROR_SYSTEM,
	    "%s: %s", url,
	    http->detail[0] != '\0' ? http->detail : curl_easy_strerror(code));
}

int
http_send(struct http *http, const struct http_request *request,
    struct http_answer *answer, struct gantry_error *error)
{
	struct curl_slist *headers = NULL;
	curl_off_t retry_after = 0;
	CURLcode code;

	gantry_buffer_reset(&http->body);
	http->is_too_long = false;
	http->detail[0] = '\0';
	if (add_headers(&headers, request) == -1) {
		curl_slist_free_all(headers);
		return gantry_error_memory(error);
	}
	set_options(http, request, headers);
	code = curl_easy_perform(http->curl);
	if (code == CURLE_OK) {
		curl_easy_getinfo(
		    http->curl, CURLINFO_RESPONSE_CODE, &answer->status);
		curl_easy_getinfo(
		    http->curl, CURLINFO_RETRY_AFTER, &retry_after);
		answer->retry_after = (long)retry_after;
		answer->body = http->body.data;
		answer->length = http->body.length;
	}
	/* The handle must not keep pointers to them. */
	curl_easy_setopt(http->curl, CURLOPT_HTTPHEADER, NULL);
	curl_slist_free_all(headers);
	return code == CURLE_OK ? 0 : explain(http, request->url, code, error);
}
