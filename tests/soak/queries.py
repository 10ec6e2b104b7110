#!/usr/bin/python3
"""Compare random queries over HTTP with the Firestore emulator, for long.

Each seed has documents of its own and 2,000 queries that the emulator accepts.
The first difference ends this.

usage: queries.py QUERIES [SEED], with GANTRY_SOURCE and GANTRY_BUILD set as in
tests
"""

import os
import sys
import time

sys.path.insert(0, os.path.join(os.environ['GANTRY_SOURCE'],
                                'tests/functional/lib'))

from firestore import Emulator  # noqa: E402  # after the path is set
from firestore_queries import compare_seed  # noqa: E402
from harness import Skip, folder  # noqa: E402

QUERIES = 2000  # a seed
SEEDS = 10  # of one emulator, which never gives its memory back


def compare(total, seed):
    done = 0
    while done < total:
        with folder() as where:
            emulator = Emulator(where)
            for _ in range(SEEDS):
                count = min(QUERIES, total - done)
                print(f'seed {seed}: {count} queries', flush=True)
                compare_seed(emulator, seed, count)
                seed += 1
                done += count
                if done == total:
                    break
            emulator.stop()
    print(f'{done} queries have the answers of the emulator')


def main():
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else int(time.time())
    try:
        compare(int(sys.argv[1]), seed)
    except Skip as reason:
        print(f'skipped: {reason}')


if __name__ == '__main__':
    main()
