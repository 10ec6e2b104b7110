"""Web servers with the page, and gantry behind them, for browsers to visit.

Where gantry serves no images, a stand-in does.
"""

import contextlib
import http.server
import json
import os
import shutil
import struct
import subprocess
import sys
import threading
import zlib

sys.path.insert(0, os.path.join(os.environ['GANTRY_SOURCE'],
                                'tests/functional'))

# pylint: disable=wrong-import-position
from harness import (BUILD, GANTRY, GANTRY_CACHE, SOURCE, Process,  # noqa: E402
                     Skip, connects, free_port, gantry, http_request, nginx,
                     sample_cache, wait_until)
import web_servers  # noqa: E402

PAGE = os.path.join(BUILD, 'page/dist')
MODULES = os.path.join(BUILD, 'browser/node_modules')

# Names from which a page that is careless makes something else than text.
HOSTILE = [
    '<img src=x onerror="window.hacked=1">',
    '"><script>window.hacked=1</script>',
    "' onmouseover='window.hacked=1",
    '{{ window.hacked = 1 }}',
    'javascript:window.hacked=1',
    '=HYPERLINK("mailto:x/y","x")',
    'a?b=c&d#e+f%20g%2Fh',
    '\u202egnp.exe \u202d',
    'Z\u0351\u036b\u0343a\u0329l\u034cg\u0321o\u0489',
    '\U0001f943 whisky \u65e5\u672c\u8a9e \u0627\u0644\u0639\u0631',
    'x' * 200,
    '__proto__',
    'constructor',
]


def needs(*programs):
    for program in programs:
        if shutil.which(program) is None:
            raise Skip(f'{program} is not installed')
    if not os.path.isfile(os.path.join(PAGE, 'index.html')):
        if os.path.isdir(os.path.join(BUILD, 'page/node_modules')):
            raise AssertionError('the page could not be built: "make page"')
        raise Skip('the page is not built: "make page"')
    if not os.path.isdir(MODULES):
        raise Skip(f'"bootstrap check" has not made {MODULES}')


def node(script, *arguments, **options):
    """Run a script of this folder with its packages."""
    return subprocess.run(
        ['node', '--no-deprecation',
         os.path.join(SOURCE, 'tests/browser', script), *arguments],
        env={**os.environ, 'NODE_PATH': MODULES,
             'CHROME_PATH': shutil.which('chromium')},
        check=False, **options)


def conf(name):
    """A configuration that is shipped, for the page as it is built."""
    with open(f'{SOURCE}/nginx-conf/{name}', encoding='utf-8') as file:
        return file.read().replace('@pagedir@', PAGE)


def png(size, colour):
    """A picture of one colour."""
    def chunk(kind, data):
        return (struct.pack('>I', len(data)) + kind + data +
                struct.pack('>I', zlib.crc32(kind + data)))
    row = b'\0' + bytes(colour) * size
    return (b'\x89PNG\r\n\x1a\n' +
            chunk(b'IHDR', struct.pack('>IIBBBBB', size, size, 8, 2, 0, 0, 0)) +
            chunk(b'IDAT', zlib.compress(row * size)) + chunk(b'IEND', b''))


class StandIn(http.server.BaseHTTPRequestHandler):
    """Answers with an image."""

    image = png(500, (245, 240, 230))

    def log_message(self, *_):
        pass

    def do_GET(self):  # pylint: disable=invalid-name
        self.send_response(200)
        self.send_header('Content-Type', 'image/png')
        self.send_header('Content-Length', str(len(self.image)))
        self.end_headers()
        self.wfile.write(self.image)


@contextlib.contextmanager
def stand_in():
    server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), StandIn)
    # A browser may leave before it has all.
    server.handle_error = lambda *_: None
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def call(cache, target):
    """What gantry answers: the status and the rows."""
    answer = subprocess.run(
        [GANTRY, 'call', 'GET', target, '--mount', '/=entities', '--cache',
         cache], stdout=subprocess.PIPE, check=False)
    head, _, body = answer.stdout.replace(b'\r\n', b'\n').partition(b'\n\n')
    if not head.startswith(b'Status: 200'):
        return None
    return json.loads(body) if b'json' in head else body


@contextlib.contextmanager
def site(where, cache, images=True):
    """The page before a cache; its address."""
    more = 'location /images/ { return 404; }'
    with contextlib.ExitStack() as stack:
        if images:
            first = call(cache, '/publications')[0]['img_uri']
            port = stack.enter_context(stand_in())
            more = '' if call(cache, first) is not None else (
                'location /images/ '
                f'{{ proxy_pass http://127.0.0.1:{port}; }}')
        server = stack.enter_context(gantry(
            where, '--mount', '/=entities', '--cache', cache))
        text = (conf('page.conf.in') + more +
                f'include {SOURCE}/nginx-conf/gantry.conf;')
        front = stack.enter_context(nginx(where, server.socket_path, text))
        yield f'http://127.0.0.1:{front.port}/'


def hostile_cache(path):
    """Every hostile name as a publication and as a word."""
    documents = path + '.jsonl'
    prefix = 'projects/p/databases/(default)/documents/publications/'
    with open(documents, 'w', encoding='utf-8') as file:
        for at, name in enumerate(HOSTILE):
            # No id is like __this__ or has a slash.
            known = name.replace('/', '\u2044').replace('__', '_')
            file.write(json.dumps({'name': prefix + known, 'fields': {
                'count': {'integerValue': str(at + 1)}}}) + '\n')
            for number, word in enumerate(HOSTILE):
                file.write(json.dumps({
                    'name': f'{prefix}{known}/ent/{number}', 'fields': {
                        'word': {'stringValue': word}, 'count': {
                            'integerValue': str(100 - number)}}}) + '\n')
    subprocess.run([GANTRY_CACHE, 'import', documents, '--output', path,
                    '--quiet', '--no-images'], check=True)
    return path


@contextlib.contextmanager
def apache(where, cache):
    """The page and gantry as a CGI program behind Apache; its address."""
    place = web_servers.Place(where, '/')
    place.open_to_all()
    os.chmod(cache, 0o644)
    place.environment.update(GANTRY_MOUNT='/=entities', GANTRY_CACHE=cache)
    more = f'''
ScriptSock {where}/tmp/cgid.sock
SetEnv GANTRY_MOUNT /=entities
SetEnv GANTRY_CACHE {cache}
SetEnv GANTRY_CONFIG /dev/null
'''
    recipe = place.recipe

    def with_page(name):
        inside = '\tServerName'
        text = recipe(name)
        place.write('page.conf', conf('page-apache.conf.in'))
        return text.replace(
            inside, f'\tInclude {where}/page.conf\n{inside}', 1)

    place.recipe = with_page
    command = web_servers.apache(
        place, 'cgi', ['alias', 'cgid', 'headers', 'filter', 'deflate'],
        more)
    server = Process(command, where, 'server', env=place.environment,
                     cwd=where)
    try:
        wait_until(lambda: connects(place.port) or
                   server.process.poll() is not None, 'Apache')
        if server.process.poll() is not None:
            raise AssertionError('Apache ended: ' + web_servers.logs(where))
        yield f'http://127.0.0.1:{place.port}/'
    finally:
        server.stop()
