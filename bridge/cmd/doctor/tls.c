/*
 * TLS by libssl, whose functions are looked up by name.  The headers say which
 * version of the library has them.
 */
#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd/doctor/tls.h"

#define LIBRARY "libssl.so.3"

#if OPENSSL_VERSION_MAJOR != 3
#error "name the library of this version of OpenSSL"
#endif

/* libssl and, as it depends on that, libcrypto. */
struct functions {
	__typeof__(&TLS_client_method) client_method;
	__typeof__(&SSL_CTX_new) context_new;
	__typeof__(&SSL_CTX_free) context_free;
	__typeof__(&SSL_CTX_set_verify) set_verify;
	__typeof__(&SSL_CTX_set_default_verify_paths) set_default_paths;
	__typeof__(&SSL_CTX_load_verify_locations) load_certificates;
	__typeof__(&SSL_new) new;
	__typeof__(&SSL_free) free;
	__typeof__(&SSL_set_fd) set_descriptor;
	__typeof__(&SSL_ctrl) control;
	__typeof__(&SSL_get0_param) get_parameters;
	__typeof__(&SSL_connect) connect;
	__typeof__(&SSL_read) read;
	__typeof__(&SSL_write) write;
	__typeof__(&SSL_shutdown) shutdown;
	__typeof__(&SSL_get_verify_result) verify_result;
	__typeof__(&X509_VERIFY_PARAM_set1_host) set_host;
	__typeof__(&X509_VERIFY_PARAM_set1_ip_asc) set_address;
	__typeof__(&X509_verify_cert_error_string) verify_text;
	__typeof__(&ERR_get_error) get_error;
	__typeof__(&ERR_reason_error_string) error_text;
};

/* In the order of struct functions. */
static const char *const names[] = {
	"TLS_client_method",
	"SSL_CTX_new",
	"SSL_CTX_free",
	"SSL_CTX_set_verify",
	"SSL_CTX_set_default_verify_paths",
	"SSL_CTX_load_verify_locations",
	"SSL_new",
	"SSL_free",
	"SSL_set_fd",
	"SSL_ctrl",
	"SSL_get0_param",
	"SSL_connect",
	"SSL_read",
	"SSL_write",
	"SSL_shutdown",
	"SSL_get_verify_result",
	"X509_VERIFY_PARAM_set1_host",
	"X509_VERIFY_PARAM_set1_ip_asc",
	"X509_verify_cert_error_string",
	"ERR_get_error",
	"ERR_reason_error_string",
};

#define NAME_COUNT (sizeof(names) / sizeof(names[0]))

_Static_assert(sizeof(struct functions) == NAME_COUNT * sizeof(void *),
    "each function has a name");

struct tls_client {
	void *library;
	struct functions ssl;
	SSL_CTX *context;
	bool insecure;
};

struct tls {
	const struct functions *ssl;
	SSL *connection;
};

static int
load(struct tls_client *client, struct gantry_error *error)
{
	char *at = (char *)&client->ssl;
	void *function;
	size_t i;

	client->library = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);
	if (client->library == NULL)
		return gantry_error_set(error, GANTRY_ERROR_UNAVAILABLE,
		    "https needs OpenSSL, which cannot be loaded: %s; install "
		    "libssl3",
		    dlerror());
	for (i = 0; i < NAME_COUNT; i++) {
		function = dlsym(client->library, names[i]);
		if (function == NULL)
			return gantry_error_set(error, GANTRY_ERROR_UNAVAILABLE,
			    LIBRARY " has no function %s", names[i]);
		memcpy(at + i * sizeof(function), &function, sizeof(function));
	}
	return 0;
}

/* What libssl says of its last failure, which set errno to NUMBER. */
static const char *
last_error(const struct functions *ssl, int number)
{
	const char *text = ssl->error_text(ssl->get_error());

	if (text != NULL)
		return text;
	if (number == EAGAIN || number == EWOULDBLOCK)
		return "it did not answer in time";
	return "the connection was closed";
}

static int
load_certificates(struct tls_client *client, const struct tls_options *options,
    struct gantry_error *error)
{
	const struct functions *ssl = &client->ssl;

	client->context = ssl->context_new(ssl->client_method());
	if (client->context == NULL)
		return gantry_error_memory(error);
	client->insecure = options->insecure;
	if (options->insecure)
		return 0;
	ssl->set_verify(client->context, SSL_VERIFY_PEER, NULL);
	if (options->ca_file == NULL) {
		ssl->set_default_paths(client->context);
		return 0;
	}
	if (access(options->ca_file, R_OK) == -1)
		return gantry_error_system(
		    error, "cannot read %s", options->ca_file);
	if (ssl->load_certificates(client->context, options->ca_file, NULL) ==
	    1)
		return 0;
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "%s has no certificates; give a file in PEM format",
	    options->ca_file);
}

struct tls_client *
tls_client_new(const struct tls_options *options, struct gantry_error *error)
{
	struct tls_client *client = calloc(1, sizeof(*client));

	if (client == NULL) {
		gantry_error_memory(error);
		return NULL;
	}
	if (load(client, error) == 0 &&
	    load_certificates(client, options, error) == 0)
		return client;
	tls_client_free(client);
	return NULL;
}

void
tls_client_free(struct tls_client *client)
{
	if (client == NULL)
		return;
	if (client->context != NULL)
		client->ssl.context_free(client->context);
	/* libssl registers a handler for the end, so it stays loaded. */
	free(client);
}

/* Whom to connect to, and whose certificate to accept. */
static void
set_peer(struct tls *tls, int descriptor, const char *host)
{
	const struct functions *ssl = tls->ssl;
	X509_VERIFY_PARAM *parameters = ssl->get_parameters(tls->connection);

	ssl->set_descriptor(tls->connection, descriptor);
	if (ssl->set_address(parameters, host) == 1)
		return;
	ssl->set_host(parameters, host, 0);
	ssl->control(tls->connection, SSL_CTRL_SET_TLSEXT_HOSTNAME,
	    TLSEXT_NAMETYPE_host_name, (void *)host);
}

/* What to do about a certificate that is not trusted because of RESULT. */
static const char *
advice(long result)
{
	switch (result) {
	case X509_V_ERR_CERT_HAS_EXPIRED:
	case X509_V_ERR_CERT_NOT_YET_VALID:
		return "renew it, or set the clock";
	case X509_V_ERR_HOSTNAME_MISMATCH:
	case X509_V_ERR_IP_ADDRESS_MISMATCH:
		return "give a URL with a name that it is for";
	default:
		return "name the file of the authority that signed it with "
		       "--ca-file";
	}
}

static void
explain(const struct tls_client *client, const struct tls *tls,
    const char *host, struct gantry_error *error)
{
	const int number = errno;
	const struct functions *ssl = tls->ssl;
	const long result = ssl->verify_result(tls->connection);

	if (!client->insecure && result != X509_V_OK)
		gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "the certificate of %s is not trusted: %s; %s, or skip the "
		    "check with --insecure",
		    host, ssl->verify_text(result), advice(result));
	else
		gantry_error_set(error, GANTRY_ERROR_SYSTEM,
		    "%s does not speak TLS there: %s", host,
		    last_error(ssl, number));
}

struct tls *
tls_open(struct tls_client *client, int descriptor, const char *host,
    struct gantry_error *error)
{
	struct tls *tls = calloc(1, sizeof(*tls));

	if (tls == NULL) {
		gantry_error_memory(error);
		return NULL;
	}
	tls->ssl = &client->ssl;
	tls->connection = client->ssl.new(client->context);
	if (tls->connection == NULL) {
		gantry_error_memory(error);
		tls_close(tls);
		return NULL;
	}
	set_peer(tls, descriptor, host);
	errno = 0;
	if (client->ssl.connect(tls->connection) == 1)
		return tls;
	explain(client, tls, host, error);
	tls_close(tls);
	return NULL;
}

void
tls_close(struct tls *tls)
{
	if (tls->connection != NULL) {
		tls->ssl->shutdown(tls->connection);
		tls->ssl->free(tls->connection);
	}
	free(tls);
}

ssize_t
tls_read(struct tls *tls, void *data, size_t size)
{
	return tls->ssl->read(
	    tls->connection, data, size < INT_MAX ? (int)size : INT_MAX);
}

ssize_t
tls_write(struct tls *tls, const void *data, size_t size)
{
	const int count = tls->ssl->write(
	    tls->connection, data, size < INT_MAX ? (int)size : INT_MAX);

	return count > 0 ? count : -1;
}
