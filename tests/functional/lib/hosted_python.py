"""Shared by the tests of hosted Python: gantry with its module."""

import contextlib
import os
import shutil
import subprocess

from harness import BUILD, GANTRY, SOURCE, Skip, gantry

APPS = os.path.join(SOURCE, 'tests/functional/python/apps')
MODULE = os.path.join(BUILD, 'python.so')


def need_python():
    if not os.path.exists(MODULE):
        raise Skip('gantry was configured without Python')


def install(where):
    """Put the module into the folder, as "make install" does."""
    need_python()
    target = os.path.join(where, 'python.so')
    if not os.path.exists(target):
        shutil.copyfile(os.path.realpath(MODULE), target)
        os.chmod(target, 0o644)
    return where


def settings(where, app='plain', **more):
    """The arguments that mount an application of the folder apps."""
    install(where)
    given = {'path': APPS, 'bytecode': 'no', 'writes': where, **more}
    if app is not None:
        given['app'] = app
    arguments = ['--modules', where]
    for key, value in given.items():
        if value is not None:
            arguments += ['--set', f'python.{key}={value}']
    return arguments


@contextlib.contextmanager
def serve(where, *arguments, app='plain', mount='/=python', given=None,
          **options):
    """Run a gantry that serves an application of the folder apps."""
    environment = {**os.environ, 'SEEN': os.path.join(where, 'seen'),
                   **options.pop('env', {})}
    environment.pop('PYTHONPATH', None)
    with gantry(where, '--mount', mount, *settings(where, app, **(given or {})),
                *arguments, env=environment, **options) as server:
        yield server


def seen(where):
    """What applications have noted."""
    try:
        with open(os.path.join(where, 'seen'), encoding='utf-8') as file:
            return file.read().split('\n')[:-1]
    except FileNotFoundError:
        return []


def command(where, *arguments, app='plain', given=None, env=None):
    """Run a command of gantry that ends.  Return its status and output."""
    environment = {**os.environ, 'SEEN': os.path.join(where, 'seen'),
                   **(env or {})}
    environment.pop('PYTHONPATH', None)
    done = subprocess.run(
        [GANTRY, *arguments, '--mount', '/=python',
         *settings(where, app, **(given or {}))],
        check=False, capture_output=True, text=True, env=environment)
    return done.returncode, done.stdout, done.stderr
