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


def is_same(value, other):
    """The sum of doubles depends on the order in which they are added."""
    if isinstance(value, dict) and isinstance(other, dict):
        return value.keys() == other.keys() and all(
            is_same(value[name], other[name]) for name in value)
    if isinstance(value, float) and isinstance(other, float):
        return math.isclose(value, other, rel_tol=1e-12)
    return value == other


def compare(project, documents, lines):
    with folder() as where:
        cache = import_documents(where, documents, project)
        with served(where, cache, '**') as server:
            client = Client(server.port)
            for line in lines:
                answer = ask(client, project, line)
                if not is_same(answer, line['answer']):
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
