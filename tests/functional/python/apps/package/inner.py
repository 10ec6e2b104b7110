"""A module in a package, with names that are looked for."""

import os
import sys


def app(environ, start_response):
    start_response('200 OK', [('Content-Type', 'text/plain')])
    return [repr([os.getcwd(), sys.path[:3], sys.argv, sys.executable,
                  sys.prefix, os.environ.get('GIVEN'), sys.flags.optimize,
                  sys.getswitchinterval(), sys.flags.utf8_mode,
                  sys.warnoptions]).encode()]


class Holder:
    class Inner:
        @staticmethod
        def app(environ, start_response):
            start_response('200 OK', [('Content-Type', 'text/plain')])
            return [b'inner']


def factory():
    return Holder.Inner.app


def bad_factory():
    raise RuntimeError('the factory failed')


number = 42
