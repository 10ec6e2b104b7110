"""Ten publications, pub0 to pub9 with counts 0 to 9, and in each ten words, ent0
to ent9 with counts 0 to 9, in that order."""

import re

from .folding import fold

COUNT = 10
NAME = re.compile(r'(pub|ent)([0-9])\Z', re.ASCII)


def number_of(name, kind):
    found = NAME.match(name)
    return int(found[2]) if found and found[1] == kind else None


class NoopStore:
    generation = 'noop'
    has_images = True

    def refresh(self):
        pass

    def publications(self):
        return [(f'pub{i}', i) for i in range(COUNT)]

    def frequencies(self, name, limit, after=None):
        if number_of(name, 'pub') is None:
            return None
        first = max(0, after[1] + 1) if after else 0
        return [(f'ent{i}', i) for i in range(first, COUNT)][:limit]

    def entity(self, word):
        number = number_of(word, 'ent')
        if number is None:
            return None
        return [(f'pub{i}', number) for i in range(COUNT)]

    def search(self, prefix, name, limit):
        if name is not None and number_of(name, 'pub') is None:
            return None
        factor = COUNT if name is None else 1
        return [(f'ent{i}', i * factor) for i in reversed(range(COUNT))
                if f'ent{i}'.startswith(fold(prefix))][:limit]
