/*
 * What the tests of the router share.
 */
#include "web/sample_site.h"
#include "unit.h"

struct router *
site_new(const char *const templates[])
{
	struct router *router = router_new(NULL);
	struct gantry_error error;

	ck_assert_ptr_nonnull(router);
	for (; *templates != NULL; templates++)
		ck_assert_msg(router_add(router, *templates, (void *)*templates,
				  &error) == *templates,
		    "%s", error.text);
	return router;
}

struct routed_path
path_of(const char *text)
{
	return (struct routed_path){ .text = text };
}
