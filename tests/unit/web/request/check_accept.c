/*
 * Content negotiation: the client gets what it prefers.
 */
#include "unit.h"
#include "web/test_request.h"

static struct test_request asked;
static struct gantry_request *const request = &asked.request;

static void
accept_(const char *variable, const char *header)
{
	test_request_begin(
	    &asked, header != NULL ? variable : NULL, header, NULL);
}

START_TEST(the_best_type_is_found)
{
	static const char *const types[] = { "application/json", "text/html",
		"text/html;level=1", "image/png", NULL };
	static const struct {
		const char *header, *best;
	} cases[] = {
		{ NULL, "application/json" },
		{ "*/*", "application/json" },
		{ "*", "application/json" },
		{ "application/json", "application/json" },
		{ "text/html", "text/html" },
		{ "TEXT/HTML", "text/html" },
		{ "text/html;level=1", "text/html;level=1" },
		{ "text/html; Level=\"1\"", "text/html;level=1" },
		{ "text/html;level=2", NULL },
		{ "text/html;level=1, text/html;q=0.7", "text/html;level=1" },
		{ "text/html;level=1;q=0.5, text/html;q=0.7", "text/html" },
		{ "text/*", "text/html" },
		{ "image/*", "image/png" },
		{ "image/jpeg", NULL },
		{ "audio/*", NULL },
		{ "imag/*", NULL },
		{ "*/html", NULL },
		{ "text/html;q=0.5, application/json;q=0.4", "text/html" },
		{ "text/html;q=0.4, application/json;q=0.5",
		    "application/json" },
		{ "text/html, */*", "text/html" },
		{ "text/html;q=0.9, */*", "application/json" },
		{ "image/png, text/html", "text/html" },
		{ "text/*;q=0.5, text/html;q=0, */*;q=0.1",
		    "application/json" },
		{ "application/json;q=0, */*;q=0.1", "text/html" },
		{ "application/json;q=0, text/html;q=0, image/png;q=0", NULL },
		{ "*/*;q=0", NULL },
		{ "*/*;q=0.0", NULL },
		{ "application/json;q=0.000", NULL },
		{ "application/json;q=0.001", "application/json" },
		{ "application/json;Q=0.1,image/png;Q=0.2", "image/png" },
		{ "application/json ; q=0.1 , image/png ; q = 0.2",
		    "image/png" },
		{ "application/json;q=\"0.1\",image/png;q=0.2", "image/png" },
		{ "image/png;a=\"x,y;q=0\"", NULL },
		{ "image/jpeg;a=\"x, image/png, y\"", NULL },
		{ "image/png;q=0.5;q=0", NULL },
		{ "text/html;q=0.999,image/png;q=1.000", "image/png" },
		{ "text/html;q=0.5,image/png;q=x", "image/png" },
		{ "text/html;q=0.5,image/png;q=", "image/png" },
		{ "text/html;q=0.5,image/png;q=-1", "image/png" },
		{ "text/html;q=0.5,image/png;q=7", "image/png" },
		{ "text/html;q=0.5,image/png;;", "image/png" },
		{ ",, image/png ,,", "image/png" },
		{ "image/png;q=0.5;x=y", "image/png" },
		{ "image/png;x=y;q=0.5", NULL },
		{ "nonsense, image/png", "image/png" },
		{ "nonsense", "application/json" },
		{ ",", "application/json" },
		{ "/", NULL },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		accept_("HTTP_ACCEPT", cases[i].header);
		ck_assert_pstr_eq(
		    gantry_request_prefers(request, types), cases[i].best);
		test_request_end(&asked);
	}
}
END_TEST

START_TEST(a_type_is_accepted_or_not)
{
	accept_("HTTP_ACCEPT", "text/*, application/json;q=0");
	ck_assert(gantry_request_accepts(request, "text/plain"));
	ck_assert(gantry_request_accepts(request, "text/plain; charset=utf-8"));
	ck_assert(!gantry_request_accepts(request, "application/json"));
	ck_assert(!gantry_request_accepts(request, "image/png"));
	test_request_end(&asked);
	accept_("HTTP_ACCEPT", NULL);
	ck_assert(gantry_request_accepts(request, "image/png"));
	test_request_end(&asked);
}
END_TEST

START_TEST(the_best_encoding_is_found)
{
	static const char *const encodings[] = { "br", "gzip", "identity",
		NULL };
	static const struct {
		const char *header, *best;
	} cases[] = {
		{ NULL, "identity" },
		{ "gzip", "gzip" },
		{ "x-gzip", "gzip" },
		{ "GZIP", "gzip" },
		{ "gzip, deflate, br", "br" },
		{ "br;q=0.5, gzip", "gzip" },
		{ "*", "br" },
		{ "gzip, *", "gzip" },
		{ "gzip, *;q=0.1", "gzip" },
		{ "br;q=0, *", "gzip" },
		{ "deflate", "identity" },
		{ "gzip;q=0.001", "gzip" },
		{ "gzip;q=0", "identity" },
		{ "identity, gzip;q=0.5", "identity" },
		{ "identity;q=0, gzip;q=0.5", "gzip" },
		{ "identity;q=0", NULL },
		{ "*;q=0", NULL },
		{ "*;q=0, gzip", "gzip" },
		{ "*;q=0, identity;q=0.5", "identity" },
		{ "", "identity" },
	};
	static const char *const only[] = { "gzip", NULL };
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		accept_("HTTP_ACCEPT_ENCODING", cases[i].header);
		ck_assert_pstr_eq(
		    gantry_request_prefers_encoding(request, encodings),
		    cases[i].best);
		test_request_end(&asked);
	}
	accept_("HTTP_ACCEPT_ENCODING", "br");
	ck_assert_ptr_null(gantry_request_prefers_encoding(request, only));
	test_request_end(&asked);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		the_best_type_is_found,
		a_type_is_accepted_or_not,
		the_best_encoding_is_found,
		NULL,
	};

	return unit_run("web/accept", tests);
}
