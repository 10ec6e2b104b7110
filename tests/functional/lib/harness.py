"""Shared by the functional tests: programs under test, clients, TAP.

A test file defines functions named test_...; run(globals()) calls them in
their order and prints TAP.  A test that raises Skip is skipped with that
reason; any other exception is a failure.
"""

import contextlib
import http.client
import json
import os
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
import traceback

SOURCE = os.environ['GANTRY_SOURCE']
BUILD = os.environ['GANTRY_BUILD']
GANTRY = os.path.join(BUILD, 'gantry')
GANTRY_CACHE = os.path.join(BUILD, 'gantry-cache')
GANTRY_TEST = os.path.join(BUILD, 'gantry-test')
SAMPLE = os.path.join(SOURCE, 'apps/entities/sample/export')

# The time limit for waiting, in seconds.  It is longer than anything takes on
# a slow machine.
PATIENCE = 30

# A process started in the background ignores SIGINT, and shells started from
# it cannot change that.
signal.signal(signal.SIGINT, signal.default_int_handler)

BEGIN, ABORT, END, PARAMS, STDIN, STDOUT, STDERR = 1, 2, 3, 4, 5, 6, 7
GET_VALUES = 9
KEEP_CONN = 1


class Skip(Exception):
    """The reason why a test cannot run here."""


def only(transport):
    """Mark a test that only one transport can pass."""
    def mark(function):
        function.transport = transport
        return function
    return mark


def run(names, transports=None):
    """Run the test_... functions of a module, once for each transport if given,
    and exit."""
    tests = [(transport, name, function)
             for transport in transports or [None]
             for name, function in names.items()
             if name.startswith('test_') and function and
             getattr(function, 'transport', transport) == transport]
    print(f'1..{len(tests)}', flush=True)
    failed = 0
    for number, (transport, name, function) in enumerate(tests, 1):
        title = name[len('test_'):].replace('_', ' ')
        if transport:
            title = f'{transport}: {title}'
            names['TRANSPORT'] = transport
        try:
            function()
            print(f'ok {number} - {title}', flush=True)
        except Skip as reason:
            print(f'ok {number} - {title} # SKIP {reason}', flush=True)
        except Exception:
            failed += 1
            for line in traceback.format_exc().splitlines():
                print('# ' + line)
            print(f'not ok {number} - {title}', flush=True)
    sys.exit(1 if failed else 0)


def wait_until(condition, what, patience=PATIENCE):
    """Call the condition until its result is true.  Return the result."""
    deadline = time.monotonic() + patience
    while True:
        answer = condition()
        if answer:
            return answer
        if time.monotonic() > deadline:
            raise AssertionError(f'timed out waiting for {what}')
        time.sleep(0.01)


def equal(seen, expected):
    if seen != expected:
        raise AssertionError(f'seen {seen!r}, expected {expected!r}')


def contains(text, part):
    if part not in text:
        raise AssertionError(f'{part!r} is not in {text!r}')


def free_port():
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        return probe.getsockname()[1]


def node(script, *arguments, given=''):
    """Run a script of tests/judges.  Return its output, one JSON document a
    line."""
    modules = os.path.join(BUILD, 'judges/node_modules')
    if shutil.which('node') is None:
        raise Skip('node is not installed')
    if not os.path.isdir(modules):
        raise Skip(f'"bootstrap check" has not made {modules}')
    result = subprocess.run(
        ['node', '--no-deprecation',
         os.path.join(SOURCE, 'tests/judges', script), *arguments],
        env={**os.environ, 'NODE_PATH': modules}, input=given.encode(),
        stdout=subprocess.PIPE, timeout=PATIENCE, check=True)
    return [json.loads(line) for line in result.stdout.splitlines()]


@contextlib.contextmanager
def folder():
    """Create a temporary folder, and remove it afterwards."""
    path = tempfile.mkdtemp(prefix='gantry-')
    try:
        yield path
    finally:
        shutil.rmtree(path)


def sample_cache(path):
    """Import the sample into a cache at path."""
    subprocess.run([GANTRY_CACHE, 'import', SAMPLE, '--output', path,
                    '--no-images', '--quiet'], check=True)
    return path


class Process:
    """A program under test.  Its output goes to a log file."""

    def __init__(self, arguments, where, name, **options):
        self.log_path = os.path.join(where, name + '.log')
        with open(self.log_path, 'ab') as log:
            self.process = subprocess.Popen(
                arguments, stderr=log, stdout=log,
                stdin=options.pop('stdin', subprocess.DEVNULL), **options)
        self.pid = self.process.pid

    def log(self):
        with open(self.log_path, encoding='utf-8', errors='replace') as file:
            return file.read()

    def wait(self):
        return self.process.wait(PATIENCE)

    def signal(self, number):
        self.process.send_signal(number)

    def children(self):
        with open(f'/proc/{self.pid}/task/{self.pid}/children',
                  encoding='ascii') as file:
            return [int(pid) for pid in file.read().split()]

    def stop(self):
        if self.process.poll() is None:
            self.signal(signal.SIGTERM)
            try:
                self.wait()
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
                raise


@contextlib.contextmanager
def gantry(where, *arguments, program=GANTRY, bind=True, trespasses=False,
           **options):
    """Run a gantry that listens on the socket gantry.sock in the folder.  The
    test fails if the sandbox denies something, unless TRESPASSES is set."""
    path = os.path.join(where, 'gantry.sock')
    command = [program, *arguments]
    if bind:
        command += ['--bind', 'unix:' + path]
    server = Process(command, where, 'gantry', **options)
    server.socket_path = path
    try:
        wait_until(lambda: 'ready:' in server.log() or
                   server.process.poll() is not None, 'gantry')
        if server.process.poll() is not None:
            raise AssertionError('gantry ended: ' + server.log())
        yield server
    except Exception as failure:
        failure.add_note('log of gantry:\n' + server.log()[-4000:])
        raise
    finally:
        server.stop()
        # A sanitizer may report only when the program ends.
        if 'Sanitizer' in server.log():
            raise AssertionError(server.log())
        if 'the sandbox denied' in server.log() and not trespasses:
            raise AssertionError(server.log())


NGINX_MAIN = '''
{user}
daemon off;
pid {where}/nginx.pid;
worker_processes 1;
events {{ worker_connections 2048; }}
http {{
    access_log off;
    client_body_temp_path {where}/body;
    proxy_temp_path {where}/proxy;
    fastcgi_temp_path {where}/fastcgi;
    uwsgi_temp_path {where}/uwsgi;
    scgi_temp_path {where}/scgi;
    upstream gantry {{ server unix:{socket}; keepalive 32; }}
    server {{
        listen 127.0.0.1:{port} backlog=2048;
        server_name example.test;
        {site}
    }}
}}
'''


@contextlib.contextmanager
def nginx(where, socket_path, site=None):
    """Run nginx in front of a socket, with the shipped configuration."""
    program = shutil.which('nginx', path='/usr/sbin:/usr/bin:/usr/local/sbin')
    if program is None:
        raise Skip('nginx is not installed')
    port = free_port()
    if site is None:
        site = f'include {SOURCE}/nginx-conf/gantry.conf;'
    user = 'user root;' if os.getuid() == 0 else ''
    conf = os.path.join(where, 'nginx.conf')
    with open(conf, 'w', encoding='utf-8') as file:
        file.write(NGINX_MAIN.format(where=where, socket=socket_path,
                                     port=port, site=site, user=user))
    server = Process([program, '-p', where, '-c', conf, '-e',
                      os.path.join(where, 'nginx-error.log')],
                     where, 'nginx')
    server.port = port
    try:
        wait_until(lambda: connects(port) or
                   server.process.poll() is not None, 'nginx')
        if server.process.poll() is not None:
            raise AssertionError('nginx ended: ' + server.log())
        yield server
    finally:
        server.stop()


def connects(port):
    try:
        socket.create_connection(('127.0.0.1', port), 1).close()
        return True
    except OSError:
        return False


class Answer:
    """An HTTP response."""

    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()


def http_request(port, target, method='GET', headers=None, body=None,
                 connection=None):
    """Send an HTTP request, on a new connection unless one is given."""
    kept = connection or http.client.HTTPConnection('127.0.0.1', port,
                                                    timeout=PATIENCE)
    try:
        kept.request(method, target, body, headers or {})
        return Answer(kept.getresponse())
    finally:
        if connection is None:
            kept.close()


def record(kind, content, request_id=1, padding=0):
    """Return a FastCGI record as bytes."""
    return struct.pack('>BBHHBx', 1, kind, request_id, len(content),
                       padding) + content + bytes(padding)


def pair(name, value):
    """Return a name-value pair as bytes."""
    def length(number):
        if number < 128:
            return bytes([number])
        return struct.pack('>I', number | 0x80000000)
    name, value = (text.encode('latin-1') if isinstance(text, str) else text
                   for text in (name, value))
    return length(len(name)) + length(len(value)) + name + value


def variables(target='/', **more):
    """Return the variables of a request as nginx would send them."""
    path, _, query = target.partition('?')
    return {'REQUEST_METHOD': 'GET', 'SCRIPT_NAME': '', 'PATH_INFO': path,
            'QUERY_STRING': query, 'SERVER_NAME': 'example.test',
            'SERVER_PORT': '80', 'SERVER_PROTOCOL': 'HTTP/1.1', **more}


def request_bytes(params, body=b'', keep=True):
    """Return the bytes of a complete FastCGI request."""
    if isinstance(params, dict):
        params = b''.join(pair(*item) for item in params.items())
    data = record(BEGIN, struct.pack('>HB5x', 1, KEEP_CONN if keep else 0))
    for at in range(0, len(params), 65535):
        data += record(PARAMS, params[at:at + 65535])
    data += record(PARAMS, b'')
    for at in range(0, len(body), 65535):
        data += record(STDIN, body[at:at + 65535])
    return data + record(STDIN, b'')


class Peer:
    """The web server's end of a FastCGI connection."""

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(PATIENCE)
        self.socket.connect(path)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, data):
        self.socket.sendall(data)

    def receive(self, size):
        data = bytearray()
        while len(data) < size:
            part = self.socket.recv(size - len(data))
            if not part:
                raise EOFError(bytes(data))
            data += part
        return bytes(data)

    def is_closed(self):
        """Return whether gantry closed the connection; wait for that, or data."""
        try:
            return self.socket.recv(1) == b''
        except ConnectionResetError:
            return True

    def answer(self):
        """Read one response.  Return its status, headers and body."""
        stdout = bytearray()
        while True:
            _, kind, _, length, padding = struct.unpack(
                '>BBHHBx', self.receive(8))
            content = self.receive(length + padding)[:length]
            if kind == STDOUT:
                stdout += content
            elif kind == END:
                break
        head, _, body = bytes(stdout).partition(b'\r\n\r\n')
        lines = head.decode('latin-1').split('\r\n')
        headers = dict(line.split(': ', 1) for line in lines)
        return int(headers.pop('Status').split()[0]), headers, body

    def ask(self, target='/', body=b'', keep=True, **more):
        """Send a request and return its response."""
        params = variables(target, **more)
        if body:
            params['CONTENT_LENGTH'] = str(len(body))
            params['REQUEST_METHOD'] = 'POST'
        self.send(request_bytes(params, body, keep))
        return self.answer()


def cpu_seconds(pid):
    """Return the processor time that a process has used."""
    with open(f'/proc/{pid}/stat', encoding='ascii') as file:
        fields = file.read().rpartition(')')[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf('SC_CLK_TCK')
