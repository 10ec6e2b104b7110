"""The Firestore emulator of Google, a proxy that injects faults, and tokens."""

import atexit
import collections
import contextlib
import http.client
import http.server
import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import threading
import urllib.parse

from harness import (GANTRY_CACHE, Skip, connects, contains, equal, free_port,
                     wait_until)

PACKAGE = 'google-cloud-cli-firestore-emulator'
PAGE = 500
PROJECT = 'demo-pull'


def find_emulator():
    """Return the path of the emulator's executable."""
    path = os.environ.get('FIRESTORE_EMULATOR')
    if path:
        if not os.access(path, os.X_OK):
            raise Skip(f'FIRESTORE_EMULATOR={path} is not executable')
        return path
    listing = subprocess.run(['dpkg', '-L', PACKAGE], stdout=subprocess.PIPE,
                             stderr=subprocess.DEVNULL, text=True,
                             check=False) if shutil.which('dpkg') else None
    for line in listing.stdout.splitlines() if listing else ():
        if line.endswith('/cloud_firestore_emulator'):
            return line
    raise Skip(f'the Firestore emulator is missing: {PACKAGE} is not '
               'installed and FIRESTORE_EMULATOR is not set')


class Emulator:
    """The emulator.  It is stopped when this program ends."""

    def __init__(self, where):
        program = find_emulator()
        self.port = free_port()
        # Its shell script starts a Java virtual machine; the process group
        # contains both.
        with open(os.path.join(where, 'emulator.log'), 'wb') as log:
            self.process = subprocess.Popen(
                [program, 'start', '--host=127.0.0.1', f'--port={self.port}'],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=where,
                start_new_session=True)
        atexit.register(self.stop)
        wait_until(lambda: connects(self.port) or
                   self.process.poll() is not None, 'the emulator')
        if self.process.poll() is not None:
            with open(os.path.join(where, 'emulator.log'),
                      encoding='utf-8') as log:
                raise Skip('the emulator does not start: ' +
                           ' '.join(log.read().split())[:200])

    def stop(self):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait()

    def call(self, target, body):
        connection = http.client.HTTPConnection('127.0.0.1', self.port,
                                                timeout=60)
        try:
            connection.request('POST', target, json.dumps(body),
                               {'Authorization': 'Bearer owner'})
            response = connection.getresponse()
            answer = response.read()
        finally:
            connection.close()
        if response.status != 200:
            raise AssertionError(f'{target}: {response.status} {answer!r}')
        return json.loads(answer)

    def seed(self, project, documents):
        """Write documents, which are pairs of a path and fields."""
        base = f'projects/{project}/databases/(default)/documents'
        for at in range(0, len(documents), PAGE):
            self.call(f'/v1/{base}:commit', {'writes': [
                {'update': {'name': f'{base}/{path}', 'fields': fields}}
                for path, fields in documents[at:at + PAGE]]})

    def delete(self, project, paths):
        base = f'projects/{project}/databases/(default)/documents'
        self.call(f'/v1/{base}:commit', {'writes': [
            {'delete': f'{base}/{path}'} for path in paths]})

    def clear(self, project):
        """Delete all documents."""
        connection = http.client.HTTPConnection('127.0.0.1', self.port,
                                                timeout=60)
        connection.request('DELETE', f'/emulator/v1/projects/{project}'
                                     '/databases/(default)/documents')
        status = connection.getresponse().status
        connection.close()
        if status != 200:
            raise AssertionError(f'clear {project}: {status}')

    def export(self, project, where):
        """Write a managed export.  Return its folder."""
        self.call(f'/emulator/v1/projects/{project}:export', {
            'database': f'projects/{project}/databases/(default)',
            'export_directory': where, 'export_name': 'firestore_export'})
        return os.path.join(where, 'firestore_export')


def documents_in(body):
    """Return the names of the documents in a response."""
    answer = json.loads(body)
    if isinstance(answer, list):
        return [item['document']['name'] for item in answer
                if 'document' in item]
    return [item['name'] for item in answer.get('documents', ())
            if 'createTime' in item]


def error(code, status, message, **headers):
    """Return an error response for the proxy to send."""
    return code, json.dumps({'error': {
        'code': code, 'status': status,
        'message': message}}).encode(), headers


class Proxy:
    """A proxy to the emulator.  It counts the documents that it delivers.

    fault(number, target, body, headers) is called for each request.  None
    forwards the request; 'cut' closes the connection in the middle of the
    response, 'close' before it; 'hold' sends no response and closes the
    connection when the proxy is released; a tuple (status, body, headers) is
    the response.
    """

    def __init__(self, emulator, fault=lambda *_: None):
        self.emulator = emulator
        self.fault = fault
        self.lock = threading.Lock()
        self.requests = 0
        self.passing = 0  # requests in progress, except held ones
        self.faults = collections.Counter()
        self.delivered = collections.Counter()
        self.released = threading.Event()
        self.local = threading.local()

    def __enter__(self):
        proxy = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = 'HTTP/1.1'
            disable_nagle_algorithm = True

            def do_GET(self):
                proxy.answer(self)

            def do_POST(self):
                proxy.answer(self)

            def log_message(self, *_):
                pass

        class Server(http.server.ThreadingHTTPServer):
            def handle_error(self, *_):
                pass

        self.server = Server(('127.0.0.1', 0), Handler)
        self.port = self.server.server_address[1]
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.released.set()
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

    def ask(self, handler, body):
        """Forward a request on the connection of this thread."""
        if not hasattr(self.local, 'connection'):
            self.local.connection = http.client.HTTPConnection(
                '127.0.0.1', self.emulator.port, timeout=60)
        connection = self.local.connection
        connection.request(handler.command, handler.path, body,
                           {'Authorization': 'Bearer owner',
                            'Content-Type': 'application/json'})
        response = connection.getresponse()
        return response.status, response.read(), {}

    def answer(self, handler):
        body = handler.rfile.read(
            int(handler.headers.get('Content-Length', 0)))
        with self.lock:
            self.requests += 1
            fault = self.fault(self.requests, handler.path, body,
                               handler.headers)
            self.faults[fault if isinstance(fault, str) else
                        fault and fault[0]] += 1
            self.passing += fault != 'hold'
        try:
            self.answer_by(fault, handler, body)
        finally:
            with self.lock:
                self.passing -= fault != 'hold'

    def answer_by(self, fault, handler, body):
        if fault == 'close':
            handler.close_connection = True
            return
        if fault == 'hold':
            self.released.wait()
            handler.close_connection = True
            return
        status, answer, headers = (self.ask(handler, body)
                                   if fault in (None, 'cut') else fault)
        handler.send_response(status)
        handler.send_header('Content-Type', 'application/json')
        for name, value in headers.items():
            handler.send_header(name.replace('_', '-'), value)
        handler.send_header('Content-Length', str(len(answer)))
        handler.end_headers()
        if fault == 'cut':
            handler.wfile.write(answer[:len(answer) // 2])
            handler.wfile.flush()
            handler.connection.shutdown(socket.SHUT_RDWR)
            handler.close_connection = True
            return
        # Count before sending, so that the client never has more than is
        # counted.
        with self.lock:
            if status == 200:
                self.delivered.update(documents_in(answer))
        handler.wfile.write(answer)


class TokenServer(http.server.BaseHTTPRequestHandler):
    """Exchanges signed assertions for tokens; the first request fails."""

    def do_POST(self):
        form = urllib.parse.parse_qs(self.rfile.read(
            int(self.headers['Content-Length'])).decode())
        self.server.forms.append(form)
        granted = len(self.server.forms) > 1
        body = json.dumps({
            'access_token': f'fake-{len(self.server.forms)}',
            'expires_in': self.server.expires_in,
            'token_type': 'Bearer'}).encode() if granted else b'{}'
        self.send_response(200 if granted else 503)
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@contextlib.contextmanager
def token_server(expires_in):
    server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), TokenServer)
    server.forms = []
    server.expires_in = expires_in
    server.uri = f'http://127.0.0.1:{server.server_address[1]}/token'
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def make_account(where, project, token_uri):
    """Write the file of a service account with a new key.  Return its path."""
    if shutil.which('openssl') is None:
        raise Skip('openssl, which generates a key, is not installed')
    key = subprocess.run(['openssl', 'genpkey', '-quiet', '-algorithm', 'RSA'],
                         stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                         check=False).stdout
    key = key or subprocess.run(['openssl', 'genpkey', '-algorithm', 'RSA'],
                                stdout=subprocess.PIPE,
                                stderr=subprocess.DEVNULL,
                                check=True).stdout
    path = os.path.join(where, 'account.json')
    with open(path, 'w', encoding='utf-8') as file:
        json.dump({'type': 'service_account', 'project_id': project,
                   'private_key_id': 'key1', 'private_key': key.decode(),
                   'client_email': 'reader@example.test',
                   'token_uri': token_uri}, file)
    return path


def content(cache):
    """Return the documents in a cache without their times."""
    db = sqlite3.connect(cache)
    try:
        return dict(db.execute('SELECT path, fields FROM document'))
    finally:
        db.close()


def environment(port, **more):
    """Return an environment without the credentials of the caller."""
    clean = {name: value for name, value in os.environ.items()
             if not name.startswith(('GOOGLE_', 'GCLOUD_', 'FIRESTORE_')) and
             name != 'GANTRY_TOKEN'}
    # gantry-cache must ignore this variable.
    clean['http_proxy'] = 'http://127.0.0.1:9'
    return dict(clean, FIRESTORE_EMULATOR_HOST=f'127.0.0.1:{port}', **more)


def arguments(where, *more, project=PROJECT):
    return [GANTRY_CACHE, 'pull', '--project', project, '--output',
            os.path.join(where, 'cache.db'), '--no-images', *more]


def pull(port, where, *more, project=PROJECT, **variables):
    return subprocess.run(
        arguments(where, *more, project=project), stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True, check=False,
        env=environment(port, **variables))


def succeeded(result):
    equal((result.returncode, result.stderr), (0, ''))


def failed(result, *parts):
    equal(result.returncode, 1)
    for part in parts:
        contains(result.stderr, part)
    assert 'Sanitizer' not in result.stderr, result.stderr


def hold_after(documents, proxy):
    """Return a fault that holds requests after this many documents."""
    def fault(*_):
        return ('hold' if proxy.delivered.total() >= documents and
                not proxy.released.is_set() else None)
    return fault


def spooled(path):
    """Return the number of documents up to the last checkpoint of a spool."""
    if not os.path.exists(path):
        return -1
    with open(path, 'rb') as file:
        kept, _, _ = file.read().rpartition(b'{"checkpoint":')
    return len(re.findall(rb'^{"path":', kept, re.M))
