#!/usr/bin/python3
"""Measure how many requests that wait are served at the same time.

An application waits for some milliseconds.  One worker with N threads should
answer N times as many requests in a second as one thread does; four times as
many clients as threads ask.  gunicorn's gthread worker and PHP-FPM, if they
are installed, do the same in the same run.

Exit status: 0 if all answers were correct, even if a target is missed.
"""

import argparse
import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PHP_FPM = shutil.which("php-fpm8.2", path="/usr/sbin:/usr/bin")
GUNICORN = "/usr/bin/gunicorn"
TARGETS = {(1, 16): 0.7}  # of the ideal; 0.9 for all others
START_SECONDS = 30

PHP = "<?php usleep(1000 * (int)$_SERVER['QUERY_STRING']); echo 'slow';"
WSGI = """import time
def app(environ, start_response):
    time.sleep(int(environ['QUERY_STRING']) / 1000)
    start_response('200 OK', [('Content-Type', 'text/plain'),
                              ('Content-Length', '4')])
    return [b'slow']
"""
FPM = """[global]
error_log = {folder}/fpm.log
daemonize = no
[www]
listen = {folder}/fpm.sock
pm = static
pm.max_children = {threads}
"""


def wait_for(path, process):
    for _ in range(START_SECONDS * 20):
        if path.exists():
            return
        if process.poll() is not None:
            break
        time.sleep(0.05)
    sys.exit(f"threads.py: {process.args[0]} did not start")


@contextlib.contextmanager
def running(command, socket):
    """Run a server, and end it with its process group."""
    process = subprocess.Popen([str(word) for word in command],
                               stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL,
                               start_new_session=True)
    try:
        wait_for(socket, process)
        yield
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()


class Bench:
    def __init__(self, options, folder):
        self.options = options
        self.folder = folder
        (folder / "slow.php").write_text(PHP)
        (folder / "slow.py").write_text(WSGI)

    def ask(self, socket, clients, milliseconds):
        """The answers in a second of a FastCGI server."""
        command = [self.options.build / "tests/bench/clients", socket,
                   str(clients), str(self.options.seconds),
                   "REQUEST_METHOD=GET", "SCRIPT_NAME=", "PATH_INFO=/",
                   "REQUEST_URI=/", f"QUERY_STRING={milliseconds}",
                   "SERVER_NAME=localhost", "SERVER_PORT=80",
                   "SERVER_PROTOCOL=HTTP/1.1", "REMOTE_ADDR=127.0.0.1",
                   f"SCRIPT_FILENAME={self.folder}/slow.php"]
        return float(subprocess.run(command, stdout=subprocess.PIPE,
                                    check=True).stdout)

    def gantry(self, threads, clients, milliseconds):
        socket = self.folder / "gantry.sock"
        with running([self.options.build / "gantry-test", "--config",
                      "/dev/null", "--workers", "1", "--threads", threads,
                      "--mount", "/=slow", "--control-socket", "none",
                      "--bind", f"unix:{socket}"], socket):
            return self.ask(socket, clients, milliseconds)

    def php_fpm(self, threads, clients, milliseconds):
        socket = self.folder / "fpm.sock"
        file = self.folder / "fpm.conf"
        file.write_text(FPM.format(folder=self.folder, threads=threads))
        with running([PHP_FPM, "--fpm-config", file, "--nodaemonize",
                      "--allow-to-run-as-root"], socket):
            return self.ask(socket, clients, milliseconds)

    def gunicorn(self, threads, clients, milliseconds):
        port = self.options.port
        ready = self.folder / "gunicorn.pid"
        ready.unlink(missing_ok=True)
        with running([GUNICORN, "--threads", threads, "--pid", ready,
                      "--bind", f"127.0.0.1:{port}", "--chdir", self.folder,
                      "--backlog", "2048", "slow:app"], ready):
            time.sleep(1)
            command = ["wrk", "-t1", f"-c{clients}",
                       f"-d{max(1, round(self.options.seconds))}s",
                       f"http://127.0.0.1:{port}/?{milliseconds}"]
            done = subprocess.run(command, stdout=subprocess.PIPE, text=True,
                                  check=True).stdout
        return float(done.split("Requests/sec:")[1].split()[0])


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--build", type=Path, required=True)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--milliseconds", type=int, nargs="+",
                        default=[1, 5, 12, 20, 50])
    parser.add_argument("--threads", type=int, nargs="+", default=[4, 16])
    parser.add_argument("--port", type=int, default=8978)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        measure(Bench(options, Path(name)))


def measure(bench):
    peers = [("gunicorn", bench.gunicorn if Path(GUNICORN).exists() and
              shutil.which("wrk") else None),
             ("PHP-FPM", bench.php_fpm if PHP_FPM else None)]
    print("   ms  threads    ideal   gantry  ratio  "
          "target  gunicorn  PHP-FPM")
    for milliseconds in bench.options.milliseconds:
        alone = bench.gantry(1, 1, milliseconds)
        for threads in bench.options.threads:
            ideal = alone * threads
            rate = bench.gantry(threads, 4 * threads, milliseconds)
            others = ["-" if serve is None else
                      f"{serve(threads, 4 * threads, milliseconds):.0f}"
                      for _, serve in peers]
            target = TARGETS.get((milliseconds, threads), 0.9)
            print(f"{milliseconds:5}{threads:9}{ideal:9.0f}{rate:9.0f}"
                  f"{rate / ideal:7.2f}{target:8.1f}"
                  f"{others[0]:>10}{others[1]:>9}"
                  f"{'' if rate / ideal >= target else '  MISSED'}",
                  flush=True)


if __name__ == "__main__":
    main()
