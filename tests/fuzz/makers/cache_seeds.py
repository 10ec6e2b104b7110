#!/usr/bin/python3
"""Write the seeds of fuzz_cache into tests/fuzz/corpus/cache.

Each seed is small and the same in every run.  A seed in SQL is a list of
operations; their numbers are those of cache_input.c.
"""

import os
import sqlite3
import struct

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
CORPUS = os.path.join(HERE, 'corpus/cache')

# The first byte of an input; the second is 1 when images are drawn.
SQL, PATCHES, FILE = range(3)
QUIET, DRAWS = range(2)

UPDATE, META, INSERT, RELAX, SCHEMA = range(5)
TABLES = ('meta', 'publication', 'entity', 'mention', 'word', 'best',
          'document', 'ignored', 'lacks')
COLUMNS = {'publication': ('id', 'name', 'count'),
           'entity': ('publication', 'count', 'word'),
           'document': ('path', 'parent', 'collection', 'fields',
                        'create_time', 'update_time'),
           'ignored': ('projection', 'reason', 'count', 'example'),
           'lacks': ('kind', 'detail', 'count')}
ALL = 255
GENERATION, DOCUMENTS = 0, 2
NULL, INTEGER, _, REAL, KNOWN, TEXT, BLOB, LONG, ZEROS = range(9)


def text(value):
    return bytes([TEXT, len(value)]) + value


def blob(value):
    return bytes([BLOB, len(value)]) + value


def long(value, doublings):
    return bytes([LONG, doublings, len(value)]) + value


def update(table, column, row, value):
    return bytes([UPDATE, TABLES.index(table),
                  COLUMNS[table].index(column), row]) + value


def meta(key, value):
    return bytes([META, key]) + value


def relax(table):
    return bytes([RELAX, TABLES.index(table)])


def patch(offset, content):
    return struct.pack('>I', offset)[1:] + bytes([len(content)]) + content


def small_file():
    """Return a cache of two pages' tables, in pages of 512 bytes."""
    db = sqlite3.connect(':memory:')
    db.executescript('''
        PRAGMA page_size = 512;
        PRAGMA application_id = 0x676e7472;
        PRAGMA user_version = 3;
        CREATE TABLE meta (key TEXT NOT NULL PRIMARY KEY, value)
            WITHOUT ROWID;
        INSERT INTO meta VALUES ('generation', '0123456789abcdef');
        CREATE TABLE lacks (kind, detail, count);
        CREATE TABLE publication (id INTEGER PRIMARY KEY, name, count);
        INSERT INTO publication VALUES (1, 'p', 3);
        CREATE TABLE entity (publication, count, word);
        INSERT INTO entity VALUES (1, 5, 'low');
        CREATE TABLE mention (publication, folded, word, count);
        CREATE TABLE word (folded, word, count);
        CREATE TABLE best (publication, prefix, count, word);
        ''')
    return db.serialize()


def seeds():
    yield 'good', SQL, QUIET, b''
    yield 'drawn', SQL, DRAWS, b''
    for name, value in (('above', b'../outside'), ('quote', b'x"y'),
                        ('line', b'x\r\ny: z'), ('digits', b'0' * 16)):
        yield 'generation-' + name, SQL, DRAWS, meta(GENERATION, text(value))
    yield 'publication-null', SQL, DRAWS, (
        relax('publication') +
        update('publication', 'name', ALL, bytes([NULL])) +
        update('publication', 'count', 0, bytes([REAL, 4])))
    yield 'publication-blob', SQL, DRAWS, (
        update('publication', 'name', 0, blob(b'\xff\0/../\x1b[31m')))
    yield 'publication-above', SQL, DRAWS, (
        update('publication', 'name', 0, text(b'../../outside')))
    yield 'word-long', SQL, QUIET, (
        update('entity', 'word', 0, long(b'\x01', 15)) +
        update('entity', 'count', 1, bytes([INTEGER, 4])))
    for name, value in (('cut', b'{"word":{"stringValue":"'),
                        ('escape', b'{"word":{"stringValue":"\\'),
                        ('forged', b'{}}\n{"path":"a/b","fields":{}'),
                        ('spaces', b'{ }')):
        yield 'fields-' + name, SQL, QUIET, (
            update('document', 'fields', 2, text(value)))
    yield 'path-terminal', SQL, QUIET, (
        update('ignored', 'example', 0, text(b'\x1b]0;t\x07\xc2\x9b31m')) +
        update('document', 'collection', 0, text(b'\x1b[2J')))
    yield 'lacks', SQL, QUIET, (
        update('lacks', 'kind', 0, text(b'\x1b[2J')) +
        update('lacks', 'detail', 0, text(b'x\n"lacks')))
    yield 'more-documents', SQL, QUIET, meta(DOCUMENTS,
                                             bytes([INTEGER, 3]))
    for change in range(14):
        yield f'schema/{change}', SQL, QUIET, bytes([SCHEMA, change, 2, 1])
    # DROP TABLE lacks, then PRAGMA user_version = 2.
    yield 'older', SQL, DRAWS, (
        bytes([SCHEMA, 0, TABLES.index('lacks')]) + bytes([SCHEMA, 10, 0]))
    yield 'patches', PATCHES, QUIET, (patch(20, b'\x40') +
                                      patch(4096, b'\x0d\0\0\0\x05'))
    yield 'file', FILE, DRAWS, small_file()


def main():
    for name, kind, drawing, content in seeds():
        path = os.path.join(CORPUS, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, 'wb') as file:
            file.write(bytes([kind, drawing]) + content)


main()
