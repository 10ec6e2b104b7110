/*
 * A list of things to do, in C++: what an application uses of the headers.  It
 * compiles without warnings.
 */
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include <gantry/gantry.h>

namespace
{

struct Item {
	std::string title;
	bool is_done = false;
};

class Store
{
      public:
	std::int64_t
	add(std::string title)
	{
		items_.emplace(++last_, Item{ std::move(title) });
		return last_;
	}

	const std::map<std::int64_t, Item> &
	items() const
	{
		return items_;
	}

	Item *
	find(std::int64_t id)
	{
		auto found = items_.find(id);

		return found == items_.end() ? nullptr : &found->second;
	}

      private:
	std::map<std::int64_t, Item> items_;
	std::int64_t last_ = 0;
};

constexpr gantry_param id_param = {
	.name = "id",
	.help = "of the item",
	.place = GANTRY_IN_PATH,
	.type = GANTRY_INTEGER,
	.minimum = 1,
	.maximum = INT64_MAX,
};
constexpr const char *orders[] = { "title", "id", nullptr };
constexpr gantry_param order_param = {
	.name = "order",
	.fallback = "id",
	.choices = orders,
};
constexpr const gantry_param *const list_params[] = { &order_param, nullptr };
constexpr const gantry_param *const item_params[] = { &id_param, nullptr };

Store &
store(const gantry_request *request)
{
	return *static_cast<Store *>(gantry_request_state(request));
}

int
find_item(gantry_request *request, gantry_response *response,
    [[maybe_unused]] const void *argument)
{
	std::int64_t id = 0;

	if (gantry_param_integer(request, &id_param, &id) == -1)
		return -1;
	Item *item = store(request).find(id);
	if (item == nullptr)
		return gantry_response_fail(
		    response, GANTRY_404, "no such item: %lld", (long long)id);
	return gantry_request_set(request, "item", item);
}

int
list(gantry_request *request, gantry_response *response)
{
	gantry_json_writer *json = gantry_response_json(response);
	const char *order = "id";

	if (gantry_param_text(request, &order_param, &order) == -1)
		return -1;
	gantry_json_begin_array(json, nullptr);
	for (const auto &[id, item] : store(request).items()) {
		gantry_json_begin_object(json, nullptr);
		gantry_json_put_integer(json, "id", id);
		gantry_json_put_string(
		    json, "title", item.title.data(), item.title.size());
		gantry_json_put_boolean(json, "done", item.is_done);
		gantry_json_end(json);
	}
	gantry_json_end(json);
	return 0;
}

int
add(gantry_request *request, gantry_response *response)
{
	const gantry_json_value *body = gantry_request_json(request, 0);

	if (body == nullptr)
		return -1;
	const gantry_json_value *title = gantry_json_member(body, "title");
	if (title == nullptr || title->kind != GANTRY_JSON_STRING)
		return gantry_response_fail(
		    response, GANTRY_422, "%s", "title must be a text");
	const auto id = store(request).add({ title->string, title->length });
	const std::string text = std::to_string(id);
	const gantry_url_field fields[] = {
		{ "id", text.c_str() },
		{ nullptr, nullptr },
	};
	gantry_response_status(response, GANTRY_201);
	return gantry_response_location(
	    response, gantry_url_for(request, "item", fields));
}

int
show(gantry_request *request, gantry_response *response)
{
	auto *item = static_cast<Item *>(gantry_request_get(request, "item"));
	const gantry_cookie cookie = {
		.name = "last", .value = "1", .max_age = 60
	};

	if (gantry_response_cookie(response, &cookie) == -1)
		return -1;
	return gantry_response_text(response, item->title.c_str());
}

int
remove_item(gantry_request *, gantry_response *response)
{
	const gantry_header headers[] = { { "X-Reason", "kept" },
		{ nullptr, nullptr } };
	const gantry_http_error error = {
		.status = GANTRY_409,
		.detail = "This item stays.",
		.headers = headers,
	};

	return gantry_response_raise(response, &error);
}

int
not_found(gantry_request *, gantry_response *response)
{
	return gantry_response_text(response, "nothing here");
}

constexpr gantry_hook find_hooks[] = {
	GANTRY_HOOK(find_item),
	{},
};
constexpr gantry_hook counted_hooks[] = {
	GANTRY_HOOK(find_item, "an argument"),
	{ nullptr },
};
constexpr gantry_method methods[] = {
	{ "REPORT", GANTRY_RESPONDER(list) },
	{},
};
constexpr gantry_answer answers[] = {
	{ GANTRY_200, "the items", "application/json", R"({"type": "array"})" },
	{ GANTRY_404, "no such item" },
	{ 0 },
};

constexpr gantry_cors_options cors_options = {
	.allow_origins = "https://example.org",
};
constexpr gantry_rate_options rate_options = { .count = 100, .seconds = 1 };
constexpr gantry_cache_options cache_options = { .seconds = 1 };
constexpr gantry_token_options token_options = { .token_setting = "token" };
constexpr gantry_hosts_options hosts_options = { .hosts = "*" };
constexpr gantry_compress_options compress_options = { .level = 1 };
constexpr gantry_security_options security_options = { .hsts_max_age = 1 };
constexpr gantry_middleware cors = GANTRY_CORS(&cors_options);
constexpr gantry_middleware rate = GANTRY_RATE(&rate_options);
constexpr gantry_middleware cache = GANTRY_CACHE(&cache_options);
constexpr gantry_middleware token = GANTRY_TOKEN(&token_options);
constexpr gantry_middleware hosts = GANTRY_HOSTS(&hosts_options);
constexpr gantry_middleware compress = GANTRY_COMPRESS(&compress_options);
constexpr gantry_middleware security = GANTRY_SECURITY(&security_options);
constexpr gantry_middleware etag = GANTRY_ETAG;
constexpr gantry_middleware request_id = GANTRY_REQUEST_ID;
constexpr const gantry_middleware *const site_middleware[] = { &request_id,
	&hosts, &cors, &security, &compress, &etag, &rate, nullptr };
constexpr const gantry_middleware *const guarded[] = { &token, &cache,
	nullptr };

constexpr gantry_route routes[] = {
	{
	    .uri_template = "/items",
	    .on_get = GANTRY_RESPONDER(list),
	    .on_post = GANTRY_RESPONDER(add),
	    .methods = methods,
	    .summary = "All items",
	    .params = list_params,
	    .answers = answers,
	},
	{
	    .uri_template = "/items/{id:int}",
	    .name = "item",
	    .on_get = GANTRY_RESPONDER(show),
	    .on_delete = GANTRY_RESPONDER(remove_item),
	    .before = find_hooks,
	    .after = counted_hooks,
	    .middleware = guarded,
	    .params = item_params,
	},
	{ nullptr },
};
constexpr gantry_sink sinks[] = {
	{ .prefix = "/old", .responder = GANTRY_RESPONDER(not_found) },
	{},
};
constexpr gantry_error_handler handlers[] = {
	{ 404, GANTRY_RESPONDER(not_found) },
	{},
};
constexpr gantry_group groups[] = {
	{ .prefix = "/api", .routes = routes, .sinks = sinks },
	{ .prefix = "", .routes = gantry_openapi_routes },
	{ 0 },
};
constexpr gantry_site site = {
	.title = "Things to do",
	.groups = groups,
	.middleware = site_middleware,
	.error_handlers = handlers,
};

constexpr gantry_setting settings[] = {
	{
	    .key = "token",
	    .help = "who may look",
	    .secret = true,
	},
	{ NULL },
};
constexpr gantry_alias aliases[] = {
	{ "secret", "token", "who may look" },
	{ NULL },
};

int
open_todo(const gantry_settings *given, void **state, gantry_error *error)
{
	auto made = std::make_unique<Store>();
	gantry_web *web = gantry_web_open(&site, given, made.get(), error);

	if (web == nullptr)
		return -1;
	*state = web;
	made.release();
	return 0;
}

void
close_todo(void *state)
{
	auto *web = static_cast<gantry_web *>(state);
	auto *kept = static_cast<Store *>(gantry_web_state(web));

	gantry_web_close(web);
	delete kept;
}

int
job_arguments(const gantry_settings *, gantry_buffer *arguments, gantry_error *)
{
	return gantry_buffer_add(arguments, "/bin/true", sizeof("/bin/true"));
}

constexpr gantry_job jobs[] = {
	{ .name = "sweep", .arguments = job_arguments },
	{},
};

const gantry_application todo = {
	.name = "todo",
	.help = "keeps a list of things to do",
	.settings = settings,
	.open = open_todo,
	.call = gantry_web_call,
	.close = close_todo,
	.jobs = jobs,
	.aliases = aliases,
};
} // namespace

int
main(int argc, char *argv[])
{
	const gantry_application *const applications[] = { &todo, nullptr };

	return gantry_main(argc, argv, applications);
}
