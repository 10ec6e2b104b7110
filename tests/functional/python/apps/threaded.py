"""An application that starts a thread when it is imported."""

import threading
import time

THREAD = threading.Thread(target=lambda: time.sleep(600), daemon=True)
THREAD.start()


def application(environ, start_response):
    start_response('200 OK', [('Content-Type', 'text/plain')])
    return [b'alive' if THREAD.is_alive() else b'dead']
