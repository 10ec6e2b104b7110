"""Plain WSGI applications, one for each thing that tests look at."""

import atexit
import gzip
import io
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time

import gantry

TEXT = [('Content-Type', 'text/plain')]
CLOSED = []
KEPT = []
LOCAL = threading.local()
SEEN = os.environ.get('SEEN', '/dev/null')

signal.signal(signal.SIGTERM, lambda *_: None)  # must not replace gantry's


def note(text):
    with open(SEEN, 'a', encoding='utf-8') as file:
        file.write(text + '\n')


@atexit.register
def at_exit():
    note('atexit')


class Closing:
    """Blocks with a close that is counted."""

    def __init__(self, blocks, fail=False):
        self.blocks = iter(blocks)
        self.fail = fail

    def __iter__(self):
        return self

    def __next__(self):
        return next(self.blocks)

    def close(self):
        note('close')
        if self.fail:
            raise ValueError('close failed')


def hello(environ, start_response):
    start_response('200 OK', TEXT)
    return [b'hello']


def show(environ, start_response):
    start_response('200 OK', TEXT)
    return ['\n'.join(f'{name}={value!r}' for name, value
                      in sorted(environ.items())).encode('utf-8')]


def blocks(environ, start_response):
    start_response('200 OK', TEXT)
    return Closing([b'one', b'', b'two'])


def tuples(environ, start_response):
    start_response('200 OK', TEXT)
    return (b'one', b'two')


def generator(environ, start_response):
    start_response('200 OK', TEXT)
    yield b'first'
    yield b'second'


def late(environ, start_response):
    yield b''
    start_response('201 Created', TEXT)
    yield b'late'


def never(environ, start_response):
    return []


def writes(environ, start_response):
    write = start_response('200 OK', TEXT)
    write(b'written, ')
    return [b'returned']


def file_like(environ, start_response):
    start_response('200 OK', TEXT)
    return io.BytesIO(b'line one\nline two\n')


def wrapped_bytes(environ, start_response):
    start_response('200 OK', TEXT)
    return environ['wsgi.file_wrapper'](io.BytesIO(b'x' * 20000), 4096)


def wrapped_file(environ, start_response):
    file = open(__file__, 'rb')
    file.read(3)
    start_response('200 OK', TEXT)
    return environ['wsgi.file_wrapper'](file)


def wrapped_length(environ, start_response):
    start_response('200 OK', TEXT + [('Content-Length', '10')])
    return environ['wsgi.file_wrapper'](open(__file__, 'rb'))


def wrapped_gzip(environ, start_response):
    path = SEEN + '.gz'
    with open(path, 'wb') as file:
        file.write(gzip.compress(b'plain text'))
    start_response('200 OK', TEXT)
    return environ['wsgi.file_wrapper'](gzip.open(path))


def wrapped_big(environ, start_response):
    path = SEEN + '.big'
    with open(path, 'wb') as file:
        file.write(bytes(range(256)) * 4096)
    start_response('200 OK', TEXT)
    return environ['wsgi.file_wrapper'](open(path, 'rb'))


def no_bytes(environ, start_response):
    start_response('200 OK', TEXT)
    return ['text']


def bare_bytes(environ, start_response):
    start_response('200 OK', TEXT)
    return b'hello'


def not_iterable(environ, start_response):
    start_response('200 OK', TEXT)
    return 1


def fails(environ, start_response):
    raise ValueError('boom')


def fails_late(environ, start_response):
    start_response('200 OK', TEXT)
    yield b'begun'
    raise ValueError('late boom')


def fails_unsent(environ, start_response):
    start_response('200 OK', TEXT)
    raise ValueError('unsent boom')


def fails_close(environ, start_response):
    start_response('200 OK', TEXT)
    return Closing([b'fine'], fail=True)


def fails_both(environ, start_response):
    def iterate():
        raise KeyError('first')
        yield b''
    start_response('200 OK', TEXT)
    return Closing(iterate(), fail=True)


def exits(environ, start_response):
    sys.exit(3)


def twice(environ, start_response):
    start_response('200 OK', TEXT)
    start_response('200 OK', TEXT)
    return [b'']


def recovers(environ, start_response):
    start_response('200 OK', TEXT)
    try:
        raise ValueError('recovered')
    except ValueError:
        start_response('503 Service Unavailable', TEXT,
                       exc_info=sys.exc_info())
    return [b'sorry']


def too_late(environ, start_response):
    start_response('200 OK', TEXT)
    yield b'sent'
    try:
        raise ValueError('after the first byte')
    except ValueError:
        start_response('500 Oops', TEXT, sys.exc_info())
    yield b'never'


def headers_tuple(environ, start_response):
    start_response('200 OK', tuple(TEXT))
    return [b'']


def header_int(environ, start_response):
    start_response('200 OK', [('Content-Length', 5)])
    return [b'hello']


def injects(environ, start_response):
    start_response('200 OK', TEXT + [('X-A', 'a\r\nSet-Cookie: b')])
    return [b'']


def not_latin(environ, start_response):
    start_response('200 OK', TEXT + [('X-A', '\u20ac')])
    return [b'']


def repairs(environ, start_response):
    start_response('201', [
        ('Connection', 'close'), ('Transfer-Encoding', 'chunked'),
        ('Status', '404'), ('X-Tab', ' a\tb '), ('X-End_', 'kept'),
        ('bad name', 'dropped'), ('Content-Type', 'text/html'),
        ('Content-Type', 'text/plain')])
    return [b'made']


def no_type(environ, start_response):
    start_response('200 OK', [])
    return [b'untyped']


def no_content(environ, start_response):
    start_response('204 No Content', TEXT + [('Content-Length', '0')])
    return []


def location(environ, start_response):
    start_response('200 OK', TEXT + [('Location', '/elsewhere')])
    return [b'here']


def too_long(environ, start_response):
    start_response('200 OK', TEXT + [('Content-Length', '5')])
    return [b'hello world']


def too_short(environ, start_response):
    start_response('200 OK', TEXT + [('Content-Length', '50')])
    return [b'hello']


def informs(environ, start_response):
    start_response('103 Early Hints', TEXT)
    return [b'']


def endless(environ, start_response):
    def iterate():
        try:
            while True:
                yield b'x' * 1000
                time.sleep(0.01)
        finally:
            note('generator closed')
    start_response('200 OK', TEXT)
    return iterate()


def endless_length(environ, start_response):
    def iterate():
        while True:
            yield b'12345'
    start_response('200 OK', TEXT + [('Content-Length', '10')])
    return Closing(iterate())


def echo(environ, start_response):
    start_response('200 OK', TEXT)
    return [environ['wsgi.input'].read()]


def reads(environ, start_response):
    body = environ['wsgi.input']
    parts = [body.read(3), body.readline(), body.readline(2),
             body.readline(None), *body.readlines(1), next(body),
             body.read(0), body.read(10 ** 12), body.read(), body.readline()]
    start_response('200 OK', TEXT)
    return [repr(parts).encode()]


def lines(environ, start_response):
    start_response('200 OK', TEXT)
    return [b'|'.join(environ['wsgi.input'])]


def into(environ, start_response):
    room = bytearray(8)
    count = environ['wsgi.input'].readinto(room)
    start_response('200 OK', TEXT)
    return [f'{count} {bytes(room)!r}'.encode()]


def leaks(environ, start_response):
    KEPT.append((environ['wsgi.input'], start_response))
    start_response('200 OK', TEXT)
    return [b'kept']


def leaked(environ, start_response):
    said = []
    for function in (KEPT[-1][0].read, lambda: KEPT[-1][1]('200 OK', TEXT)):
        try:
            function()
        except RuntimeError as error:
            said.append(str(error))
    start_response('200 OK', TEXT)
    return [', '.join(said).encode() + b' ' + environ['wsgi.input'].read()]


def errors(environ, start_response):
    log = environ['wsgi.errors']
    log.write('half a ')
    log.write('line\nwith \udc80 and \u20ac\n')
    log.writelines(['unfinished'])
    log.flush()
    print('printed')
    start_response('200 OK', TEXT)
    return [b'logged']


def bytes_out(environ, start_response):
    sys.stdout.buffer.write(b'bytes\nand ')
    sys.stdout.reconfigure(encoding='latin-1')
    sys.stderr.buffer.write(memoryview(b'more\n'))
    start_response('200 OK', TEXT)
    return [f'{sys.stdout.name} {sys.stdout.mode}'.encode()]


def changes_files(environ, start_response):
    """What uploads do; then what is not to be allowed, to a file elsewhere."""
    other = environ['QUERY_STRING']
    folder = os.path.dirname(SEEN)
    said = []
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
        os.set_inheritable(file.fileno(), True)
    os.chmod(file.name, 0o640)
    os.chmod(os.path.basename(file.name), 0o644, dir_fd=os.open(folder, 0))
    os.utime(file.name, (1, 2))
    status = os.stat(file.name)
    said.append(f'{status.st_mode & 0o777:o} {status.st_mtime:.0f}')
    for change in (lambda: os.chmod(other, 0o777),
                   lambda: os.utime(other, (1, 2)),
                   lambda: os.chmod(folder, 0o777),
                   lambda: os.chmod(folder + '/none', 0o777)):
        try:
            change()
            said.append('done')
        except OSError as error:
            said.append(type(error).__name__)
    start_response('200 OK', TEXT)
    return [', '.join(said).encode()]


def counts(environ, start_response):
    LOCAL.count = getattr(LOCAL, 'count', 0) + 1
    start_response('200 OK', TEXT)
    return [str(LOCAL.count).encode()]


def meets(environ, start_response):
    """Wait until four requests run at a time."""
    BARRIER.wait(20)
    start_response('200 OK', TEXT)
    return [b'met']


BARRIER = threading.Barrier(4)


def hangs(environ, start_response):
    def the_function_that_hangs():
        while True:
            time.sleep(0.05)
    the_function_that_hangs()


def loops_forever(environ, start_response):
    try:
        while True:
            try:
                sum(range(1000))
            except Exception:
                note('swallowed')
    except gantry.RequestTimeout:
        note('timed out')
        raise
    finally:
        note('cleaned up')


def steps(environ, start_response):
    gantry.step('waiting for a test')
    note('step')
    time.sleep(float(environ['QUERY_STRING'] or 0))
    gantry.step(None)
    start_response('200 OK', TEXT)
    said = [gantry.request_id() == environ['gantry.request_id'],
            gantry.worker_id(), gantry.is_slow(), gantry.is_gone()]
    return [repr(said).encode()]


def crashes(environ, start_response):
    import ctypes
    ctypes.string_at(1)


def dies(environ, start_response):
    os._exit(7)


def child(environ, start_response):
    with subprocess.Popen(['sleep', '60']) as process:
        process.terminate()
        code = process.wait(10)
    masked = subprocess.run(
        ['grep', '-E', '^Sig(Blk|Ign)', '/proc/self/status'],
        capture_output=True, text=True, check=True).stdout
    files = subprocess.run(
        ['ls', '/proc/self/fd'], capture_output=True, text=True,
        check=True).stdout.split()
    start_response('200 OK', TEXT)
    return [f'{code} {sys.executable}\n{masked}{files}'.encode()]


def spawns(environ, start_response):
    import multiprocessing
    context = multiprocessing.get_context('spawn')
    with context.Pool(1) as pool:
        answer = pool.map(len, ['four'])
    start_response('200 OK', TEXT)
    return [repr(answer).encode()]


def locks(environ, start_response):
    """Semaphores in shared memory; and a link to what is not writable."""
    import multiprocessing
    import multiprocessing.pool
    with multiprocessing.pool.ThreadPool(2) as pool:
        squares = pool.map(lambda number: number * number, [1, 2, 3])
    with multiprocessing.get_context('fork').Pool(1) as pool:
        more = pool.map(abs, [-16])
    try:
        os.link('/etc/passwd', SEEN + '.link')
        error = 'linked'
    except OSError as failure:
        error = 'refused' if failure.errno else 'odd'
    start_response('200 OK', TEXT)
    return [f'{squares} {more} {error}'.encode()]


def modules(environ, start_response):
    import decimal
    import sqlite3
    import zlib
    base = sqlite3.connect(':memory:')
    start_response('200 OK', TEXT)
    return [repr([base.execute('select 1').fetchone(),
                  zlib.crc32(b'x'), str(decimal.Decimal('1.1'))]).encode()]


def main_thread(environ, start_response):
    start_response('200 OK', TEXT)
    here = threading.current_thread() is threading.main_thread()
    return [f'{here} {IN_MAIN}'.encode()]


IN_MAIN = threading.current_thread() is threading.main_thread()


def application(environ, start_response):
    """Call the function that the path names."""
    name = environ['PATH_INFO'].strip('/') or 'hello'
    return globals()[name](environ, start_response)


def factory():
    return application


class Holder:
    class Inner:
        app = staticmethod(hello)


def forked():
    note('forked')


def ends_child(environ, start_response):
    with subprocess.Popen(['sleep', '60']) as process:
        process.terminate()
        code = process.wait(10)
    start_response('200 OK', TEXT)
    return [str(code).encode()]


def loops(environ, start_response):
    import asyncio
    asyncio.run(asyncio.sleep(0))
    start_response('200 OK', TEXT)
    return [b'looped']


def connects(environ, start_response):
    import socket
    try:
        socket.create_connection(('127.0.0.1', 1)).close()
        said = b'connected'
    except OSError as error:
        said = type(error).__name__.encode()
    start_response('200 OK', TEXT)
    return [said]


def hangs_at_exit(environ, start_response):
    atexit.register(time.sleep, 600)
    start_response('200 OK', TEXT)
    return [b'registered']


def starts_thread(environ, start_response):
    def work():
        time.sleep(0.3)
        note('thread done')
    threading.Thread(target=work).start()
    start_response('200 OK', TEXT)
    return [b'started']


def leaks_memory(environ, start_response):
    KEPT.append(os.urandom(1 << 20) * 80)
    start_response('200 OK', TEXT)
    return [b'leaked']


def cache(environ, start_response):
    import gantry.cache
    data = gantry.cache.open()
    first = data.publications()[0][0]
    start_response('200 OK', TEXT)
    word = data.frequencies(first, limit=1)[0][0]
    said = [data.generation, data.publications(),
            data.frequencies(first, limit=3),
            data.frequencies(first, 2, data.frequencies(first, limit=1)[0]),
            data.frequencies('no such'), data.entity(word),
            data.entity('no such'), data.search(word[:3], first, limit=2),
            data.is_incomplete]
    return [repr(said).encode()]


def no_cache(environ, start_response):
    import gantry.cache
    said = []
    for path in ('/nowhere/cache.db', __file__):
        try:
            gantry.cache.open(path).publications()
        except gantry.cache.Unavailable as error:
            said.append(str(error))
    try:
        gantry.cache.open()
    except ValueError as error:
        said.append(str(error))
    start_response('200 OK', TEXT)
    return ['\n'.join(said).encode()]


def stops(environ, start_response):
    inside = 42
    breakpoint()
    start_response('200 OK', TEXT)
    return [b'went on', str(inside).encode()]
