#!/usr/bin/python3
"""Write the seeds of fuzz_export into tests/fuzz/corpus/export.

Each seed is small and the same in every run: records from the sample, and
records with values of every type, for each mode of the target.  A mode with
several seeds has a folder.
"""

import os
import struct

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
CORPUS = os.path.join(HERE, 'corpus/export')
SAMPLE = os.path.join(HERE, '../../apps/entities/sample/export',
                      'firestore_export')
KIND = os.path.join(SAMPLE, 'all_namespaces/all_kinds')

# The first byte of an input, as in fuzz_export.c.
(ENTITY, RECORDS, FRAGMENTS, BARE, OUTPUT, METADATA, OVERALL,
 POINTERS) = range(8)

(TIMESTAMP, POINT, BLOB, TEXT, MAP, EMPTY_LIST,
 VECTOR) = 7, 9, 14, 15, 19, 24, 31


def varint(number):
    number &= (1 << 64) - 1
    data = b''
    while number >= 0x80:
        data += bytes([number & 0x7f | 0x80])
        number >>= 7
    return data + bytes([number])


def number(field, value):
    return varint(field << 3) + varint(value)


def double(field, value):
    return varint(field << 3 | 1) + struct.pack('<d', value)


def data(field, value):
    value = value.encode() if isinstance(value, str) else value
    return varint(field << 3 | 2) + varint(len(value)) + value


def group(field, content):
    return varint(field << 3 | 3) + content + varint(field << 3 | 4)


def pairs(path):
    ids = path.split('/')
    return zip(ids[::2], ids[1::2])


def key(path, database=None):
    elements = b''
    for kind, name in pairs(path):
        last = number(3, int(name)) if name.isdigit() else data(4, name)
        elements += group(1, data(2, kind) + last)
    content = data(13, 'dev~demo') + data(14, elements)
    if database:
        content += data(23, database)
    return data(13, content)


def field(name, value, meaning=0, multiple=False, tag=15):
    content = number(1, meaning) if meaning else b''
    content += data(3, name) + number(4, multiple) + data(5, value)
    return data(tag, content)


def entity(fields=b'', path='a/x', database=None):
    return key(path, database) + data(16, b'') + fields


def inner(fields):
    """Encode the fields of a map as the content of a value."""
    return data(3, data(13, data(13, b'') + data(14, b'')) + data(16, b'') +
                fields)


def reference(path, project='e~demo', database=None):
    content = data(13, project)
    for kind, name in pairs(path):
        content += group(14, data(15, kind) + data(17, name))
    if database:
        content += data(23, database)
    return group(12, content)


def point(latitude, longitude):
    return group(5, double(6, latitude) + double(7, longitude))


VALUES = {
    'null': field('f', b''),
    'boolean': field('f', number(2, 1)) + field('g', number(2, 0)),
    'integer': field('f', number(1, -1)) + field('g', number(1, 2**63 - 1)),
    'double': b''.join(field(name, double(4, value)) for name, value in (
        ('a', 1.5), ('b', float('nan')), ('c', float('inf')),
        ('d', float('-inf')), ('e', -0.0), ('f', 5e-324), ('g', 1e21))),
    'string': field('f', data(3, 'héllo\n"\\\0\U0001f600')),
    'text': field('f', data(3, 'text'), TEXT),
    'bytes': field('f', data(3, b'\0\xff\x80'), BLOB),
    'timestamp': (field('f', number(1, -62135596800000000), TIMESTAMP) +
                  field('g', number(1, 1500000), TIMESTAMP)),
    'point': field('f', point(37.5, -122.25), POINT),
    'reference': (field('f', reference('a/x/b/y')) +
                  field('g', reference('a/x', 'other', 'named'))),
    'array': (field('f', number(1, 1), 0, True) +
              field('f', data(3, 's'), 0, True) +
              field('f', number(1, 0), TIMESTAMP, True)),
    'empty-array': field('f', b'', EMPTY_LIST, False, 14),
    'map': field('m', inner(field('b', number(1, 1)) +
                            field('a', inner(b''), MAP)), MAP),
    'map-in-array': (field('f', inner(field('x', number(2, 1))), MAP, True) +
                     field('f', inner(b''), MAP, True)),
    'vector': (field('f', double(4, 1.0), VECTOR, True) +
               field('f', double(4, 2.5), VECTOR, True)),
    'names': (field('b.c', b'') + field('a`', b'') + field('1é', b'') +
              field('__name__', b'')),
}


def framed(*records):
    """Encode records for the modes that add checksums."""
    return b''.join(struct.pack('<H', len(record)) + record
                    for record in records)


def fragments(*parts):
    """Encode fragments: types with their bytes, or with a filler's length."""
    return b''.join(
        bytes([kind | 0x80]) + struct.pack('<H', part)
        if isinstance(part, int) else
        bytes([kind]) + struct.pack('<H', len(part)) + part
        for kind, part in parts)


def block(rest):
    """Encode fragments that leave REST bytes of a block for zeros."""
    before = entity() + varint(99 << 3 | 2)
    filler = 32768 - rest - 7 - 7 - len(before) - 3
    return fragments((2, before + varint(filler)), (4, filler))


def read(*path):
    with open(os.path.join(*path), 'rb') as file:
        return file.read()


def first_records(log, count):
    """Return the first complete records of a log with their headers."""
    end = 0
    for _ in range(count):
        end += 7 + struct.unpack_from('<H', log, end + 4)[0]
    return log[:end]


def unframed(log):
    """Yield the records of a short log."""
    while log:
        length, = struct.unpack_from('<H', log, 4)
        yield log[7:7 + length]
        log = log[7 + length:]


def seeds():
    for name, fields in VALUES.items():
        yield 'entity/' + name, ENTITY, entity(fields)
    yield 'entity/empty', ENTITY, entity()
    yield 'entity/deep-path', ENTITY, entity(path='a/x/b/7/c/z',
                                             database='named')
    deep = field('f', b'')
    for depth in range(1, 34):
        deep = field('f', inner(deep), MAP)
        if depth in (20, 32, 33):
            yield f'entity/{depth}-maps', ENTITY, entity(deep)
    yield 'entity/namespace', ENTITY, data(
        13, data(13, 'e~demo') + data(20, 'space') + data(14, b''))
    every = b''.join(field('m-' + name, inner(fields), MAP)
                     for name, fields in VALUES.items())
    yield 'records/every-type', RECORDS, framed(entity(every))
    yield 'records/two', RECORDS, framed(entity(), entity(path='a/y'))
    record = entity(VALUES['map'])
    yield 'fragments/split', FRAGMENTS, fragments(
        (1, entity()), (2, b''), (3, record[:9]), (3, b''), (4, record[9:]))
    yield 'fragments/block-full', FRAGMENTS, block(0) + fragments(
        (1, record))
    yield 'fragments/block-trailer', FRAGMENTS, block(5) + fragments(
        (0, 5), (1, record))
    yield 'fragments/block-empty-first', FRAGMENTS, block(7) + fragments(
        (2, b''), (3, record[:9]), (4, record[9:]))
    yield 'fragments/block-padded', FRAGMENTS, block(100) + fragments(
        (0, 100))
    yield 'fragments/block-hole', FRAGMENTS, block(100) + fragments(
        (0, 100), (1, record))
    log = read(KIND, 'output-0')
    yield 'bare', BARE, first_records(log, 2)
    yield 'output', OUTPUT, first_records(log, 1)
    yield 'records/sample', RECORDS, framed(
        *unframed(first_records(log, 3)))
    yield 'metadata', METADATA, read(KIND,
                                     'all_namespaces_all_kinds'
                                     '.export_metadata')
    log = read(SAMPLE, 'firestore_export.overall_export_metadata')
    yield 'overall', OVERALL, log
    yield 'pointers/whole', POINTERS, framed(*unframed(log))
    yield 'pointers/twice', POINTERS, framed(*unframed(log), *unframed(
        log[8:]))
    yield 'pointers/lenient', POINTERS | 0x80, framed(*unframed(log))


def main():
    for name, mode, content in seeds():
        path = os.path.join(CORPUS, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, 'wb') as file:
            file.write(bytes([mode]) + content)


main()
