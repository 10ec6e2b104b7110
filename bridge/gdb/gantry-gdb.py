"""gdb's view of gantry: printers for its structures, and two commands.

Installed where gdb loads it by itself with gantry; elsewhere, and for programs
of your own that link libgantry:

    (gdb) source gantry-gdb.py
    (gdb) break hello
    (gdb) run call GET /hello --mount /hello=hello
    (gdb) gantry environ PATH_INFO
    (gdb) gantry route
    (gdb) print *environ

Nothing here changes the program.  All but SQLite statements is read from
memory, so that it works with a core file, too.
"""

import gdb
import gdb.printing

# A program that is broken may have any number in a length.
VARIABLES_MAX = 65536
TEXT_MAX = 4096


def text(pointer):
    """A C string, without what a terminal would obey; '<none>' for NULL."""
    if int(pointer) == 0:
        return '<none>'
    try:
        return ''.join(
            letter if letter.isprintable() else repr(letter)[1:-1]
            for letter in pointer.string(errors='backslashreplace'))
    except gdb.MemoryError:
        return f'<unreadable: {int(pointer):#x}>'


def of_type(name, pointer):
    """POINTER as one to the struct NAME, whose inside its file may not know."""
    return pointer.cast(gdb.lookup_type(name).pointer())


def member(value, name):
    """A member, or None in a program that has no such one."""
    try:
        return value[name]
    except gdb.error:
        return None


# --- Structures ---

def variables(environ):
    """(name, value) of each variable of a struct gantry_environ."""
    for index in range(min(int(environ['count']), VARIABLES_MAX)):
        variable = environ['variables'][index]
        yield text(variable['name']), text(variable['value'])


class EnvironPrinter:
    """The request's variables, as a map."""

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
    """The bytes, not the memory."""

    def __init__(self, value):
        self.value = value

    def to_string(self):
        length = int(self.value['length'])
        said = f'buffer of {length} bytes'
        if self.value['failed']:
            said += ', memory ran out'
        if length == 0 or int(self.value['data']) == 0:
            return said
        shown = min(length, TEXT_MAX)
        try:
            data = self.value['data'].string(
                encoding='utf-8', errors='backslashreplace', length=shown)
        except gdb.MemoryError:
            return said + ', unreadable'
        return f'{said}: {data!r}' + ('...' if shown < length else '')


class ArenaPrinter:
    """How much of it is used."""

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
    """A few members of a structure, those that there are."""

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
    """What it asks for, and which route has it."""

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
    """What will be sent as it stands."""

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
    """A pointer to an SQLite statement, as its SQL."""

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
            # A core file calls nothing.
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
    """All of the above, by the type's name."""

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
        # One of which only the name is known has nothing to print.
        if printer is None or not kind.fields():
            return None
        return printer(value)


# --- Finding the request ---

def locals_of(frame):
    """(name, value) of a frame's arguments and variables, innermost first."""
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
    """The nearest pointer to a struct TAG in the selected frame and those that
    called it; None when there is none, or the compiler kept none."""
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
    """The struct gantry_environ that is served in this thread."""
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
    """The template of a struct gantry_request's route, or None."""
    entry = member(request, 'entry')
    if entry is None or int(entry) == 0:
        return None
    # Other files may have another struct entry; the web layer's has this.
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
    """Look at the request that this thread serves."""

    def __init__(self):
        super().__init__('gantry', gdb.COMMAND_DATA, gdb.COMPLETE_NONE, True)


class EnvironCommand(gdb.Command):
    """gantry environ [NAME ...]

Print the variables of the request that this thread serves, or of those NAMEd
the values alone.  The environ is looked for in the selected frame, then in its
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

Print what the request asks for, where its application is mounted, the template
of the route that was found, and the function that answers."""

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
