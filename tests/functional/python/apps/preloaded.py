"""An application that shows where it was imported and where it serves."""

import os
import signal
import socket
import sys
import threading
import time

import plain
from plain import note

IMPORTED = os.getpid()
FORKED = []
CALLED = threading.local()

note(f'imported in {IMPORTED} as {os.getuid()}')
if os.environ.get('OPENS_SOCKET'):
    KEPT = socket.socket()
if os.environ.get('IMPORT_ENDS') == 'crash':
    os.kill(os.getpid(), signal.SIGSEGV)
if os.environ.get('IMPORT_ENDS') == 'hang':
    time.sleep(600)


def forked():
    FORKED.append(os.getpid())
    note(f'forked {os.getpid()}')


def fails():
    raise ValueError('not in this worker')


def shows(environ, start_response):
    CALLED.times = getattr(CALLED, 'times', 0) + 1
    start_response('200 OK', [('Content-Type', 'text/plain')])
    return [f'{IMPORTED} {os.getpid()} {os.getppid()} '
            f'{FORKED == [os.getpid()]} {os.getuid()} '
            f'{len(os.listdir("/proc/self/fd"))}'.encode()]


def application(environ, start_response):
    if environ['PATH_INFO'] != '/':
        return plain.application(environ, start_response)
    return shows(environ, start_response)
