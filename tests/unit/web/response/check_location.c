/*
 * Location, Link and redirects.
 */
#include "unit.h"
#include "web/exchange.h"

static struct exchange it;
static const char *target, *relation;
static int status;

static int
locate(struct gantry_request *request, struct gantry_response *response)
{
	(void)request;
	gantry_response_status(response, GANTRY_201);
	return gantry_response_location(response, target);
}

START_TEST(a_url_is_encoded_where_necessary)
{
	static const struct {
		const char *target, *header;
	} cases[] = {
		{ "/a/b?c=d&e=f#g", "/a/b?c=d&e=f#g" },
		{ "https://[::1]:8443/~x/(y)!$'*+,;=:@",
		    "https://[::1]:8443/~x/(y)!$'*+,;=:@" },
		{ "/a b", "/a%20b" },
		{ "/caf\xc3\xa9", "/caf%C3%A9" },
		{ "/caf%C3%A9", "/caf%C3%A9" },
		{ "/100%", "/100%25" },
		{ "/100%a", "/100%25a" },
		{ "/100%zz", "/100%25zz" },
		{ "/\"<>\\^`{|}", "/%22%3C%3E%5C%5E%60%7B%7C%7D" },
		{ "/a\r\nSet-Cookie: b=c", "/a%0D%0ASet-Cookie:%20b=c" },
		{ "/\x7f", "/%7F" },
		{ "/a#b#c", "/a#b%23c" },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		target = cases[i].target;
		respond_to_get(&it, locate);
		ck_assert_int_eq(it.answer.status, 201);
		assert_header(&it, "Location", cases[i].header);
	}
	exchange_clear(&it);
}
END_TEST

/* What gantry_url_for returned may be passed on. */
START_TEST(a_url_that_is_null_is_a_500)
{
	target = NULL;
	respond_to_get(&it, locate);
	assert_internal_error(&it, "gantry_response_location: target is NULL");
	assert_header(&it, "Location", NULL);
	exchange_clear(&it);
}
END_TEST

static int
link_to(struct gantry_request *request, struct gantry_response *response)
{
	(void)request;
	ck_assert_int_eq(gantry_response_link(response, "/?page=2", "next"), 0);
	return gantry_response_link(response, target, relation);
}

START_TEST(links_are_joined_in_one_header)
{
	target = "/a>b, c";
	relation = "prev";
	respond_to_get(&it, link_to);
	assert_header(&it, "Link",
	    "</?page=2>; rel=\"next\", </a%3Eb,%20c>; rel=\"prev\"");
	exchange_clear(&it);
}
END_TEST

START_TEST(a_link_may_have_several_relations)
{
	static const struct {
		const char *relation, *header;
	} cases[] = {
		{ "last next",
		    "</?page=2>; rel=\"next\", </>; rel=\"last "
		    "next\"" },
		{ "a.b-1  https://a.example/rel?x=%7E#y",
		    "</?page=2>; rel=\"next\", </>; rel=\"a.b-1  "
		    "https://a.example/rel?x=%7E#y\"" },
		{ "urn:x:y",
		    "</?page=2>; rel=\"next\", </>; "
		    "rel=\"urn:x:y\"" },
	};
	size_t i;

	target = "/";
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		relation = cases[i].relation;
		respond_to_get(&it, link_to);
		assert_header(&it, "Link", cases[i].header);
	}
	exchange_clear(&it);
}
END_TEST

START_TEST(a_link_relation_is_checked)
{
	static const char *const bad[] = { "", "a\"b", "a\\", "next,prev", " ",
		" next", "next ", "Next", "1st", "-a", "next\nprev", "a=b",
		"https:", ":a", "https://a.example/<x>", "https://a/%zz",
		"https://a/%4", "caf\xc3\xa9", "/relative", "a\tb" };
	size_t i;

	target = "/";
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		relation = bad[i];
		respond_to_get(&it, link_to);
		assert_internal_error(&it, "is not a link relation");
	}
	exchange_clear(&it);
}
END_TEST

static int
redirect(struct gantry_request *request, struct gantry_response *response)
{
	int result;

	(void)request;
	gantry_response_text(response, "what is not sent");
	ck_assert(!gantry_response_is_complete(response));
	result = gantry_response_redirect(response, status, "/there you");
	ck_assert(gantry_response_is_complete(response) == (result == 0));
	return result;
}

START_TEST(a_redirect_has_no_content_and_completes)
{
	static const int statuses[] = { 301, 302, 303, 307, 308 };
	size_t i;

	for (i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++) {
		status = statuses[i];
		respond_to_get(&it, redirect);
		ck_assert_int_eq(it.answer.status, status);
		assert_header(&it, "Location", "/there%20you");
		assert_header(&it, "Content-Length", "0");
		ck_assert_uint_eq(it.answer.body_length, 0);
	}
	exchange_clear(&it);
}
END_TEST

static int
redirect_to(struct gantry_request *request, struct gantry_response *response)
{
	(void)request;
	return gantry_response_redirect(response, 303, target);
}

START_TEST(nothing_links_or_redirects_to_null)
{
	target = NULL;
	relation = "prev";
	respond_to_get(&it, link_to);
	assert_internal_error(&it, "gantry_response_link: target is NULL");
	target = "/";
	relation = NULL;
	respond_to_get(&it, link_to);
	assert_internal_error(&it, "gantry_response_link: relation is NULL");
	target = NULL;
	respond_to_get(&it, redirect_to);
	assert_internal_error(&it, "gantry_response_redirect: target is NULL");
	exchange_clear(&it);
}
END_TEST

START_TEST(other_statuses_are_not_redirects)
{
	static const int statuses[] = { 0, 200, 300, 304, 305, 306, 309, 404 };
	size_t i;

	for (i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++) {
		status = statuses[i];
		respond_to_get(&it, redirect);
		assert_internal_error(&it, "is not a redirect");
	}
	exchange_clear(&it);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_url_is_encoded_where_necessary,
		a_url_that_is_null_is_a_500,
		links_are_joined_in_one_header,
		a_link_may_have_several_relations,
		a_link_relation_is_checked,
		a_redirect_has_no_content_and_completes,
		nothing_links_or_redirects_to_null,
		other_statuses_are_not_redirects,
		NULL,
	};

	return unit_run("web/location", tests);
}
