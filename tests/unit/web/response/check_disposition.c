/*
 * Content-Disposition with names of all kinds.
 */
#include "unit.h"
#include "web/exchange.h"

static struct exchange it;
static const char *name;

static int
download(struct gantry_request *request, struct gantry_response *response)
{
	(void)request;
	return gantry_response_downloadable_as(response, name);
}

static int
view(struct gantry_request *request, struct gantry_response *response)
{
	(void)request;
	return gantry_response_viewable_as(response, name);
}

START_TEST(a_plain_name_is_quoted)
{
	name = "report 2026 (v1).pdf";
	respond_to_get(&it, download);
	assert_header(&it, "Content-Disposition",
	    "attachment; filename=\"report 2026 (v1).pdf\"");
	respond_to_get(&it, view);
	assert_header(&it, "Content-Disposition",
	    "inline; filename=\"report 2026 (v1).pdf\"");
	exchange_clear(&it);
}
END_TEST

START_TEST(a_duplicate_parameter_is_an_error)
{
	static const struct {
		const char *name, *header;
	} cases[] = {
		{ "na\xc3\xafve \xe2\x82\xac.txt",
		    "attachment; filename=\"na_ve _.txt\"; "
		    "filename*=UTF-8''na%C3%AFve%20%E2%82%AC.txt" },
		{ "a\"; filename=\"b",
		    "attachment; filename=\"a_; filename=_b\"; "
		    "filename*=UTF-8''a%22%3B%20filename%3D%22b" },
		{ "../a\\b",
		    "attachment; filename=\".._a_b\"; "
		    "filename*=UTF-8''.._a_b" },
		{ "100%25",
		    "attachment; filename=\"100_25\"; "
		    "filename*=UTF-8''100%2525" },
		{ "a\r\nb",
		    "attachment; filename=\"a__b\"; filename*=UTF-8''a__b" },
		{ "a\x7f", "attachment; filename=\"a_\"; filename*=UTF-8''a_" },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		name = cases[i].name;
		respond_to_get(&it, download);
		ck_assert_int_eq(it.answer.status, 200);
		assert_header(&it, "Content-Disposition", cases[i].header);
	}
	exchange_clear(&it);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_plain_name_is_quoted,
		a_duplicate_parameter_is_an_error,
		NULL,
	};

	return unit_run("web/disposition", tests);
}
