#!/usr/bin/python3
"""Take screenshots of the page with the sample: all views, widths and themes,
or with "readme" the two in README.md, with few colours to keep them small."""

import os
import subprocess
import sys

from sites import BUILD, SOURCE, Skip, draw, needs, node, sample_cache, site
from harness import folder

README = os.path.join(SOURCE, 'apps/entities/page/screenshots')


def reduce_colours(target):
    subprocess.run(
        ['pngquant', '--force', '--skip-if-larger', '--ext', '.png', '--strip',
         *(os.path.join(target, name) for name in os.listdir(target))],
        check=True)


def main():
    which = sys.argv[1:]
    try:
        needs('node', 'chromium', *(['pngquant'] if which else []))
    except Skip as reason:
        print(f'screenshots: {reason}', file=sys.stderr)
        return 1
    target = README if which else os.path.join(BUILD, 'screenshots')
    os.makedirs(target, exist_ok=True)
    with folder() as where:
        cache = sample_cache(os.path.join(where, 'cache.db'))
        with site(where, cache, draw(cache)) as address:
            status = node('screenshots.cjs', address, target,
                          *which).returncode
    if status == 0 and which:
        reduce_colours(target)
    print(f'screenshots are in {target}')
    return status


sys.exit(main())
