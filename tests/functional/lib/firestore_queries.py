"""Random queries over HTTP, compared with the answers of the emulator."""

import itertools
import json
import math
import os
import sys

from harness import SOURCE, equal, folder
from served_firestore import Client, import_documents, root_of, served

sys.path.insert(0, os.path.join(SOURCE, 'tests/queries'))

import record  # noqa: E402  # after the path is set


def ask(client, project, line):
    """Return the answer to a query in the form of the record."""
    root = root_of(project)
    path = '/' + line['parent'] if line['parent'] else ''
    if 'aggregations' in line:
        status, answer = client.post('runAggregationQuery', {
            'structuredAggregationQuery': {
                'structuredQuery': line['query'],
                'aggregations': line['aggregations']}}, path, root)
        equal((status, answer[-1].get('done')), (200, True))
        return answer[0]['result']['aggregateFields']
    status, answer = client.post(
        'runQuery', {'structuredQuery': line['query']}, path, root)
    if status != 200:
        return answer
    equal(answer[-1]['done'], True)
    documents = [item['document'] for item in answer if 'document' in item]
    if 'select' in line['query']:
        return [[document['name'][len(root) + 1:],
                 record.spelled(document.get('fields', {}))]
                for document in documents]
    return [document['name'][len(root) + 1:] for document in documents]


def size_at(fields, names):
    """Return the absolute value of the number of a document at a field."""
    value = {'mapValue': {'fields': fields}}
    for name in names:
        value = value.get('mapValue', {}).get('fields', {}).get(name, {})
    number = value.get('doubleValue', value.get('integerValue', 0))
    return abs(float(number)) if math.isfinite(float(number)) else 0.0


def names_of(path):
    """Return the names in a path of the fields that the maker has."""
    return [name.replace('%', '.') for name in
            path.replace('`x.y`', 'x%y').split('.')]


def inexactness(documents, item):
    """Return how far a sum of doubles may be from another one, since it
    depends on the order in which they are added."""
    for function in ('sum', 'avg'):
        if function in item:
            names = names_of(item[function]['field']['fieldPath'])
            return 2**-50 * sum(size_at(fields, names)
                            for fields in documents.values())
    return 0.0


def is_same(documents, line, answer):
    """ANSWER is that of the line."""
    if 'aggregations' not in line:
        return answer == line['answer']
    if answer.keys() != line['answer'].keys():
        return False
    for item in line['aggregations']:
        value, other = (of[item['alias']] for of in (answer, line['answer']))
        numbers = [of.get('doubleValue') for of in (value, other)]
        if all(isinstance(number, (int, float)) for number in numbers):
            if not math.isclose(*numbers, rel_tol=1e-12,
                                abs_tol=inexactness(documents, item)):
                return False
        elif value != other:
            return False
    return True


def compare(project, documents, lines):
    """Ask the application the queries of the lines."""
    with folder() as where:
        cache = import_documents(where, documents, project)
        with served(where, cache, '**') as server:
            client = Client(server.port)
            for line in lines:
                answer = ask(client, project, line)
                if not is_same(documents, line, answer):
                    raise AssertionError(
                        f'{json.dumps(line)}: {json.dumps(answer)}')
            client.close()


def asked(emulator, maker):
    """Yield random queries, and the answers of the emulator."""
    while True:
        query = maker.query()
        try:
            line = record.ask(emulator, maker, maker.parent(query), query)
        except AssertionError:
            continue  # the emulator refuses it
        yield line


def compare_seed(emulator, seed, count):
    """Compare random queries of random documents."""
    maker = record.Maker(seed)
    maker.make_documents()
    emulator.seed(maker.project, list(maker.documents.items()))
    compare(maker.project, maker.documents,
            itertools.islice(asked(emulator, maker), count))
    emulator.clear(maker.project)
