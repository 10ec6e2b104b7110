"""What clients of Firestore read in the tests, and how they are run."""

import contextlib

from harness import free_port, node
from served_firestore import ROOT, import_documents, served
from web_servers import grpc_nginx, grpc_recipe

KINDS = ('lite', 'rest', 'grpc')


def text(value):
    return {'stringValue': value}


def integer(value):
    return {'integerValue': str(value)}


def double(value):
    return {'doubleValue': value}


def array(*values):
    return {'arrayValue': {'values': list(values)}}


def mapping(**fields):
    return {'mapValue': {'fields': fields}}


def vector(*values):
    return mapping(__type__=text('__vector__'),
                   value=array(*map(double, values)))


VALUES = {
    'null': {'nullValue': None},
    'true': {'booleanValue': True},
    'false': {'booleanValue': False},
    'integer': integer(-7),
    'safe': integer(2**53 - 1),
    'double': double(0.1),
    'whole': double(3.0),
    'nan': double('NaN'),
    'infinite': double('-Infinity'),
    'zero': double(0.0),
    'time': {'timestampValue': '2024-02-29T12:34:56.123456Z'},
    'early': {'timestampValue': '0001-01-01T00:00:00Z'},
    'late': {'timestampValue': '9999-12-31T23:59:59.999999Z'},
    'text': text('a "quoted" \\ line\n\x01 é \U0001f600'),
    'empty text': text(''),
    'bytes': {'bytesValue': 'AP/+'},
    'reference': {'referenceValue': f'{ROOT}/users/alice'},
    'point': {'geoPointValue': {'latitude': 37.5, 'longitude': -122.25}},
    'origin': {'geoPointValue': {'latitude': 0, 'longitude': 0}},
    'array': array(integer(1), text('x'), {'nullValue': None},
                   mapping(deep={'arrayValue': {}})),
    'empty array': {'arrayValue': {}},
    'map': mapping(**{'a.b': mapping(**{'`c`': double(1e21)})}),
    'empty map': {'mapValue': {}},
    'vector': vector(1.0, -2.5),
}
DOCUMENTS = {
    'users/alice': {'name': text('Alice'), 'age': integer(30),
                    'tags': array(text('a'), text('b'))},
    'users/bob': {'name': text('Bob'), 'age': integer(25),
                  'tags': array(text('b'))},
    'users/carol': {'name': text('Carol'), 'age': integer(41),
                    'm': mapping(x=integer(1), y=integer(2))},
    'users/alice/posts/p1': {'title': text('Hi'), 'n': integer(1)},
    'users/alice/posts/p2': {'title': text('There'), 'n': integer(2)},
    'users/bob/posts/p1': {'title': text("Bob's"), 'n': integer(3)},
    'users/ghost/posts/p9': {'title': text('Boo'), 'n': integer(9)},
    'ids/ünï ☃': {'a': integer(1)},
    'ids/a:runQuery': {'a': integer(2)},
    'ids/100%': {'a': integer(3)},
    'ids/__id7__': {'a': integer(4)},
    'ids/__id40__': {'a': integer(5)},
    'ids/none': {},
    **{f'types/{name}': {'v': value} for name, value in VALUES.items()},
    **{f'bulk/d{n:03}': {'i': integer(n), 's': text(f's{n % 7}'),
                         'd': double(n / 4),
                         'tags': array(text(f't{n % 5}'))}
       for n in range(60)},
    'vectors/a': {'v': vector(1.0, 0.0)},
    'vectors/b': {'v': vector(0.0, 2.0)},
    'vectors/c': {'v': vector(-1.0, 0.5)},
    'vectors/d': {'v': vector(1.0, 1.0)},
    'vectors/short': {'v': vector(1.0)},
    'vectors/none': {'w': integer(1)},
}


# What the emulator does not have, or would do.
UNRECORDED = {
    'explain', 'explain, plan', 'explain, plan of a count', 'explain, count',
    'getPartitions', 'getPartitions, many', 'add', 'bulk writer', 'create',
    'delete', 'write',
}


def read_with(kind, port, *more):
    """Return what a client reads: {name of the read: the result or error}."""
    return {line.pop('name'): line for line in
            node('firestore_reads.cjs', kind, f'127.0.0.1:{port}', *more)}


def comparable(reads):
    """Return the reads that are compared, without the words of errors."""
    return {name: {key: value for key, value in read.items()
                   if key != 'message'}
            for name, read in reads.items() if name not in UNRECORDED}


@contextlib.contextmanager
def served_to_clients(where, *allow, **settings):
    """Serve the documents over HTTP, and over gRPC through nginx.  Yield the
    port for each client."""
    cache = import_documents(where, DOCUMENTS)
    port = free_port()
    with served(where, cache, *allow, **settings, options=(
            '--bind', f'unix:{where}/gantry.sock')) as server:
        with grpc_nginx(where, grpc_recipe(where, port), port):
            yield {'lite': server.port, 'rest': server.port, 'grpc': port}
