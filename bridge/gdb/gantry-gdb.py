"""Pretty-printers for the structures of gantry, and two gdb commands.

gdb loads this file automatically with an installed gantry, and with programs
that use the shared library.  For those that use the archive, load it by hand:

    (gdb) source gantry-gdb.py
    (gdb) break hello
    (gdb) run call GET /hello --mount /hello=hello
    (gdb) gantry environ PATH_INFO
    (gdb) gantry route
    (gdb) print *environ

Nothing here changes the program.  The script only reads memory, except to show
SQLite statements, so it also works with core files.
"""

import gdb
import gdb.printing

# Limits, because a length in a broken program can have any value.
VARIABLES_MAX = 65536
TEXT_MAX = 4096


def text(pointer):
    """Return a C string with escaped control characters; '<none>' for NULL."""
    if int(pointer) == 0:
        return '<none>'
    try:
        return ''.join(
            letter if letter.isprintable() else repr(letter)[1:-1]
            for letter in pointer.string(errors='backslashreplace'))
    except gdb.MemoryError:
        return f'<unreadable: {int(pointer):#x}>'


def of_type(name, pointer):
    """Cast POINTER to the struct NAME, which may be incomplete elsewhere."""
    return pointer.cast(gdb.lookup_type(name).pointer())


def member(value, name):
    """Return a member, or None if the struct does not have it."""
    try:
        return value[name]
    except gdb.error:
        return None


# --- Structures ---

def variables(environ):
    """Yield (name, value) of the variables of a struct gantry_environ."""
    for index in range(min(int(environ['count']), VARIABLES_MAX)):
        variable = environ['variables'][index]
        yield text(variable['name']), text(variable['value'])


class EnvironPrinter:
    """Shows the variables of a request as a map."""

    def __init__(self, value):
        self.value = value

    def to_string(self):
        count = int(self.value['count'])
        return f'environ of {count} variables'

    def children(self):
        for number, (name, value) in enumerate(variables(self.value)):
            yield f'name{number}', name
            yield f'value{number}', value

    def display_hint(self):
        return 'map'


class BufferPrinter:
    """Shows the content of a buffer."""

    def __init__(self, value):
        self.value = value

    def to_string(self):
        length = int(self.value['length'])
        summary = f'buffer of {length} bytes'
        if self.value['failed']:
            summary += ', memory ran out'
        if length == 0 or int(self.value['data']) == 0:
            return summary
        shown = min(length, TEXT_MAX)
        try:
            data = self.value['data'].string(
                encoding='utf-8', errors='backslashreplace', length=shown)
        except gdb.MemoryError:
            return summary + ', unreadable'
        return f'{summary}: {data!r}' + ('...' if shown < length else '')


class ArenaPrinter:
    """Shows how much of an arena is used."""

    def __init__(self, value):
        self.value = value

    def to_string(self):
        chunk, chunks, used, size = self.value['chunks'], 0, 0, 0
        while int(chunk) != 0 and chunks < VARIABLES_MAX:
            whole = of_type('struct arena_chunk', chunk).dereference()
            chunks += 1
            used += int(whole['used'])
            size += int(whole['size'])
            chunk = whole['next']
        return f'arena of {chunks} chunks, {used} of {size} bytes used'


class MembersPrinter:
    """Shows the members in NAMES that a structure has."""

    title = ''
    names = ()

    def __init__(self, value):
        self.value = value

    def to_string(self):
        return self.title

    def children(self):
        for name in self.names:
            value = member(self.value, name)
            if value is not None:
                yield name, value


class RequestPrinter(MembersPrinter):
    """Shows the method, path and route of a request."""

    title = 'request'
    names = ('response', 'body_length')

    def children(self):
        environ = member(self.value, 'environ')
        if environ is not None and int(environ) != 0:
            inside = of_type('struct gantry_environ', environ)
            known = dict(variables(inside.dereference()))
            yield 'method', known.get('REQUEST_METHOD', '<none>')
            yield 'path', known.get('PATH_INFO', '<none>')
        yield 'route', template(self.value) or '<none>'
        yield from super().children()


class ResponsePrinter(MembersPrinter):
    """Shows the status, headers and state of a response."""

    title = 'response'
    names = ('content', 'buffer', 'is_complete', 'has_failed', 'length')

    def children(self):
        status = member(self.value, 'status')
        if status is not None:
            yield 'status', text(status)
        headers = member(self.value, 'headers')
        count = member(self.value, 'header_count')
        if headers is not None and count is not None:
            for index in range(min(int(count), VARIABLES_MAX)):
                header = headers[index]
                yield text(header['name']), text(header['value'])
        yield from super().children()


class StatementPrinter:
    """Shows the SQL of a pointer to an SQLite statement."""

    def __init__(self, value):
        self.value = value

    def to_string(self):
        address = int(self.value)
        if address == 0:
            return '0x0'
        try:
            sql = gdb.parse_and_eval(
                f'((const char *(*)(void *))sqlite3_sql)((void *){address})')
            return f'{address:#x} {text(sql)!r}'
        except gdb.error:
            # Functions cannot be called in a core file.
            return f'{address:#x}'


STRUCTURES = {
    'gantry_environ': EnvironPrinter,
    'gantry_buffer': BufferPrinter,
    'arena': ArenaPrinter,
    'gantry_request': RequestPrinter,
    'gantry_response': ResponsePrinter,
}
STATEMENTS = ('sqlite3_stmt', 'db_statement')


class Printers(gdb.printing.PrettyPrinter):
    """Selects the printer for the type of a value."""

    def __init__(self):
        super().__init__('gantry')

    def __call__(self, value):
        kind = value.type.strip_typedefs()
        if kind.code == gdb.TYPE_CODE_PTR:
            target = kind.target().unqualified()
            names = (target.name, target.strip_typedefs().tag)
            if any(name in STATEMENTS for name in names):
                return StatementPrinter(value)
            return None
        if kind.code != gdb.TYPE_CODE_STRUCT:
            return None
        printer = STRUCTURES.get(kind.tag)
        # An incomplete type has no members to print.
        if printer is None or not kind.fields():
            return None
        return printer(value)


# --- Finding the request ---

def locals_of(frame):
    """Yield (name, value) of a frame's arguments and variables, innermost
    first."""
    try:
        block = frame.block()
    except RuntimeError:
        return
    while block is not None:
        for symbol in block:
            if symbol.is_argument or symbol.is_variable:
                try:
                    yield symbol.name, symbol.value(frame)
                except (gdb.error, ValueError, TypeError):
                    continue
        if block.function is not None:
            return
        block = block.superblock


def find(tag):
    """Return the nearest pointer to a struct TAG in the selected frame and its
    callers, or None.  The compiler may have optimized it away."""
    frame = gdb.selected_frame()
    while frame is not None:
        for _, value in locals_of(frame):
            kind = value.type.strip_typedefs()
            if kind.code != gdb.TYPE_CODE_PTR or value.is_optimized_out:
                continue
            if kind.target().strip_typedefs().tag == tag and int(value) != 0:
                return of_type('struct ' + tag, value)
        frame = frame.older()
    return None


def find_environ():
    """Return the struct gantry_environ of the request in this thread."""
    environ = find('gantry_environ')
    if environ is None:
        request = find('gantry_request')
        if request is not None:
            environ = of_type('struct gantry_environ', request['environ'])
    if environ is None:
        request = find('request')
        if request is not None:
            environ = request['environ'].address
    if environ is None:
        raise gdb.GdbError('no frame of this thread has an environ: it serves '
                           'no request; try another thread')
    return environ.dereference()


def template(request):
    """Return the template of the route of a struct gantry_request, or None."""
    entry = member(request, 'entry')
    if entry is None or int(entry) == 0:
        return None
    # Another file may have a different struct entry, without this member.
    found = member(entry, 'template')
    if found is None and request.address is not None:
        try:
            found = gdb.parse_and_eval(
                '((const char *(*)(const void *))gantry_request_template)'
                f'((const void *){int(request.address)})')
        except gdb.error:
            return None
    return None if found is None else text(found)


# --- Commands ---

class GantryCommand(gdb.Command):
    """Inspect the request that this thread serves."""

    def __init__(self):
        super().__init__('gantry', gdb.COMMAND_DATA, gdb.COMPLETE_NONE, True)


class EnvironCommand(gdb.Command):
    """gantry environ [NAME ...]

Print the variables of the request that this thread serves, or only the values
of those NAMEd.  The environ is searched in the selected frame and its
callers."""

    def __init__(self):
        super().__init__('gantry environ', gdb.COMMAND_DATA)

    def invoke(self, argument, from_tty):
        known = list(variables(find_environ()))
        wanted = gdb.string_to_argv(argument)
        for name in wanted:
            values = [value for key, value in known if key == name]
            if not values:
                raise gdb.GdbError(f'the request has no {name}')
            print(values[0])
        if not wanted:
            for name, value in known:
                print(f'{name} = {value}')

    def complete(self, _, word):
        try:
            return [name for name, _ in variables(find_environ())
                    if name.startswith(word)]
        except (gdb.error, gdb.GdbError):
            return []


class RouteCommand(gdb.Command):
    """gantry route

Print the request, the mount of its application, the template of its route,
and the current function."""

    def __init__(self):
        super().__init__('gantry route', gdb.COMMAND_DATA)

    def invoke(self, argument, from_tty):
        known = dict(variables(find_environ()))
        print('request:', known.get('REQUEST_METHOD', '?'),
              known.get('REQUEST_URI', known.get('PATH_INFO', '?')))
        print('mounted at:', known.get('SCRIPT_NAME') or '/')
        print('path there:', known.get('PATH_INFO', '?'))
        request = find('gantry_request')
        found = request and template(request.dereference())
        print('route:', found or 'none; the application has no routes, or the '
                                 'route is not found yet')
        print('in:', gdb.selected_frame().name())


gdb.printing.register_pretty_printer(
    gdb.current_objfile(), Printers(), replace=True)
GantryCommand()
EnvironCommand()
RouteCommand()
