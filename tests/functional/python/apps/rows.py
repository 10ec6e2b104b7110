"""Applications that misbehave or are treated badly, one for each way."""

import getpass
import os
import sys
import time
import wsgiref.util

import plain
from plain import TEXT, note


def status_bytes(environ, start_response):
    start_response(b'200 OK', TEXT)
    return [b'']


def status_not_latin(environ, start_response):
    start_response('200 \u20ac', TEXT)
    return [b'']


def headers_of_lists(environ, start_response):
    start_response('200 OK', [['Content-Type', 'text/plain']])
    return [b'']


def headers_of_three(environ, start_response):
    start_response('200 OK', [('Content-Type', 'text/plain', 'x')])
    return [b'']


def header_bytes(environ, start_response):
    start_response('200 OK', [(b'Content-Type', b'text/plain')])
    return [b'']


def no_arguments(environ, start_response):
    start_response()
    return [b'']


def exc_info_is_wrong(environ, start_response):
    start_response('200 OK', TEXT, ValueError('not a tuple'))
    return [b'']


def exc_info_by_position(environ, start_response):
    start_response('200 OK', TEXT + [('X-Old', '1')])
    try:
        raise ValueError('before anything was sent')
    except ValueError:
        start_response('503 Service Unavailable', TEXT, sys.exc_info())
    return [b'sorry']


def gathered_then_wrong(environ, start_response):
    start_response('200 OK', TEXT)
    return [b'small', 'text']


def bare_str(environ, start_response):
    start_response('200 OK', TEXT)
    return 'hello'


class One:
    """An iterable of one block, which says so."""

    def __init__(self, block):
        self.block = block

    def __len__(self):
        return 1

    def __iter__(self):
        yield self.block


def length_one(environ, start_response):
    start_response('200 OK', TEXT)
    return One(b'only')


def writes_to_nobody(environ, start_response):
    write = start_response('200 OK', TEXT)
    try:
        while True:
            write(b'x' * 65536)
    except OSError as error:
        note(f'write raised {type(error).__name__}')
        raise


def written_then_wrapped(environ, start_response):
    with open(__file__, 'rb') as file:
        text = file.read()
    write = start_response('200 OK', TEXT)
    write(b'before ')
    file = open(__file__, 'rb')
    file.seek(len(text) - 5)
    return environ['wsgi.file_wrapper'](file)


def wrapped_pipe(environ, start_response):
    start_response('200 OK', TEXT)
    reading, writing = os.pipe()
    os.write(writing, b'through a pipe')
    os.close(writing)
    return environ['wsgi.file_wrapper'](os.fdopen(reading, 'rb'))


class ReadOnly:
    """What has nothing but read."""

    def __init__(self, data):
        self.data = data

    def read(self, size=-1):
        block, self.data = self.data[:size], self.data[size:]
        return block


def wrapped_read(environ, start_response):
    start_response('200 OK', TEXT)
    return environ['wsgi.file_wrapper'](ReadOnly(b'abcdef'), 4)


def wrapper_of_wsgiref(environ, start_response):
    start_response('200 OK', TEXT)
    return wsgiref.util.FileWrapper(open(__file__, 'rb'))


def interrupted(environ, start_response):
    raise KeyboardInterrupt


def generator_exits(environ, start_response):
    start_response('200 OK', TEXT)
    raise GeneratorExit


def closes_input(environ, start_response):
    body = environ['wsgi.input']
    body.close()
    start_response('200 OK', TEXT)
    return [b'closed']


def reads_all(environ, start_response):
    try:
        said = f'read {len(environ["wsgi.input"].read())}'
    except OSError as error:
        said = f'OSError {error}'
    start_response('200 OK', TEXT)
    return [said.encode()]


def body_twice(environ, start_response):
    body = environ['wsgi.input']
    start_response('200 OK', TEXT)
    return [repr([body.read(), body.read(), body.readline(),
                  body.readlines(), list(body)]).encode()]


def stream_of_errors(environ, start_response):
    log = environ['wsgi.errors']
    said = [log.isatty(), log.encoding, log.flush(), log.write('x\n')]
    try:
        log.write(b'bytes')
    except TypeError as error:
        said.append(str(error))
    start_response('200 OK', TEXT)
    return [repr(said).encode()]


def interpreter(environ, start_response):
    import _xxsubinterpreters as interpreters
    start_response('200 OK', TEXT)
    same = interpreters.get_current() == interpreters.get_main()
    return [str(same).encode()]


def time_zone(environ, start_response):
    os.environ['TZ'] = 'Pacific/Kiritimati'
    time.tzset()
    print('in another time zone')
    start_response('200 OK', TEXT)
    return [time.strftime('%H').encode()]


def home(environ, start_response):
    start_response('200 OK', TEXT)
    return [repr((os.environ.get('HOME'), os.path.expanduser('~'),
                  getpass.getuser())).encode()]


def waits(environ, start_response):
    """Until a file is there."""
    note('waits')
    while not os.path.exists(environ['QUERY_STRING']):
        time.sleep(0.01)
    start_response('200 OK', TEXT)
    return [b'waited']


def application(environ, start_response):
    function = globals().get(environ['PATH_INFO'].strip('/'))
    if function is None:
        return plain.application(environ, start_response)
    return function(environ, start_response)
