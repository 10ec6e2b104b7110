#!/usr/bin/python3
"""Record answers of the Firestore emulator to random queries.

usage: record.py SEED QUERIES >> answers.jsonl

Each line is a JSON object.  One with "documents" begins a database.  One with
"query" has a query below the document "parent", and the paths of the "answer";
with "select" also the fields; with "aggregations" their results.  A query that
the emulator refuses is left out.  Remove by hand the few sums of doubles that
depend on the order in which they are added.
"""

import base64
import json
import os
import random
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                '../functional/lib'))

from firestore import Emulator  # noqa: E402  # after the path is set

DOCUMENTS = 60

# A few values, so that many are equal.
STRINGS = ['', 'a', 'b', 'ab', 'B', '\ufb01', '\U0001f600', '\u00e9', 'a\0b']
INTEGERS = [0, 1, 2, 3, -1, 2**53, 2**53 + 1, 2**63 - 1, -2**63]
DOUBLES = [0.0, 1.0, 1.5, -1.0, 2.0, 2.0**53, 2.0**63, 5e-324, 'NaN',
           'Infinity', '-Infinity']
TIMES = ['2024-01-01T00:00:00Z', '2024-01-01T00:00:00.000001Z',
         '1969-12-31T23:59:59.500Z', '0001-01-01T00:00:00Z']
IDS = ['a', 'b', 'a!', 'A', '__id5__', '__id40__', 'z', '\u00e9', 'b.c', '1',
       '10', '9']
FIELDS = ['f', 'g', 'h', 'm', '`x.y`', 'm.a', 'm.b', 'm.`x.y`', 't']

COMPARISONS = ['EQUAL', 'EQUAL', 'LESS_THAN', 'LESS_THAN_OR_EQUAL',
               'GREATER_THAN', 'GREATER_THAN_OR_EQUAL', 'NOT_EQUAL']
UNARY = ['IS_NAN', 'IS_NULL', 'IS_NOT_NAN', 'IS_NOT_NULL']


def vector(rand):
    return {'mapValue': {'fields': {
        '__type__': {'stringValue': '__vector__'},
        'value': {'arrayValue': {'values': [
            {'doubleValue': float(rand.randrange(3))}
            for _ in range(rand.randrange(1, 4))]}}}}}


class Maker:
    """Makes documents and queries."""

    def __init__(self, seed):
        self.rand = random.Random(seed)
        self.project = f'demo-queries-{seed}'
        self.root = f'projects/{self.project}/databases/(default)/documents'
        self.documents = {}

    def reference(self):
        rand = self.rand
        root = rand.choice([self.root, self.root,
                            'projects/other/databases/(default)/documents'])
        path = f'{rand.choice("cd")}/{rand.choice(IDS)}'
        return root + '/' + path + rand.choice(
            ['', '', '/s/' + rand.choice(IDS)])

    def scalar(self):
        rand = self.rand
        kind = rand.randrange(6)
        if kind == 0:
            return {'nullValue': None}
        if kind == 1:
            return {'booleanValue': rand.random() < 0.5}
        if kind == 2:
            return {'integerValue': str(rand.choice(INTEGERS))}
        if kind == 3:
            return {'doubleValue': rand.choice(DOUBLES)}
        return {'stringValue': rand.choice(STRINGS)}

    def value(self, depth=0, in_array=False):
        rand = self.rand
        kind = rand.randrange(12)
        if kind == 0:
            return {'timestampValue': rand.choice(TIMES)}
        if kind == 1:
            return {'bytesValue': base64.b64encode(rand.choice(
                [b'', b'\0', b'\0\1', b'\xff', b'a'])).decode()}
        if kind == 2:
            return {'referenceValue': self.reference()}
        if kind == 3:
            return {'geoPointValue': {'latitude': rand.choice([0., -1.5, 90.]),
                                      'longitude': rand.choice([0., 2.])}}
        if kind == 4 and depth < 2 and not in_array:
            return self.array(depth)
        if kind == 5 and not in_array:
            return vector(rand)
        if kind == 6 and depth < 2:
            names = rand.sample(['a', 'b', 'x.y', '\u00e9'], rand.randrange(3))
            fields = {name: self.value(depth + 1) for name in names}
            return {'mapValue': {'fields': fields} if fields else {}}
        return self.scalar()

    def array(self, depth=1):
        values = [self.value(depth + 1, True)
                  for _ in range(self.rand.randrange(4))]
        return {'arrayValue': {'values': values} if values else {}}

    def fields(self):
        rand = self.rand
        fields = {name: self.value() for name in 'fgh' if rand.random() < 0.85}
        if rand.random() < 0.6:
            fields['m'] = {'mapValue': {'fields': {
                name: self.value(1) for name in
                rand.sample(['a', 'b', 'x.y'], rand.randrange(1, 3))}}}
        if rand.random() < 0.4:
            fields['x.y'] = self.scalar()
        if rand.random() < 0.6:
            fields['t'] = self.array()
        return fields

    def path(self):
        rand = self.rand
        path = rand.choice('cccd') + '/' + rand.choice(
            IDS + [f'k{number}' for number in range(30)])
        while rand.random() < 0.3:
            path += f'/{rand.choice("cs")}/{rand.choice(IDS)}'
        return path

    def make_documents(self):
        while len(self.documents) < DOCUMENTS:
            self.documents[self.path()] = self.fields()

    def found(self, field):
        """A value of a document at FIELD, or None."""
        if field == '__name__':
            path = self.rand.choice(list(self.documents) + ['c/zz'])
            return {'referenceValue': f'{self.root}/{path}'}
        names = [name.strip('`') for name in
                 (['`x.y`'] if field == '`x.y`' else
                  field.replace('m.`x.y`', 'm.`x%y`').split('.'))]
        value = {'mapValue': {
            'fields': self.rand.choice(list(self.documents.values()))}}
        for name in names:
            value = value.get('mapValue', {}).get('fields', {}).get(
                name.replace('%', '.'))
            if value is None:
                return None
        return value

    def operand(self, field):
        if field == '__name__' or self.rand.random() < 0.7:
            value = self.found(field)
            if value is not None:
                return value
        return self.value()

    def leaf(self):
        rand = self.rand
        field = rand.choice(FIELDS + ['__name__', 'absent'])
        path = {'fieldPath': field}
        kind = rand.random()
        if kind < 0.1 and field != '__name__':
            return {'unaryFilter': {'op': rand.choice(UNARY), 'field': path}}
        if field != '__name__' and (kind < 0.25 or
                                    (field == 't' and kind < 0.6)):
            op = rand.choice(['ARRAY_CONTAINS', 'ARRAY_CONTAINS_ANY'])
            value = self.scalar() if op == 'ARRAY_CONTAINS' else {
                'arrayValue': {'values': [
                    self.scalar() for _ in range(rand.randrange(1, 4))]}}
        elif kind < 0.4:
            op = rand.choice(['IN', 'NOT_IN'])
            value = {'arrayValue': {'values': [
                self.operand(field) for _ in range(rand.randrange(1, 4))]}}
        else:
            op, value = rand.choice(COMPARISONS), self.operand(field)
        return {'fieldFilter': {'field': path, 'op': op, 'value': value}}

    def filter(self, depth=0):
        rand = self.rand
        if depth > 1 or rand.random() < 0.55:
            return self.leaf()
        return {'compositeFilter': {
            'op': rand.choice(['AND', 'AND', 'OR']),
            'filters': [self.filter(depth + 1)
                        for _ in range(rand.randrange(1, 4))]}}

    def order(self, query):
        rand = self.rand
        fields = rand.sample(FIELDS[:7] + ['__name__'], rand.randrange(1, 4))
        if '__name__' in fields:
            fields = fields[:fields.index('__name__') + 1]
        query['orderBy'] = [
            {'field': {'fieldPath': field},
             'direction': rand.choice(['ASCENDING', 'DESCENDING'])}
            for field in fields]
        for cursor in ('startAt', 'endAt'):
            if rand.random() < 0.3:
                count = rand.randrange(1, len(fields) + 1)
                query[cursor] = {
                    'values': [self.operand(field)
                               for field in fields[:count]],
                    'before': rand.random() < 0.5}

    def query(self):
        rand = self.rand
        source = rand.choice(
            [{'collectionId': 'c'}] * 6 +
            [{'collectionId': 'c', 'allDescendants': True}] * 3 +
            [{'collectionId': 's', 'allDescendants': True}, {},
             {'allDescendants': True}])
        query = {'from': [source]}
        if 'collectionId' in source and rand.random() < 0.8:
            query['where'] = self.filter()
        if 'collectionId' in source and rand.random() < 0.6:
            self.order(query)
        if rand.random() < 0.3:
            query['limit'] = rand.randrange(6)
        if rand.random() < 0.2:
            query['offset'] = rand.randrange(4)
        return query

    def parent(self, query):
        if query['from'][0].get('allDescendants'):
            return ''
        return self.rand.choice([''] * 8 + ['c/a', 'c/b'])

    def aggregations(self):
        rand = self.rand
        counts = [{'count': {}}, {'count': {'upTo': str(rand.randrange(1, 9))}}]
        items = [rand.choice(counts)] * rand.randrange(2)
        items += [{rand.choice(['sum', 'avg']): {
            'field': {'fieldPath': rand.choice(FIELDS[:7])}}}
                  for _ in range(rand.randrange(3))]
        return [{'alias': f'a{number}', **item}
                for number, item in enumerate(items or counts[:1])]


def ask(emulator, maker, parent, query):
    """Ask for documents.  Return a line, or None."""
    line = {'parent': parent, 'query': query}
    root = maker.root + ('/' + parent if parent else '')
    if maker.rand.random() < 0.2:
        line['aggregations'] = maker.aggregations()
        answer = emulator.call(f'/v1/{root}:runAggregationQuery', {
            'structuredAggregationQuery': {
                'structuredQuery': query,
                'aggregations': line['aggregations']}})
        line['answer'] = answer[0]['result']['aggregateFields']
        return line
    if maker.rand.random() < 0.1:
        query['select'] = {'fields': [
            {'fieldPath': field} for field in maker.rand.sample(FIELDS, 2)]}
    answer = emulator.call(f'/v1/{root}:runQuery', {'structuredQuery': query})
    documents = [item['document'] for item in answer if 'document' in item]
    line['answer'] = [
        [document['name'][len(maker.root) + 1:],
         spelled(document.get('fields', {}))] if 'select' in query
        else document['name'][len(maker.root) + 1:]
        for document in documents]
    return line


def spelled(value):
    """The emulator omits zeros of geo points, and digits of fractions."""
    if isinstance(value, list):
        return [spelled(item) for item in value]
    if not isinstance(value, dict):
        return value
    if 'geoPointValue' in value:
        return {'geoPointValue': {
            name: float(value['geoPointValue'].get(name, 0))
            for name in ('latitude', 'longitude')}}
    if 'doubleValue' in value and not isinstance(value['doubleValue'], str):
        return {'doubleValue': float(value['doubleValue'])}
    return {name: spelled(item) for name, item in value.items()}


def main():
    maker = Maker(int(sys.argv[1]))
    maker.make_documents()
    with tempfile.TemporaryDirectory() as where:
        emulator = Emulator(where)
        emulator.seed(maker.project, list(maker.documents.items()))
        print(json.dumps({'project': maker.project,
                          'documents': maker.documents}))
        left = int(sys.argv[2])
        while left > 0:
            query = maker.query()
            try:
                line = ask(emulator, maker, maker.parent(query), query)
            except AssertionError:
                continue  # it is refused
            print(json.dumps(line))
            left -= 1
        emulator.stop()


if __name__ == '__main__':
    main()
