#!/usr/bin/python3
"""Record what clients of Firestore read from the emulator.

usage: record_reads.py > reads.jsonl, with GANTRY_SOURCE and GANTRY_BUILD set as
in tests

A line for each read: the client, the name, and the result or the code of the
error.
"""

import json
import os
import sys
import tempfile

sys.path.insert(0, os.path.join(os.environ['GANTRY_SOURCE'],
                                'tests/functional/lib'))

import firestore_clients  # noqa: E402  # after the path is set
from firestore import Emulator  # noqa: E402
from served_firestore import PROJECT  # noqa: E402


def record(where):
    """Yield the lines.  Each client has documents that none has written."""
    emulator = Emulator(where)
    for kind in firestore_clients.KINDS:
        emulator.clear(PROJECT)
        emulator.seed(PROJECT, list(firestore_clients.DOCUMENTS.items()))
        reads = firestore_clients.read_with(kind, emulator.port)
        for name, read in firestore_clients.comparable(reads).items():
            yield {'client': kind, 'name': name, **read}
    emulator.stop()


def main():
    with tempfile.TemporaryDirectory() as where:
        for line in record(where):
            print(json.dumps(line))


if __name__ == '__main__':
    main()
