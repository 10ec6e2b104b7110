"""What gdb does in "gantry dev --debugger".

gdb attaches to the worker.  When the worker was replaced, because something
has changed, another gdb attaches to the next one, with the same breakpoints.
"break" also knows routes:

    (gdb) break /frequencies/{pub}
    (gdb) break GET /frequencies/x

and gdb stops where a request fails.
"""

import os
import re
import sys
import time

import gdb

FOLDER = os.path.dirname(os.environ['GANTRY_DEVELOPMENT_PID'])
PID_FILE = os.environ['GANTRY_DEVELOPMENT_PID']

# The breakpoints for the gdb that follows this one, and the exit status that
# asks for it.
BREAKPOINTS = os.path.join(FOLDER, 'breakpoints')
STATUS_AGAIN = 75

# How long another worker may take to start, in seconds.
PATIENCE = 60

# Signals that the worker handles itself.
QUIET = ('SIGTERM SIGQUIT SIGHUP SIGUSR1 SIGUSR2 SIGCHLD SIGPIPE SIGALRM '
         'SIGWINCH SIG34').split()

FAILURE = 'gantry_errors_printf'


def read(path):
    try:
        with open(path, encoding='utf-8', errors='replace') as file:
            return file.read()
    except OSError:
        return ''


# --- The worker ---

attached = [0]  # the process that gdb was attached to last
ending = [False]  # by "quit"
kept = []  # the breakpoints, and what "break" was given for each


def find_worker():
    """Return the process id of the newest worker that serves, or None."""
    master = read(PID_FILE).strip()
    children = read(f'/proc/{master}/task/{master}/children').split()
    for child in reversed(children):
        try:
            threads = len(os.listdir(f'/proc/{child}/task'))
        except OSError:
            continue
        # One that starts has no threads yet, nor has one that reads modules.
        if threads > 1 and 'TracerPid:\t0' in read(f'/proc/{child}/status'):
            return int(child)
    return None


def attach():
    """Attach to the worker once there is one.  Return whether that worked."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        worker = find_worker()
        if worker is not None:
            gdb.execute(f'attach {worker}', to_string=True)
            attached[0] = worker
            return True
        time.sleep(0.1)
    print('gantry dev: there is no worker to attach to; "attach-worker" '
          'tries again')
    return False


class AttachCommand(gdb.Command):
    """attach-worker

Attach to the worker of gantry dev again, after "detach" for example."""

    def __init__(self):
        super().__init__('attach-worker', gdb.COMMAND_RUNNING)

    def invoke(self, argument, from_tty):
        attach()


def on_exit(_):
    """The worker has ended: gantry dev starts gdb anew for the next one.  gdb
    13 can attach to it from here, but then ^C does not stop it.  A worker that
    a ^C ends while gdb leaves it has no next one."""
    if ending[0]:
        return
    state = re.search(r'^State:\s+(\S)', read(f'/proc/{attached[0]}/status'),
                      re.M)
    # A worker that gdb was detached from is still there, and lives.
    if state is not None and state[1] not in 'ZX':
        return
    with open(BREAKPOINTS, 'w', encoding='utf-8') as file:
        for breakpoint_, argument in kept:
            if breakpoint_.is_valid() and breakpoint_.enabled:
                file.write(f'break {argument}\n')
    sys.stdout.flush()
    os._exit(STATUS_AGAIN)


# --- Routes ---

def routes():
    """Yield (methods, path, responder) of each route that has a responder."""
    prefix = ''
    for line in read(os.path.join(FOLDER, 'routes')).splitlines():
        mount = re.fullmatch(r'\S+ at (/\S*)', line)
        if mount:
            prefix = '' if mount[1] == '/' else mount[1]
        fields = line.split()
        if len(fields) >= 3 and fields[1].startswith('/'):
            yield fields[0].split(','), prefix + fields[1], fields[2]


def fits(path, template):
    """Is PATH the template, or a path that it answers?"""
    if path == template:
        return True
    parts = re.split(r'(\{[^}]*\})', template)
    pattern = ''.join(
        ('.+' if ':path}' in part else '[^/]+') if part.startswith('{')
        else re.escape(part) for part in parts)
    return re.fullmatch(pattern, path) is not None


def find_responders(method, path):
    """Return (responder, template) of each route that answers the path."""
    found = [(responder, template)
             for methods, template, responder in routes()
             if (method is None or method in methods)
             and fits(path, template)]
    return list(dict.fromkeys(found))


def mounts():
    """Yield the mounts of the worker, if its debug information is there."""
    for thread in gdb.selected_inferior().threads():
        if thread.ptid[0] == thread.ptid[1]:
            thread.switch()
    gdb.newest_frame().select()
    worker = find('worker')
    if worker is None:
        return
    gate = worker['options']['config']['loop']['gate'].dereference()
    for index in range(int(gate['mount_count'])):
        yield gate['mounts'][index]


def at(address):
    """Return the function at an address, as arguments of gdb.Breakpoint."""
    block, line = gdb.block_for_pc(address), gdb.find_pc_line(address)
    if block is None or block.function is None or line.symtab is None:
        return {'spec': f'*{address:#x}'}
    return {'source': line.symtab.filename, 'function': block.function.name}


def find_call(path):
    """Return where the application begins that is mounted nearest above the
    path, as arguments of gdb.Breakpoint, or None."""
    thread, nearest, found = gdb.selected_thread(), -1, None
    for mount in mounts():
        prefix = text(mount['prefix'])
        if (path == prefix or path.startswith(prefix + '/')) and \
                len(prefix) > nearest:
            nearest = len(prefix)
            found = at(int(mount['application'].dereference()['call']))
    thread.switch()
    return found


class RouteBreakpoint(gdb.Breakpoint):
    """Stops in the responder of one route.  Other functions may have its
    name, and other routes its responder."""

    def __init__(self, responder, route):
        super().__init__(responder)
        self.route = route

    def stop(self):
        arguments = [value for name, value in locals_of(gdb.selected_frame())]
        requests = [value for value in arguments if is_request(value)]
        if not requests:
            return not arguments
        seen = template(requests[0].dereference())
        return seen is None or seen == '<none>' or self.route.endswith(seen)


def is_request(value):
    kind = value.type.strip_typedefs()
    return kind.code == gdb.TYPE_CODE_PTR and \
        kind.target().strip_typedefs().tag == 'gantry_request'


def keep(breakpoint_, argument):
    """Set it again for the next worker."""
    if argument not in [other for _, other in kept]:
        kept.append((breakpoint_, argument))


class BreakCommand(gdb.Command):
    """break [LOCATION] [if CONDITION]
break [METHOD] /ROUTE

Set a breakpoint at a location, or at the responder of a route of the mounted
applications: "break /words/{word}", "break GET /words/x"."""

    def __init__(self):
        super().__init__('break', gdb.COMMAND_BREAKPOINTS,
                         gdb.COMPLETE_LOCATION)

    def invoke(self, argument, from_tty):
        argument = argument.strip()
        if not re.match(r'(?:[A-Z]+\s+)?/', argument):
            self.at_location(argument)
            return
        route = re.fullmatch(r'(?:([A-Z]+)\s+)?(/\S*)', argument)
        if route is None:
            raise gdb.GdbError(f'{argument}: not a route; give [METHOD] /PATH')
        responders = find_responders(route[1], route[2])
        for responder, found in responders:
            keep(RouteBreakpoint(responder, found), argument)
        if responders:
            return
        call = find_call(route[2])
        if call is None or call.get('function') == 'gantry_web_call':
            raise gdb.GdbError(f'no route answers {argument}; '
                               '"gantry routes" lists them')
        keep(gdb.Breakpoint(**call), argument)

    @staticmethod
    def at_location(argument):
        location, *condition = re.split(r'(?:^|\s+)if\s+', argument,
                                        maxsplit=1)
        if not location:
            location = f'*{int(gdb.selected_frame().pc()):#x}'
        breakpoint_ = gdb.Breakpoint(location)
        keep(breakpoint_, argument)
        if condition:
            breakpoint_.condition = condition[0]


# --- Failures ---

class FailureBreakpoint(gdb.Breakpoint):
    """Stops where an application tells an error."""

    def __init__(self):
        super().__init__(FAILURE, internal=True)
        self.commands = 'silent\npython show_failure()'

    def stop(self):
        # gdb has stopped at a crash already.
        caller = gdb.selected_frame().older()
        return caller is None or caller.name() != 'guard'


def show_failure():
    caller = gdb.selected_frame().older()
    if caller is not None:
        caller.select()
    print('gantry dev: a request fails here ("backtrace" shows more):')
    gdb.execute('frame')


def on_gdb_exit(event):
    """Leave the worker running for its last moments, and end.  gdb 13 may
    crash while it cleans up after Python."""
    ending[0] = True
    if gdb.selected_inferior().pid != 0:
        gdb.execute('detach', to_string=True)
    sys.stdout.flush()
    os._exit(getattr(event, 'exit_code', 0) or 0)


def start():
    for setting in ('confirm off', 'pagination off', 'breakpoint pending on',
                    'exec-file-mismatch off', 'print thread-events off',
                    'print inferior-events off',
                    'debuginfod enabled off'):
        gdb.execute('set ' + setting, to_string=True)
    for name in QUIET:
        gdb.execute(f'handle {name} nostop noprint pass', to_string=True)
    BreakCommand()
    AttachCommand()
    if not attach():
        return
    FailureBreakpoint()
    gdb.events.exited.connect(on_exit)
    gdb.events.gdb_exiting.connect(on_gdb_exit)
    if os.path.exists(BREAKPOINTS):
        print('gantry dev: attached to another worker')
        return
    print('gantry dev: gdb has stopped the worker.  "break /ROUTE" stops at a '
          'route,\n"continue" serves, ^C stops again, "quit" ends all.')


start()
