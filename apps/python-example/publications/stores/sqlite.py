"""The cache by the module sqlite3, where the module gantry is not at hand: under
gunicorn, and in tests.

A cache is never changed in place: a newer one is renamed over it.  So each
request looks whether the file is another one, and reads wholly from one.
"""

import os
import sqlite3
import threading

from . import Slow, Unavailable
from .folding import fold

BEHIND_ALL = '\U0010ffff'


class SqliteStore:
    has_images = False

    def __init__(self, path):
        self.path = path
        self.local = threading.local()

    def refresh(self):
        try:
            status = os.stat(self.path)
            identity = status.st_dev, status.st_ino, status.st_mtime_ns
            if getattr(self.local, 'identity', None) != identity:
                self.open()
                self.local.identity = identity
        except (OSError, sqlite3.Error) as error:
            # The cache that was open stays in use.
            if getattr(self.local, 'connection', None) is None:
                raise Unavailable(f'cache {self.path}: {error}') from error

    def open(self):
        path = os.path.abspath(self.path).replace('%', '%25')
        path = path.replace('?', '%3f').replace('#', '%23')
        connection = sqlite3.connect(f'file:{path}?mode=ro&immutable=1',
                                     uri=True)
        generation, = connection.execute(
            "SELECT value FROM meta WHERE key = 'generation'").fetchone()
        self.local.connection = connection
        self.local.generation = generation

    @property
    def generation(self):
        return self.local.generation

    def rows(self, sql, *values):
        try:
            return self.local.connection.execute(sql, values).fetchall()
        except sqlite3.OperationalError as error:
            raise Slow(str(error)) from error

    def number_of(self, name):
        for number, in self.rows('SELECT id FROM publication WHERE name = ?',
                                 name):
            return number
        return None

    def publications(self):
        return self.rows('SELECT name, count FROM publication ORDER BY name')

    def frequencies(self, name, limit, after=None):
        number = self.number_of(name)
        if number is None:
            return None
        if after is None:
            return self.rows(
                'SELECT word, count FROM entity WHERE publication = ?'
                ' ORDER BY count DESC, word LIMIT ?', number, limit)
        word, count = after
        tied = self.rows(
            'SELECT word, count FROM entity WHERE publication = ?'
            ' AND count = ? AND word > ? ORDER BY word LIMIT ?',
            number, count, word, limit)
        return tied + self.rows(
            'SELECT word, count FROM entity WHERE publication = ?'
            ' AND count < ? ORDER BY count DESC, word LIMIT ?',
            number, count, limit - len(tied))

    def entity(self, word):
        return self.rows(
            'SELECT name, mention.count FROM publication CROSS JOIN mention'
            ' ON publication = id AND folded = ? AND word = ?'
            ' ORDER BY mention.count DESC, name', fold(word), word) or None

    def search(self, prefix, name, limit):
        number = 0 if name is None else self.number_of(name)
        if number is None:
            return None
        first = fold(prefix)
        best = self.rows(
            'SELECT word, count FROM best WHERE publication = ?'
            ' AND prefix = ? ORDER BY count DESC, word LIMIT ?',
            number, first, limit)
        if best:
            return best
        last = first + BEHIND_ALL
        if name is None:
            return self.rows(
                'SELECT word, count FROM word WHERE folded >= ?'
                ' AND folded < ? ORDER BY count DESC, word LIMIT ?',
                first, last, limit)
        return self.rows(
            'SELECT word, count FROM mention WHERE publication = ?'
            ' AND folded >= ? AND folded < ?'
            ' ORDER BY count DESC, word LIMIT ?', number, first, last, limit)
