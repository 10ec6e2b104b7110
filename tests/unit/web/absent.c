/*
 * What the request calls and is not there yet.  Whatever is, wins.
 */
#include "asked.h"
#include "web/form.h"

void __attribute__((weak))
response_forget_content(struct gantry_response *response)
{
	(void)response;
}

void *__attribute__((weak)) gantry_web_state(const struct gantry_web *web)
{
	return (void *)web;
}

int __attribute__((weak))
form_text(struct gantry_request *request, const char **text)
{
	(void)request;
	*text = "";
	return 0;
}
