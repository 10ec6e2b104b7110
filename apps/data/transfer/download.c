/*
 * Downloading with libcurl.
 */
#include <curl/curl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "data/firestore/pull/http_retry.h"
#include "data/transfer/download.h"

#define CONNECT_SECONDS	 30L
#define REDIRECTIONS	 5L
#define BYTES_PER_SECOND 1000L
/* SHA-256 of nothing, which is the body of each request. */
#define EMPTY_SHA256                       \
	"e3b0c44298fc1c149afbf4c8996fb924" \
	"27ae41e4649b934ca495991b7852b855"
/* The body of an error is read up to this, so that the connection stays. */
#define ERROR_BODY_MAX 65536

struct download {
	CURL *curl;
	const struct download_options *options;
	struct aws_credentials aws;
	uint64_t received;
	char detail[CURL_ERROR_SIZE];
	/* The transfer that runs. */
	const struct download_request *request;
	struct download_answer *answer;
	struct gantry_error *error;
	uint64_t offset; /* of the next byte of the body */
	uint64_t first; /* by Content-Range */
	size_t refused; /* bytes of the body of an error */
	bool has_begun;
	bool has_failed; /* ERROR says why */
};

struct download *
download_new(const struct download_options *options, struct gantry_error *error)
{
	struct download *download = calloc(1, sizeof(*download));

	if (download == NULL || (download->curl = curl_easy_init()) == NULL) {
		gantry_error_memory(error);
		free(download);
		return NULL;
	}
	download->options = options;
	if (options->region != NULL &&
	    aws_credentials_read(&download->aws, options->credentials, error) ==
		-1) {
		download_free(download);
		return NULL;
	}
	return download;
}

void
download_free(struct download *download)
{
	if (download == NULL)
		return;
	curl_easy_cleanup(download->curl);
	explicit_bzero(&download->aws, sizeof(download->aws));
	free(download);
}

uint64_t
download_received(const struct download *download)
{
	return download->received;
}

int
download_check(const char *url, struct gantry_error *error)
{
	if ((strncasecmp(url, "https://", 8) == 0 && url[8] != '\0') ||
	    (strncasecmp(url, "http://", 7) == 0 && url[7] != '\0'))
		return 0;
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "the URL does not begin with http:// or https://");
}

void
download_redact(const char *url, struct gantry_buffer *out)
{
	const char *host = strstr(url, "://");
	const size_t length = strcspn(url, "?#");
	const char *at;

	host = host != NULL ? host + 3 : url;
	at = memchr(host, '@', strcspn(host, "/?#"));
	gantry_buffer_add(out, url, (size_t)(host - url));
	if (at != NULL)
		host = at + 1;
	if (host < url + length)
		gantry_buffer_add(out, host, (size_t)(url + length - host));
	if (url[length] == '?')
		gantry_buffer_puts(out, "?...");
}

char *
download_beside(const char *url, const char *name, struct gantry_error *error)
{
	const size_t length = strcspn(url, "?#");
	size_t folder = length;
	char *joined;

	while (folder > 0 && url[folder - 1] != '/')
		folder--;
	if (asprintf(&joined, "%.*s%s%.*s", (int)folder, url, name,
		(int)strcspn(url + length, "#"), url + length) != -1)
		return joined;
	gantry_error_memory(error);
	return NULL;
}

/* Copy the value of a header without white space around it, if it fits. */
static void
copy_value(char *place, size_t size, const char *value, size_t length)
{
	while (length > 0 && (*value == ' ' || *value == '\t')) {
		value++;
		length--;
	}
	while (length > 0 && strchr(" \t\r\n", value[length - 1]) != NULL)
		length--;
	if (length >= size || memchr(value, '\n', length) != NULL)
		length = 0;
	memcpy(place, value, length);
	place[length] = '\0';
}

static size_t
take_header(char *line, size_t one, size_t length, void *argument)
{
	struct download *download = argument;
	struct validators *found = &download->answer->found;
	char range[64];

	(void)one;
	if (length > 5 && strncasecmp(line, "HTTP/", 5) == 0) {
		/* Another answer, after a redirection. */
		*found = (struct validators){ .tag = "" };
		download->first = UINT64_MAX;
	} else if (length > 5 && strncasecmp(line, "ETag:", 5) == 0) {
		copy_value(
		    found->tag, sizeof(found->tag), line + 5, length - 5);
	} else if (length > 14 &&
	    strncasecmp(line, "Last-Modified:", 14) == 0) {
		copy_value(
		    found->date, sizeof(found->date), line + 14, length - 14);
	} else if (length > 14 &&
	    strncasecmp(line, "Content-Range:", 14) == 0) {
		copy_value(range, sizeof(range), line + 14, length - 14);
		if (strncasecmp(range, "bytes ", 6) == 0)
			download->first = strtoull(range + 6, NULL, 10);
	}
	return length;
}

/* The body begins: check that it is what was asked for.  0 or -1. */
static int
begin_body(struct download *download, long status)
{
	const struct download_request *request = download->request;
	curl_off_t length = -1;

	download->has_begun = true;
	download->offset = status == 206 ? request->start : 0;
	if (status == 206 && download->first != request->start)
		return gantry_error_set(download->error, GANTRY_ERROR_HANGUP,
		    "the server sent another part than the one asked for");
	curl_easy_getinfo(
	    download->curl, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length);
	return request->begin == NULL
	    ? 0
	    : request->begin(request->argument, &download->answer->found,
		  length < 0 ? 0 : download->offset + (uint64_t)length,
		  download->error);
}

static size_t
take_body(char *data, size_t one, size_t length, void *argument)
{
	struct download *download = argument;
	long status = 0;

	(void)one;
	curl_easy_getinfo(download->curl, CURLINFO_RESPONSE_CODE, &status);
	download->received += length;
	if (status != 200 && status != 206) {
		download->refused += length;
		return download->refused > ERROR_BODY_MAX ? 0 : length;
	}
	if ((!download->has_begun && begin_body(download, status) == -1) ||
	    download->request->take(download->request->argument,
		download->offset, data, length, download->error) == -1) {
		download->has_failed = true;
		return 0;
	}
	download->offset += length;
	return length;
}

/* Append a header, formatted.  Returns 0 or -1. */
static int
add_header(struct curl_slist **headers, const char *name, const char *value)
{
	struct curl_slist *longer;
	char *line;

	if (value[0] == '\0')
		return 0;
	if (asprintf(&line, "%s: %s", name, value) == -1)
		return -1;
	longer = curl_slist_append(*headers, line);
	free(line);
	if (longer == NULL)
		return -1;
	*headers = longer;
	return 0;
}

static int
add_headers(struct download *download, struct curl_slist **headers)
{
	const struct download_request *request = download->request;
	const struct validators *known = request->known;
	const struct validators *part = request->part;

	if (add_header(headers, "Accept-Encoding", "zstd") == -1)
		return -1;
	if (known != NULL &&
	    (add_header(headers, "If-None-Match", known->tag) == -1 ||
		add_header(headers, "If-Modified-Since", known->date) == -1))
		return -1;
	/* RFC 9110, 13.1.5: a weak tag is not for parts. */
	if (request->start > 0 && part != NULL &&
	    add_header(headers, "If-Range",
		part->tag[0] == '"' ? part->tag : part->date) == -1)
		return -1;
	if (download->options->region == NULL)
		return 0;
	/* The store asks for it, and this libcurl does not send it. */
	if (add_header(headers, "x-amz-content-sha256", EMPTY_SHA256) == -1)
		return -1;
	return add_header(headers, "x-amz-security-token", download->aws.token);
}

static void
set_part(struct download *download)
{
	const struct download_request *request = download->request;
	char range[64];

	if (request->start == 0 && request->end == 0)
		return;
	if (request->end > 0)
		snprintf(range, sizeof(range), "%" PRIu64 "-%" PRIu64,
		    request->start, request->end - 1);
	else
		snprintf(range, sizeof(range), "%" PRIu64 "-", request->start);
	curl_easy_setopt(download->curl, CURLOPT_RANGE, range);
}

static void
set_identity(struct download *download)
{
	const struct download_options *options = download->options;
	char provider[128];

	if (options->ca_file != NULL)
		curl_easy_setopt(
		    download->curl, CURLOPT_CAINFO, options->ca_file);
	if (options->region == NULL)
		return;
	snprintf(provider, sizeof(provider), "aws:amz:%s:s3", options->region);
	curl_easy_setopt(download->curl, CURLOPT_AWS_SIGV4, provider);
	curl_easy_setopt(
	    download->curl, CURLOPT_USERNAME, download->aws.key_id);
	curl_easy_setopt(
	    download->curl, CURLOPT_PASSWORD, download->aws.secret);
}

static void
set_options(struct download *download, struct curl_slist *headers)
{
	CURL *curl = download->curl;
	const char *url = download->request->url;
	const bool is_secure = strncasecmp(url, "https:", 6) == 0;

	/* This keeps the connections and TLS sessions. */
	curl_easy_reset(curl);
	curl_easy_setopt(curl, CURLOPT_URL, url);
	curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
	curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, download->detail);
	curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_header);
	curl_easy_setopt(curl, CURLOPT_HEADERDATA, download);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, download);
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, CONNECT_SECONDS);
	curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, BYTES_PER_SECOND);
	curl_easy_setopt(
	    curl, CURLOPT_LOW_SPEED_TIME, (long)download->options->stall);
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(curl, CURLOPT_REDIR_PROTOCOLS_STR,
	    is_secure ? "https" : "http,https");
	curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 1L);
	curl_easy_setopt(curl, CURLOPT_MAXREDIRS, REDIRECTIONS);
	curl_easy_setopt(
	    curl, CURLOPT_USERAGENT, "gantry-cache/" PACKAGE_VERSION);
	set_part(download);
	set_identity(download);
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
		return true;
	default:
		return false;
	}
}

/* libcurl's own words may hold the URL with its query; say less then. */
static int
explain(const struct download *download, CURLcode code)
{
	const char *detail = download->detail;

	if (detail[0] == '\0' || strchr(detail, '?') != NULL)
		detail = curl_easy_strerror(code);
	return gantry_error_set(download->error,
	    is_transient(code) ? GANTRY_ERROR_HANGUP : GANTRY_ERROR_SYSTEM,
	    "%s", detail);
}

static int
judge(struct download *download, CURLcode code)
{
	const long status = download->answer->status;

	if (download->has_failed)
		return -1;
	if (status >= 400 || (status > 0 && status < 200))
		return gantry_error_set(download->error,
		    http_retry_is_for(status) ? GANTRY_ERROR_HANGUP
					      : GANTRY_ERROR_SYSTEM,
		    "the server answered with status %ld", status);
	if (code != CURLE_OK)
		return explain(download, code);
	if (status != 200 && status != 206 && status != 304)
		return gantry_error_set(download->error, GANTRY_ERROR_SYSTEM,
		    "the server answered with status %ld", status);
	return 0;
}

int
download_run(struct download *download, const struct download_request *request,
    struct download_answer *answer, struct gantry_error *error)
{
	struct curl_slist *headers = NULL;
	curl_off_t retry_after = 0;
	CURLcode code;
	int result;

	*answer = (struct download_answer){ .status = 0 };
	download->request = request;
	download->answer = answer;
	download->error = error;
	download->first = UINT64_MAX;
	download->refused = 0;
	download->has_begun = download->has_failed = false;
	download->detail[0] = '\0';
	if (add_headers(download, &headers) == -1) {
		curl_slist_free_all(headers);
		return gantry_error_memory(error);
	}
	set_options(download, headers);
	code = curl_easy_perform(download->curl);
	curl_easy_getinfo(
	    download->curl, CURLINFO_RESPONSE_CODE, &answer->status);
	curl_easy_getinfo(download->curl, CURLINFO_RETRY_AFTER, &retry_after);
	answer->retry_after = (long)retry_after;
	result = judge(download, code);
	curl_easy_setopt(download->curl, CURLOPT_HTTPHEADER, NULL);
	curl_slist_free_all(headers);
	return result;
}
