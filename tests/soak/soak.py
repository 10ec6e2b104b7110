#!/usr/bin/python3
"""Run a server for long under load and disturbances, and look for leaks.

Clients send all kinds of requests; others are idle, slow, or disconnect in
the middle.  Meanwhile the configuration is reloaded, the cache replaced, and
workers are killed.  Every request must be answered unless its worker was
killed.  At the end, descriptors, threads and memory must not have grown since
the first tenth of the time.  With --python, an application in Python is mounted
beside those in C, and the workers are forked from a template.

usage: soak.py [--python] SECONDS, with GANTRY_SOURCE and GANTRY_BUILD set as in
tests
"""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time

sys.path.insert(0, os.path.join(os.environ['GANTRY_SOURCE'],
                                'tests/functional/lib'))

from harness import (GANTRY_CACHE, SAMPLE, Peer, folder, gantry,  # noqa
                     request_bytes, sample_cache, variables, wait_until)
from hosted_python import APPS, install  # noqa

CLIENTS = 24
IDLE = 30

# Allowed growth: threads touch some memory late, and the kernel counts
# imprecisely.
MEMORY_GROWTH = 1.3
FILES_GROWTH = 4
# The template, which may have been killed at the first look.
THREADS_GROWTH = 1


# What the application in Python answers; None: what it was sent.
PYTHON = {'hello': b'hello', 'tuples': b'onetwo', 'generator': b'firstsecond',
          'writes': b'written, returned', 'file_like': b'line one\nline two\n',
          'echo': None}


class Soak:
    def __init__(self, server, where, seconds, has_python):
        self.server = server
        self.has_python = has_python
        self.where = where
        self.ends = time.monotonic() + seconds
        self.random = random.Random(1)
        self.failures = []
        self.excused = 0
        self.answers = 0
        self.killed = []  # times
        self.paused = False
        self.events = {'reloads': 0, 'swaps': 0, 'kills': 0}

    def is_over(self):
        return time.monotonic() > self.ends

    # Clients

    def ask_python(self, peer, dice):
        name = list(PYTHON)[int(dice * 1000) % len(PYTHON)]
        sent = os.urandom(50000) if PYTHON[name] is None else b''
        status, _, body = peer.ask('/py/' + name, sent)
        assert status == 200 and body == (PYTHON[name] or sent), (name, status)

    def ask(self, peer, dice):
        if self.has_python and int(dice * 100) % 2:
            self.ask_python(peer, dice)
        elif dice < 0.3:
            body = peer.ask('/hello')[2]
            assert body == b'hey!', body
        elif dice < 0.5:
            status, _, body = peer.ask('/publications')
            assert status == 200 and json.loads(body), (status, body)
        elif dice < 0.8:
            status, _, body = peer.ask('/frequencies/Abraham Lincoln'
                                       f'?limit={int(dice * 100)}')
            assert status == 200 and json.loads(body), (status, body)
        elif dice < 0.9:
            status, _, body = peer.ask('/inspect', os.urandom(50000))
            assert status == 200, (status, body)
        else:
            status = peer.ask('/nothing/here')[0]
            assert status == 404, status

    def client(self, number):
        dice = random.Random(number)
        peer, kept = None, 0
        while not self.is_over():
            begun = time.monotonic()
            if self.paused:
                if peer:
                    peer.__exit__()
                peer = None
                time.sleep(0.1)
                continue
            try:
                if peer is None:
                    peer, kept = Peer(self.server.socket_path), 0
                self.ask(peer, dice.random())
                self.answers += 1
                kept += 1
                if dice.random() < 0.05:
                    peer.__exit__()
                    peer = None
            except (EOFError, OSError) as failure:
                peer = None
                # A web server tries again if gantry closed a kept connection.
                if kept == 0 or (isinstance(failure, EOFError) and
                                 failure.args[0]):
                    self.note_failure(begun, failure)
            except AssertionError as failure:
                self.failures.append(repr(failure))
                peer = None
            time.sleep(dice.random() * 0.01)

    def note_failure(self, begun, failure):
        """Record a failure, unless a worker was killed during the request."""
        now = time.monotonic()
        if any(begun - 1 < when < now + 1 for when in self.killed):
            self.excused += 1
        else:
            self.failures.append(repr(failure))

    def slow_client(self, number):
        """Send a few bytes at a time, and sometimes disconnect early."""
        dice = random.Random(1000 + number)
        while not self.is_over():
            if self.paused:
                time.sleep(0.1)
                continue
            data = request_bytes(variables('/hello'))
            try:
                with Peer(self.server.socket_path) as peer:
                    end = len(data) if dice.random() < 0.5 else 40
                    for at in range(0, end, 10):
                        peer.send(data[at:min(at + 10, end)])
                        time.sleep(0.05)
                    if end == len(data):
                        peer.answer()
            except (OSError, EOFError):
                pass  # killed, or reloaded

    def idle_clients(self):
        while not self.is_over():
            peers = []
            try:
                for _ in range(0 if self.paused else IDLE):
                    peers.append(Peer(self.server.socket_path))
            except OSError:
                pass
            time.sleep(1)
            for peer in peers:
                peer.__exit__()

    # Disturbances

    def disturb(self, caches, place):
        time.sleep(self.random.random())
        dice = self.random.random()
        if dice < 0.6:
            new = place + '.new'
            shutil.copy(self.random.choice(caches), new)
            os.replace(new, place)
            self.events['swaps'] += 1
        elif dice < 0.85:
            self.server.signal(signal.SIGHUP)
            self.events['reloads'] += 1
        else:
            workers = self.server.children()
            if workers:
                self.killed.append(time.monotonic())
                os.kill(self.random.choice(workers), signal.SIGKILL)
                self.events['kills'] += 1

    def workers(self):
        """How many processes serve; a template has one thread."""
        try:
            return sum(len(os.listdir(f'/proc/{pid}/task')) > 1
                       for pid in self.server.children())
        except FileNotFoundError:
            return 0

    def resources(self):
        """Return the descriptors, PSS and threads of master and workers, or
        None."""
        files, kib, threads = 0, 0, 0
        for pid in [self.server.pid, *self.server.children()]:
            try:
                files += len(os.listdir(f'/proc/{pid}/fd'))
                threads += len(os.listdir(f'/proc/{pid}/task'))
                with open(f'/proc/{pid}/smaps_rollup',
                          encoding='ascii') as file:
                    kib += next(int(line.split()[1]) for line in file
                                if line.startswith('Pss:'))
            except (FileNotFoundError, ProcessLookupError):
                return None
        return files, kib, threads

    def settled(self):
        """Return the resources without clients and old workers."""
        self.paused = True
        time.sleep(3)
        # One that was killed has no template until a worker is to start.
        seen = wait_until(lambda: self.workers() == 2 and self.resources(),
                          'two workers')
        self.paused = False
        return seen


def python(where):
    """The options of an application in Python."""
    given = {'app': 'plain', 'path': APPS, 'bytecode': 'no', 'preload': 'yes',
             'writes': where}
    options = ['--modules', install(where), '--mount', '/py=python']
    for key, value in given.items():
        options += ['--set', f'python.{key}={value}']
    return options


def run(seconds, has_python):
    with folder() as where:
        place = os.path.join(where, 'cache.db')
        caches = [sample_cache(os.path.join(where, 'one.db')),
                  os.path.join(where, 'two.db')]
        subprocess.run([GANTRY_CACHE, 'import', SAMPLE, '--output', caches[1],
                        '--no-images', '--no-documents', '--quiet'], check=True)
        shutil.copy(caches[0], place)
        with gantry(where, '--cache', place, '--mount', '/=entities',
                    '--mount', '/hello=hello', '--mount', '/inspect=inspect',
                    '--workers', '2', '--timeout', '5',
                    *(python(where) if has_python else [])) as server:
            state = Soak(server, where, seconds, has_python)
            return soak(state, seconds, caches, place)


def soak(state, seconds, caches, place):
    threads = [threading.Thread(target=state.client, args=(n,))
               for n in range(CLIENTS)]
    threads += [threading.Thread(target=state.slow_client, args=(n,))
                for n in range(4)]
    threads.append(threading.Thread(target=state.idle_clients))
    for thread in threads:
        thread.start()
    first = None
    begun = time.monotonic()
    while not state.is_over():
        state.disturb(caches, place)
        if first is None and time.monotonic() - begun > seconds / 10:
            first = state.settled()
    for thread in threads:
        thread.join()
    last = state.settled()
    print(f'{seconds} s: {state.answers} responses, {state.events}, '
          f'{state.excused} requests lost with their worker, '
          f'{len(state.failures)} failed')
    print(f'descriptors: {first[0]} first, {last[0]} last; '
          f'PSS: {first[1]} KiB first, {last[1]} KiB last; '
          f'threads: {first[2]} first, {last[2]} last')
    for failure in state.failures[:10]:
        print('failed:', failure)
    grown = (last[1] > first[1] * MEMORY_GROWTH or
             last[0] > first[0] + FILES_GROWTH or
             last[2] > first[2] + THREADS_GROWTH)
    if grown:
        print('descriptors, memory or threads have grown')
    return 1 if state.failures or grown or state.answers < 100 else 0


options = [word for word in sys.argv[1:] if word != '--python']
if len(options) != 1 or not options[0].isdigit():
    sys.exit('\n'.join(__doc__.strip().splitlines()[-2:]))
sys.exit(run(int(options[0]), '--python' in sys.argv))
