"""An application that starts a thread when it is imported."""

import threading
import time

COUNTS = [0]


def count():
    while True:
        COUNTS[0] += 1
        time.sleep(0.001)


threading.Thread(target=count, daemon=True).start()


def application(environ, start_response):
    start_response('200 OK', [('Content-Type', 'text/plain')])
    return [str(COUNTS[0]).encode()]
