"""Calls of each public function with NULL: C, generated from the headers.

The values of a call are its arguments and the pointers in the structs that it
is given.  The function is called with each of them NULL, with all arguments
NULL, and with each argument and ERROR NULL.  programs/null_arguments.c has the
request around the calls."""

from public_headers import (arguments, headers, middleware_prototypes,
                            pointers, prototypes)

# tests/unit/sqlite calls what gantry/sqlite.h declares with NULL.
HEADERS = {name: text for name, text in headers().items()
           if name != 'sqlite.h'}
TEXT = '\n'.join(HEADERS.values())

# What is called where a prototype is that of a type.
TYPES = {'gantry_app': 'gantry_web_call',
         'gantry_start_response': 'frame.start_response'}

# What is called in the place of a function; see programs/null_arguments.h.
INSTEAD = {'gantry_buffer_vprintf': 'frame_vprintf',
           'gantry_client_open': 'frame_client_open',
           'gantry_response_listen': 'frame_listen',
           'gantry_web_open': 'frame_web_open'}

# A valid value for an argument of a type.
VALUES = {
    '...': '"x"',
    'bool': 'true',
    'bool*': '&(bool){0}',
    'char': "'c'",
    'char**': '(char *[]){ "x", "--version", NULL }',
    'const char*': '"text"',
    'const char**': '&(const char *){NULL}',
    'const char*const**': '&(const char *const *){NULL}',
    'const struct gantry_application*const*':
        '(frame_applications[0] = &frame_application, frame_applications)',
    'const struct gantry_program*':
        '&(struct gantry_program){ .applications = (frame_applications[0] = '
        '&frame_application, frame_applications) }',
    'const struct gantry_settings*': 'frame.settings',
    'const struct gantry_web*': 'frame.web',
    'const struct gantry_deferral*': '&(struct gantry_deferral){ 0 }',
    'const struct gantry_deferred*': 'frame_deferred()',
    'const struct gantry_json_writer*': 'frame_writer()',
    'const void*': '"some data"',
    'double': '1.5',
    'double*': '&(double){0}',
    'enum gantry_error_code': 'GANTRY_ERROR_INPUT',
    'gantry_deferred_call*': 'frame_call',
    'gantry_start_response*': 'frame.start_response',
    'int': '302',
    'int64_t': '1',
    'int64_t*': '&(int64_t){0}',
    'long long': '1',
    'size_t': '4',
    'size_t*': '&(size_t){0}',
    'ssize_t(*)(void*argument,void*data,size_t size)': 'frame_read',
    'struct gantry_body*': 'frame_body()',
    'struct gantry_buffer*': '&(struct gantry_buffer){ 0 }',
    'struct gantry_channel*': 'frame_channel()',
    'struct gantry_client*': 'frame.client',
    'struct gantry_deferred*': 'frame_deferred()',
    'struct gantry_environ*': 'frame.environ',
    'struct gantry_error*':
        '&(struct gantry_error){ GANTRY_ERROR_INPUT, "an error" }',
    'struct gantry_rights*': '(struct gantry_rights *)(long[64]){ 0 }',
    'enum gantry_right': 'GANTRY_RIGHT_READS',
    'struct gantry_errors*': 'gantry_environ_wsgi(frame.environ)->errors',
    'struct gantry_header*': '&(struct gantry_header){ 0 }',
    'struct gantry_input*': 'gantry_environ_wsgi(frame.environ)->input',
    'const struct gantry_html_templates*':
        'gantry_html_templates_new((const struct gantry_html_source[]){'
        '{"a", "a"}, {NULL, NULL}}, NULL)',
    'struct gantry_html_templates*':
        'gantry_html_templates_new((const struct gantry_html_source[]){'
        '{"a", "a"}, {NULL, NULL}}, NULL)',
    'const struct gantry_html_source*':
        '(const struct gantry_html_source[]){{"a", "a"}, {NULL, NULL}}',
    'const struct gantry_buffer*': '&(const struct gantry_buffer){ 0 }',
    'struct gantry_job_status*': '&(struct gantry_job_status){ 0 }',
    'struct gantry_json_writer*': 'frame_writer()',
    'struct gantry_range*': '&(struct gantry_range){ 0 }',
    'struct gantry_metric*': 'frame_metric()',
    'const struct gantry_metric*': 'frame_metric()',
    'unsigned': '0',
    'struct gantry_request*': 'frame.request',
    'struct gantry_response*': 'frame.response',
    'struct gantry_result*': 'frame.result',
    'const struct gantry_stream*': 'frame_stream()',
    'const struct gantry_schema*': 'frame_schema()',
    'const struct gantry_json_value*': 'frame_json("1")',
    'const struct gantry_schema_error**':
        '&(const struct gantry_schema_error *){NULL}',
    'struct gantry_stream*': 'frame_stream()',
    'struct gantry_variable*': '&(struct gantry_variable){ 0 }',
    'void(*)(void*argument)': 'frame_closed',
    'void*': '(char[64]){ "state" }',
    'void**': '&(void *){NULL}',
}

SECRET = '0123456789abcdef0123456789abcdef'

# Valid values for arguments of a name, of a function or of any.
NAMED = {
    'argc': '2',
    'encodings': '(const char *const[]){ "gzip", NULL }',
    'etag': r'"\"a\""',
    'filename': '"a.txt"',
    'folder': '"/etc"',
    'format': '"%s"',
    'gantry_client_advance milliseconds': '1',
    'gantry_client_close client':
        'gantry_client_open(&frame_application, NULL, NULL)',
    'gantry_deferred_release deferred':
        'gantry_deferred_hold(frame_deferred())',
    'gantry_channel_close channel': 'gantry_channel_open(NULL, NULL, NULL)',
    'gantry_response_listen channel':
        'gantry_channel_open(NULL, NULL, NULL)',
    'gantry_stream_release stream': 'gantry_stream_hold(frame_stream())',
    'gantry_environ_get name': '"REQUEST_METHOD"',
    'gantry_job_look name': '"work"',
    'gantry_job_start name': '"work"',
    'gantry_json_is_integer value': 'frame_json("1")',
    'gantry_json_is_text value': r'frame_json("\"text\"")',
    'gantry_json_member object': r'frame_json("{\"text\":1}")',
    'gantry_json_parse text': '"true"',
    'gantry_metric_open options':
        '&(struct gantry_metric_options){ .name = "n", .help = "h" }',
    'gantry_base64url_decode text': '"AAAA"',
    'gantry_html_json length': '3',
    'gantry_html_json json': r'"\"a\""',
    'gantry_query_get name': '"n"',
    'gantry_html_render name': '"a"',
    'gantry_html_templates_open folder': '"/nonexistent"',
    'gantry_response_html name': '"a"',
    'gantry_response_html json': 'NULL',
    'gantry_query_integer name': '"n"',
    'gantry_query_integer maximum': '9',
    'gantry_request_json limit': '0',
    'gantry_request_body limit': '0',
    'gantry_response_append name': '"Allow"',
    'gantry_response_static name': '"passwd"',
    'gantry_response_file_below name': '"passwd"',
    'gantry_result_cookie name': '"c"',
    'gantry_result_cookie_attribute name': '"c"',
    'gantry_result_cookie_attribute attribute': '"Path"',
    'gantry_result_free result':
        'gantry_simulate_get(frame.client, "/", NULL)',
    'gantry_result_header name': '"Content-Type"',
    'gantry_schema_free schema': 'gantry_schema_new("true", NULL)',
    'gantry_schema_new text': '"true"',
    'gantry_client_cookie name': '"c"',
    'gantry_client_job name': '"work"',
    'gantry_client_end_job name': '"work"',
    'gantry_settings_boolean key': '"flag"',
    'gantry_settings_duration key': '"time"',
    'gantry_settings_get key': '"greeting"',
    'gantry_settings_integer key': '"number"',
    'gantry_settings_size key': '"size"',
    'gantry_url_for name': '"item"',
    'gantry_web_close web': 'gantry_web_open('
                            '&(struct gantry_site){ 0 }, NULL, NULL, NULL)',
    'json': '"1"',
    'method': '"GET"',
    'path': '"/etc/passwd"',
    'gantry_response_redirect status': '302',
    'gantry_response_forget_cookie path': '"/"',
    'pointer': '"/a"',
    'relation': '"next"',
    'secret': '"0123456789abcdef0123456789abcdef"',
    'settings': '(const char *const[]){ NULL }',
    'status': '"200 OK"',
    'target': '"/"',
    'type': '"text/plain"',
    'types': '(const char *const[]){ "text/plain", NULL }',
}

# The options of middleware, which are void.
OPTIONS = {
    'basic': ('gantry_basic_options',
              '.realm = "a", .verify = frame_basic, .is_optional = true'),
    'bearer': ('gantry_bearer_options',
               '.realm = "a", .scope = "b", .verify = frame_bearer, '
               '.is_optional = true'),
    'cache': ('gantry_cache_options', '.seconds = 1'),
    'compress': ('gantry_compress_options', '.level = 4'),
    'cors': ('gantry_cors_options',
             '.allow_origins = "https://a.example", '
             '.allow_origins_setting = NULL, '
             '.allow_credentials = "https://a.example", '
             '.allow_headers = "A", .expose_headers = "B"'),
    'hosts': ('gantry_hosts_options', '.hosts = "*"'),
    'rate': ('gantry_rate_options',
             '.count = 9, .seconds = 1, .name = "a"'),
    'security': ('gantry_security_options',
                 '.content_security_policy = "a", .referrer_policy = "a", '
                 '.frame_options = "a", .opener_policy = "a"'),
    'csrf': ('gantry_csrf_options',
             f'.secret = "{SECRET}", '
             '.trusted_origins = "https://a.example"'),
    'session': ('gantry_session_options',
                f'.name = "s", .secret = "{SECRET}"'),
    'session_files': ('gantry_session_files_options', '.folder = "."'),
    'token': ('gantry_token_options',
              '.token_setting = "greeting", .scheme = "Bearer", '
              '.realm = "a"'),
}

SITE_TABLES = '''
	struct gantry_hook hooks[] = { GANTRY_HOOK(frame_hook, "x"), { 0 } };
	struct gantry_method methods[] = {
		{ "REPORT", GANTRY_RESPONDER(frame_respond) }, { 0 } };
	struct gantry_param param = { .name = "n", .help = "h" };
	const struct gantry_param *const params[] = { &param, NULL };
	struct gantry_answer answers[] = {
		{ GANTRY_200, "h", "text/plain", "{}" }, { 0 } };
	struct gantry_middleware middleware = GANTRY_SECURITY(NULL);
	const struct gantry_middleware *const all[] = { &middleware, NULL };
	struct gantry_route routes[] = { { .uri_template = "/a/{w:word(x)}",
		.name = "a", .on_get = GANTRY_RESPONDER(frame_respond),
		.methods = methods, .before = hooks, .after = hooks,
		.middleware = all, .summary = "s", .params = params,
		.answers = answers }, { 0 } };
	struct gantry_route inner[] = { { .uri_template = "/{n:int}",
		.on_get = GANTRY_RESPONDER(frame_respond) }, { 0 } };
	struct gantry_sink sinks[] = {
		{ "/d", GANTRY_RESPONDER(frame_respond) }, { 0 } };
	struct gantry_error_handler handlers[] = {
		{ 404, GANTRY_RESPONDER(frame_respond) }, { 0 } };
	struct gantry_group groups[] = { { .prefix = "/c", .routes = inner,
		.before = hooks, .after = hooks, .middleware = all,
		.error_handlers = handlers }, { .prefix = "",
		.routes = gantry_openapi_routes }, { 0 } };
	struct gantry_converter converters[] = {
		{ "word", frame_knows, frame_takes }, { 0 } };
'''

APPLICATION_TABLES = '''
	const char *choices[] = { "hey", "ho", NULL };
	struct gantry_setting settings[] = { { .key = "greeting",
		.fallback = "hey", .help = "h", .choices = choices,
		.type = GANTRY_SETTING_CHOICE }, { 0 } };
	struct gantry_alias aliases[] = { { "a", "greeting", "h" }, { 0 } };
	const char *const rights[] = { "=/etc/passwd", NULL };
	struct gantry_job jobs[] = { { "work", frame_arguments, rights, rights,
		rights, rights, rights }, { 0 } };
'''

# A valid struct: tables that it needs, fields, and pointers in the tables.
STRUCTS = {
    'gantry_application': (
        APPLICATION_TABLES,
        '.name = "a", .help = "h", .settings = settings, '
        '.open = frame_opened, .call = frame_greet, .close = frame_closed, '
        '.fact = frame_fact, .jobs = jobs, .aliases = aliases, '
        '.reads = rights, .replaced = rights, .writes = rights, '
        '.connects = rights, .runs = rights',
        ('settings[0].fallback', 'settings[0].help', 'settings[0].choices',
         'aliases[0].target', 'aliases[0].help', 'jobs[0].arguments')),
    'gantry_cookie': ('', '.name = "c", .value = "v", .path = "/", .domain = '
                      '"a.example", .secret = '
                      '"0123456789abcdef0123456789abcdef"', ()),
    'gantry_error': ('', '.code = GANTRY_ERROR_INPUT, .text = "an error"',
                     ()),
    'gantry_channel_options': ('', '.replay = 1, .missed = "missed"', ()),
    'gantry_event': ('', '.id = "1", .type = "a", .data = "b", '
                     '.comment = "c"', ()),
    'gantry_event_source': ('', '.next = frame_next, .close = frame_closed, '
                            '.argument = "a"', ()),
    'gantry_header': ('', '.name = "Content-Type", .value = "text/plain"', ()),
    'gantry_http_error': (
        'struct gantry_header headers[] = { { "X-A", "a" }, '
        '{ NULL, NULL } };',
        '.status = GANTRY_404, .title = "t", .detail = "d", .code = "c", '
        '.link = "/", .headers = headers', ('headers[0].value',)),
    'gantry_json_value': ('', '.kind = GANTRY_JSON_STRING, .string = "text"',
                          ()),
    'gantry_multipart': (
        '', '.argument = "", .begin = NULL, .data = NULL, .end = NULL', ()),
    'gantry_param': (
        'const char *choices[] = { "7", "a", "b", NULL };',
        '.name = "n", .help = "h", .fallback = "7", .choices = choices, '
        '.delimiter = \',\'', ()),
    'gantry_problem': (
        '', '.type = "/", .status = "404 Not Found", .title = "t", '
        '.detail = "d", .code = "c", .request_id = "i"', ()),
    'gantry_simulation': (
        'const char *const headers[] = { "A: b", NULL };'
        'struct gantry_url_field fields[] = { { "a", "b" }, { NULL, NULL } };'
        'struct gantry_variable variables[] = { { "A", "b" },'
        ' { NULL, NULL } };',
        '.headers = headers, .params = fields, .cookies = fields, '
        '.json = "1", .body = "b", .body_length = 1, '
        '.remote_addr = "192.0.2.1", .script_name = "/a", '
        '.variables = variables',
        ('fields[0].value', 'variables[0].value')),
    'gantry_session_record': ('', '.key = "a", .data = "b", .size = 1', ()),
    'gantry_site': (
        SITE_TABLES,
        '.title = "t", .version = "1", .description = "d", .routes = routes, '
        '.groups = groups, .sinks = sinks, .before = hooks, .after = hooks, '
        '.middleware = all, .error_handlers = handlers, '
        '.converters = converters, .write_error = frame_respond',
        ('hooks[0].name', 'hooks[0].argument', 'methods[0].name',
         'methods[0].responder.name', 'methods[0].responder.call',
         'hooks[0].call', 'sinks[0].responder.call',
         'handlers[0].responder.call', 'routes[0].on_get.call', 'param.name', 'param.help',
         'answers[0].status', 'answers[0].help', 'answers[0].type',
         'answers[0].schema', 'middleware.name', 'routes[0].name',
         'routes[0].on_get.name', 'routes[0].methods', 'routes[0].before',
         'routes[0].params', 'routes[0].answers', 'inner[0].on_get.name',
         'sinks[0].responder.name', 'handlers[0].responder.name',
         'groups[0].routes', 'converters[0].knows', 'converters[0].takes')),
    'gantry_static_files': ('', '.folder = "/etc", .index = ""', ()),
    'gantry_url_field': ('', '.name = "item", .value = "7"', ()),
}

# Pointers in what an argument points to.
BEHIND = {
    'gantry_main applications': [('applications[0]',
                                  'frame_applications[0]')],
}

# These need the request of an application without a site.
APPLICATION = {'gantry_app', 'gantry_flush', 'gantry_restart_response',
               'gantry_start_response', 'gantry_write'}


def declared():
    """Return {name: prototype} of all functions, and types of functions."""
    found = {}
    for text in HEADERS.values():
        found.update(prototypes(text))
        found.update(middleware_prototypes(text))
    # Applications define it, and only the gate calls it.
    del found['gantry_deferred_call']
    return found


FUNCTIONS = declared()


def middleware_of(function):
    """Return the key in OPTIONS that a function belongs to, if any."""
    return 'session_files' if function.startswith('gantry_session_files_') \
        else function.split('_')[1]


def valid(function, kind, argument):
    """Return a valid value for an argument."""
    of_text = kind in ('const char*', 'const char*const*', 'int')
    middleware = middleware_of(function)
    options = f'options_of_{middleware}'
    if kind == 'void*' and argument == 'state' and middleware in OPTIONS:
        if f'gantry_{middleware}_open' in FUNCTIONS:
            return f'frame_open(gantry_{middleware}_open, &{options})'
        return f'(void *)&{options}'
    if f'{function} {argument}' in NAMED:
        return NAMED[f'{function} {argument}']
    if of_text and argument in NAMED:
        return NAMED[argument]
    for known in (kind, kind.removeprefix('const ')):
        if known in VALUES:
            return VALUES[known]
    raise KeyError(f'{function}: no valid value for {kind} {argument}; '
                   'add one to lib/null_calls.py')


class Call:
    """The generated function that calls one public function."""

    def __init__(self, name, prototype):
        self.name, self.prototype = name, prototype
        self.lines = []  # declarations
        self.given = []  # the variables to give
        self.values = []  # (name, lvalue) of what becomes NULL
        self.error = None  # the index of ERROR in them
        inside = []
        for kind, argument in arguments(prototype):
            if kind == 'va_list':
                continue
            variable = f'a{len(self.given)}'
            value, members = self.value(kind, argument)
            inside += members + BEHIND.get(f'{name} {argument}', [])
            self.lines.append(f'__typeof__({kind}) {variable} = {value};')
            self.given.append(variable)
            if '*' in kind:
                if (kind, argument) == ('struct gantry_error*', 'error'):
                    self.error = len(self.values)
                self.values.append((argument, variable))
        self.count = len(self.values)
        self.values += inside

    def value(self, kind, argument):
        """Return a value, and [(name, lvalue)] of the pointers in it."""
        struct = kind.removeprefix('const struct ').removesuffix('*')
        middleware = middleware_of(self.name)
        if argument == 'options' and middleware in OPTIONS:
            struct, fields = OPTIONS[middleware]
            parts = ('', fields, ())
        elif struct in STRUCTS and f'{self.name} {argument}' not in NAMED:
            parts = STRUCTS[struct]
        else:
            return valid(self.name, kind, argument), []
        tables, fields, more = parts
        variable = f's{len(self.given)}'
        self.lines += [tables, f'struct {struct} {variable}[2] = '
                               f'{{ {{ {fields} }} }};']
        return variable, [
            (f'{argument}->{field}', f'{variable}[0].{field}')
            for field in pointers(TEXT, struct)] + [
            (f'{argument}: {path}', path) for path in more]

    def result(self):
        """Return how the result is told."""
        returned = self.prototype.removeprefix('typedef ')
        if returned.startswith('void '):
            return '%s;\n\ttell_nothing();'
        if returned.startswith('const char*'):
            return 'tell_text(%s);'
        if '*' in returned[:returned.index('(')]:
            return 'tell_pointer(%s);'
        return 'tell_integer(%s);'

    def cases(self):
        """Return [(what, set of values)]."""
        cases = [('nothing', 0)]
        cases += [(name, 1 << bit)
                  for bit, (name, _) in enumerate(self.values)]
        if self.count > 1:
            cases.append(('all', (1 << self.count) - 1))
        if self.error is not None:
            cases += [(f'{name} and error', 1 << bit | 1 << self.error)
                      for bit, (name, _) in enumerate(self.values)
                      if bit != self.error]
        return cases

    def text(self):
        """Return the function in C."""
        nulls = [f'if (nulls >> {bit} & 1)\n\t\t{value} = NULL;'
                 for bit, (_, value) in enumerate(self.values)]
        called = TYPES.get(self.name, INSTEAD.get(self.name, self.name))
        given = ', '.join(self.given +
                          ['"x"'] * (',...' in self.prototype or
                                     called == 'frame_vprintf'))
        body = '\n\t'.join(self.lines + nulls +
                           [self.result() % f'{called}({given})'])
        return f'static void\ncall_{self.name}(uint64_t nulls)\n' \
               f'{{\n\t(void)nulls;\n\t{body}\n}}\n'

    def kind(self):
        if self.name in APPLICATION:
            return 'FRAME_APPLICATION'
        if self.name == 'gantry_request_multipart':
            return 'FRAME_MULTIPART'
        return 'FRAME_RESPONDER'


def calls():
    return [Call(name, prototype)
            for name, prototype in sorted(FUNCTIONS.items())]


def program(made):
    """Return the source of the calls."""
    parts = ['#include "null_arguments.h"\n']
    for kind, (struct, fields) in OPTIONS.items():
        parts.append(f'static const struct {struct} options_of_{kind} = '
                     f'{{ {fields} }};')
    parts += [call.text() for call in made]
    parts.append('const struct null_case null_cases[] = {')
    parts += [f'\t{{ "{call.name}", "{what}", call_{call.name}, '
              f'UINT64_C({nulls}), {call.kind()} }},'
              for call in made for what, nulls in call.cases()]
    parts.append('\t{ 0 },\n};\n')
    return '\n'.join(parts)
