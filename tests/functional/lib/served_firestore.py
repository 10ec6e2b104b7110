"""The application firestore over HTTP, and clients of it."""

import contextlib
import http.client
import json
import os
import shutil
import subprocess
import tempfile
import urllib.parse

from harness import BUILD, GANTRY_CACHE, PATIENCE, free_port, gantry

PROJECT = 'demo-p'
TOKEN = 'a-token-of-tests'


def root_of(project=PROJECT, database='(default)'):
    return f'projects/{project}/databases/{database}/documents'


ROOT = root_of()


def import_documents(where, documents, project=PROJECT):
    """Make a cache with indexes of {path: fields}.  Return its path."""
    path = os.path.join(where, 'documents.jsonl')
    with open(path, 'w', encoding='utf-8') as file:
        for name, fields in documents.items():
            file.write(json.dumps({'name': f'{root_of(project)}/{name}',
                                   'fields': fields}) + '\n')
    os.makedirs(os.path.join(where, 'data'), exist_ok=True)
    cache = os.path.join(where, 'data/cache.db')
    subprocess.run([GANTRY_CACHE, 'import', path, '--output', cache, '--index',
                    '--no-images', '--quiet', '--force'], check=True)
    return cache


def modules(where):
    """A folder with the module, which only its owner can write to."""
    path = os.path.join(where, 'modules')
    os.makedirs(path, exist_ok=True)
    shutil.copy(os.path.join(BUILD, 'firestore.so'), path)
    return path


class Client:
    """A connection to a server of Firestore's REST API."""

    def __init__(self, port, token=None, **headers):
        self.connection = http.client.HTTPConnection('127.0.0.1', port,
                                                     timeout=PATIENCE)
        self.headers = {name.replace('_', '-'): value
                        for name, value in headers.items()}
        if token:
            self.headers['Authorization'] = 'Bearer ' + token

    def request(self, method, target, body=None, **headers):
        """Return the status, the headers, and the JSON or the bytes."""
        if body is not None and not isinstance(body, (bytes, str)):
            body = json.dumps(body)
        self.connection.request(
            method, urllib.parse.quote(target, safe="/:?&=%()!$*',;@+~"),
            body, {'Content-Type': 'application/json', **self.headers,
                   **{name.replace('_', '-'): value
                      for name, value in headers.items()}})
        response = self.connection.getresponse()
        text = response.read()
        with contextlib.suppress(ValueError):
            text = json.loads(text)
        return response.status, response.headers, text

    def get(self, path='', root=ROOT):
        """GET below the documents.  Return the status and the answer."""
        status, _, answer = self.request('GET', f'/v1/{root}{path}')
        return status, answer

    def post(self, verb, body, path='', root=ROOT):
        status, _, answer = self.request('POST', f'/v1/{root}{path}:{verb}',
                                         body)
        return status, answer

    def close(self):
        self.connection.close()


@contextlib.contextmanager
def served(where, cache, *allow, options=(), mounts=('/',), **settings):
    """Serve the cache.  Yield the port."""
    port = free_port()
    where = tempfile.mkdtemp(dir=where)
    token = os.path.join(where, 'token')
    with open(token, 'w', encoding='utf-8') as file:
        os.fchmod(file.fileno(), 0o600)
        file.write(TOKEN + '\n')
    arguments = ['--modules', modules(where), '--bind',
                 f'http://127.0.0.1:{port}', *options]
    for mount in mounts:
        arguments += ['--mount', f'{mount}=firestore']
    settings = {'cache': cache, 'token_file': token, **settings}
    for key, value in settings.items():
        arguments += ['--set', f'firestore.{key}={value}']
    for rule in allow:
        arguments += ['--set', f'firestore.allow={rule}']
    with gantry(where, *arguments, bind=False) as server:
        server.port = port
        yield server
