#!/usr/bin/python3
"""A picture of each view at each width in each theme, from the sample."""

import os
import sys

from sites import BUILD, Skip, draw, needs, node, sample_cache, site
from harness import folder


def main():
    try:
        needs('node', 'chromium')
    except Skip as reason:
        print(f'screenshots: {reason}', file=sys.stderr)
        return 1
    target = os.path.join(BUILD, 'screenshots')
    os.makedirs(target, exist_ok=True)
    with folder() as where:
        cache = sample_cache(os.path.join(where, 'cache.db'))
        with site(where, cache, draw(cache)) as address:
            status = node('screenshots.cjs', address, target).returncode
    print(f'screenshots are in {target}')
    return status


sys.exit(main())
