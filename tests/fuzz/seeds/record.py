#!/usr/bin/python3
"""Record what web servers send, as seeds for fuzzing the FastCGI transport.

This starts each web server as the tests do, with a recorder in place of gantry.
The recorder answers each request, and saves the bytes of each connection in
tests/fuzz/corpus/connection and the parameters in tests/fuzz/corpus/params.
Both have a folder for each web server and configuration.  Run it with
GANTRY_SOURCE and GANTRY_BUILD set as in tests, when a new version of a web
server sends something new.
"""

import os
import re
import socket
import struct
import sys
import threading

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(HERE, '../functional/lib'))

from harness import (BEGIN, END, GET_VALUES, PARAMS, STDIN, STDOUT,  # noqa
                     Process, Skip, connects, folder, pair, record,
                     wait_until)
from web_requests import ALL  # noqa
from web_servers import FASTCGI, Place  # noqa

CONNECTIONS = os.path.join(HERE, 'corpus/connection')
PARAMETERS = os.path.join(HERE, 'corpus/params')
GET_VALUES_RESULT = 10
ANSWER = b'Status: 200 OK\r\nContent-Type: text/plain\r\n\r\nrecorded'

# Limits that keep the corpus small.
CONNECTION_MAX = 3000
KEPT = 8


def records(data):
    """Return the complete records in data, and their length in bytes."""
    found, at = [], 0
    while len(data) - at >= 8:
        _, kind, number, length, padding = struct.unpack_from('>BBHHBx',
                                                              data, at)
        if len(data) - at < 8 + length + padding:
            break
        found.append((kind, number, data[at + 8:at + 8 + length]))
        at += 8 + length + padding
    return found, at


class Recorder:
    """Answers requests on a socket, and keeps the received bytes."""

    def __init__(self, path):
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(path)
        os.chmod(path, 0o666)
        self.listener.listen(64)
        self.seen = []
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            peer, _ = self.listener.accept()
            threading.Thread(target=self.serve, args=[peer],
                             daemon=True).start()

    def serve(self, peer):
        seen = bytearray()
        self.seen.append(seen)
        keeps, rest = {}, b''
        while True:
            data = peer.recv(65536)
            if not data:
                return
            seen += data
            rest += data
            found, used = records(rest)
            rest = rest[used:]
            for kind, number, content in found:
                if kind == BEGIN:
                    keeps[number] = content[2] & 1
                elif kind == GET_VALUES:
                    peer.sendall(record(GET_VALUES_RESULT, pair(
                        'FCGI_MPXS_CONNS', '1'), 0))
                elif kind == STDIN and not content:
                    peer.sendall(record(STDOUT, ANSWER, number) +
                                 record(STDOUT, b'', number) +
                                 record(END, bytes(8), number))
                    if not keeps.pop(number, 0):
                        peer.close()
                        return


def send_requests(port):
    for request in ALL:
        try:
            request.send('/app', port)
        except (OSError, ValueError, KeyError):
            pass  # the response is not that of inspect


def cut(data):
    """Return the first records of a connection, up to CONNECTION_MAX bytes."""
    if len(data) <= CONNECTION_MAX:
        return data
    return data[:records(data[:CONNECTION_MAX])[1]]


def keep(name, seen):
    title = re.sub('[^a-z0-9]+', '-', name.lower())
    kept = 0
    for data in sorted({cut(bytes(data)) for data in seen}, key=len):
        if not data or kept == KEPT:
            continue
        kept += 1
        write(os.path.join(CONNECTIONS, title), str(kept), data)
        params = b''.join(content for kind, _, content in records(data)[0]
                          if kind == PARAMS)
        write(os.path.join(PARAMETERS, title), str(kept), params)
    print(f'{name}: {len(seen)} connections, {kept} kept')


def write(where, name, data):
    os.makedirs(where, exist_ok=True)
    with open(os.path.join(where, name), 'wb') as file:
        file.write(data)


def record_server(name, start):
    with folder() as where:
        place = Place(where, '/app')
        place.open_to_all()
        recorder = Recorder(place.socket)
        try:
            command = start(place)
        except Skip as reason:
            print(f'{name}: {reason}')
            return
        server = Process(command, where, 'server', env=place.environment,
                         cwd=where)
        try:
            wait_until(lambda: connects(place.port), name)
            send_requests(place.port)
        finally:
            server.stop()
        keep(name, recorder.seen)


for server_name, server_start in FASTCGI.items():
    record_server(server_name, server_start)
