"""Documents of every kind, to seed a Firestore with."""

TYPES = {
    'null': {'nullValue': None},
    'true': {'booleanValue': True},
    'integer': {'integerValue': '-9223372036854775808'},
    'big': {'integerValue': '9007199254740993'},
    'double': {'doubleValue': 0.1},
    'whole': {'doubleValue': 3.0},
    'tiny': {'doubleValue': 5e-324},
    'nan': {'doubleValue': 'NaN'},
    'infinite': {'doubleValue': '-Infinity'},
    'timestamp': {'timestampValue': '2024-02-29T12:34:56.123456Z'},
    'early': {'timestampValue': '0001-01-01T00:00:00Z'},
    'string': {'stringValue': 'a "quoted" \\ line\n\u0001 é \U0001f600'},
    'bytes': {'bytesValue': 'AP/+'},
    'reference': {'referenceValue': 'projects/demo-pull/databases/(default)'
                                    '/documents/a/b'},
    'point': {'geoPointValue': {'latitude': 37.5, 'longitude': -122.25}},
    'origin': {'geoPointValue': {'latitude': 0, 'longitude': 0}},
    'array': {'arrayValue': {'values': [
        {'integerValue': '1'}, {'stringValue': 'x'}, {'nullValue': None},
        {'mapValue': {'fields': {'deep': {'arrayValue': {}}}}}]}},
    'empty array': {'arrayValue': {}},
    'map': {'mapValue': {'fields': {
        'a.b': {'mapValue': {'fields': {'`c`': {'doubleValue': 1e21}}}}}}},
    'empty map': {'mapValue': {}},
    'vector': {'mapValue': {'fields': {
        '__type__': {'stringValue': '__vector__'},
        'value': {'arrayValue': {'values': [{'doubleValue': 1.0},
                                            {'doubleValue': -2.5}]}}}}},
}
ODD = ['a b', 'a.b', '100%', '%2F', 'a?b#c', 'a+b&c=d',
       '"q"', 'back\\slash', "it's", '(x)', '...', '__id7__', '__id40__',
       '__id-5__', '0', '007', 'é', '\uffee', '\U0001f600', 'x' * 1400,
       'tab\there', '{"path":1}']


def text(value):
    return {'stringValue': value}


def few_documents():
    """All special cases, and a few ordinary documents."""
    yield from ((f'types/{name}', {'v': value})
                for name, value in TYPES.items())
    yield 'types/all', TYPES
    yield 'types/none', {}
    yield 'types/large', {'v': text('lorem ' * 150000)}
    for number, name in enumerate(ODD):
        yield f'odd/{name}', {'n': {'integerValue': str(number)}}
        yield f'odd/{name}/below/{name.strip("_")}', {'n': text(name)}
    for number in range(60):
        yield (f'archive/gone{number % 7}/days/d{number % 5}/hours/'
               f'h{number}', {'n': {'integerValue': str(number)}})


def small_documents():
    yield from few_documents()
    for name in ODD:
        if len(name) < 100 and not name.startswith('__'):
            yield f'{name}/x', {'n': text(name)}


def all_documents():
    yield from few_documents()
    # The emulator cannot list the documents below these.
    for name in ('a:b', 'a:runQuery'):
        yield f'odd/{name}/below/{name}', {'n': text(name)}
    for name in ('a b', '\uffee', '\U0001f600'):
        yield f'{name}/{name}', {'n': text(name)}
    for publication in range(10):
        yield f'publications/p{publication}', {'count': {'integerValue': '1'}}
        for entity in range(1550):
            yield (f'publications/p{publication}/ent/e{entity}',
                   {'word': text(f'word{entity}'),
                    'count': {'integerValue': str(entity)}})
    for user in range(2200):
        yield f'users/u{user}', {'name': text(f'User {user}')}
        yield f'users/u{user}/posts/first', {'body': text('hey! ' * 40)}
