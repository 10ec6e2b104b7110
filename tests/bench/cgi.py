#!/usr/bin/python3
"""Compare gantry as a CGI program with a minimal C program.

Both are started in turn as a web server starts them, and timed from the start
to the end of the response.  The minimal program makes the same SQLite query
and checks nothing.

Exit status: 0 if both give the same response, even if the target is missed.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

TARGET = 1.5


class Program:
    """A CGI program, its environment and its samples."""

    def __init__(self, label, path, environment):
        self.label = label
        self.path = str(path)
        self.environment = {
            "GATEWAY_INTERFACE": "CGI/1.1", "SERVER_PROTOCOL": "HTTP/1.1",
            "SERVER_SOFTWARE": "bench/1", "SERVER_NAME": "localhost",
            "SERVER_PORT": "80", "REQUEST_METHOD": "GET",
            "SCRIPT_NAME": "", "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": "localhost", "HTTP_ACCEPT": "*/*", **environment}
        self.wall = []
        self.cpu = []

    def run(self):
        """Run once and record the times.  Return the body."""
        reading, writing = os.pipe()
        begin = time.perf_counter()
        pid = os.posix_spawn(
            self.path, [self.path], self.environment,
            file_actions=[(os.POSIX_SPAWN_OPEN, 0, "/dev/null",
                           os.O_RDONLY, 0),
                          (os.POSIX_SPAWN_DUP2, writing, 1)])
        os.close(writing)
        with open(reading, "rb") as pipe:
            answer = pipe.read()
        end = time.perf_counter()
        _, status, usage = os.wait4(pid, 0)
        if status != 0:
            sys.exit(f"bench: {self.label}: status {status}: {answer!r}")
        self.wall.append(end - begin)
        self.cpu.append(usage.ru_utime + usage.ru_stime)
        return answer.partition(b"\r\n\r\n")[2]


def positive(text):
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return number


def parse_options():
    parser = argparse.ArgumentParser(
        description="Compare gantry as a CGI program with a minimal one.")
    parser.add_argument("--build", type=Path, required=True,
                        help="the folder with the programs")
    parser.add_argument("--export", type=Path, required=True,
                        help="a managed export to import into a cache")
    parser.add_argument("--static", type=Path, action="append", default=[],
                        help="a gantry built with --enable-static-libs, to "
                        "measure as well")
    parser.add_argument("--publication", default="Barack Obama",
                        help="the requested publication (default Barack Obama)")
    parser.add_argument("--runs", type=positive, default=300,
                        help="number of runs of each (default 300)")
    return parser.parse_args()


def show(programs):
    print(f"\n{'CGI, start to response':30}{'wall us':>13}{'CPU us':>13}")
    for program in programs:
        print(f"{program.label:30}"
              f"{statistics.median(program.wall) * 1e6:>13,.0f}"
              f"{statistics.mean(program.cpu) * 1e6:>13,.0f}")
    least = programs[0]
    for gantry in programs[1:]:
        wall = statistics.median(gantry.wall) / statistics.median(least.wall)
        cpu = statistics.mean(gantry.cpu) / statistics.mean(least.cpu)
        verdict = "met" if max(wall, cpu) <= TARGET else "missed"
        print(f"{gantry.label + ' / C, target ' + str(TARGET):30}"
              f"{wall:>13.3f}{cpu:>13.3f}  {verdict}")


def main():
    options = parse_options()
    build = options.build.resolve()
    folder = build / "bench"
    folder.mkdir(exist_ok=True)
    cache = folder / "cgi.db"
    subprocess.run([build / "gantry-cache", "import", options.export,
                    "--output", cache, "--no-images", "--quiet"],
                   check=True)
    request = {"PATH_INFO": f"/frequencies/{options.publication}",
               "QUERY_STRING": "limit=10"}
    served = {**request, "GANTRY_CACHE": str(cache),
              "GANTRY_CONFIG": "/dev/null", "GANTRY_MOUNT": "/=entities"}
    programs = [
        Program("minimal C program", build / "tests/bench/minimal",
                {**request, "CACHE": str(cache)}),
        Program("gantry", build / "gantry", served),
        *(Program("gantry, static", path.resolve(), served)
          for path in options.static),
    ]
    bodies = {json.dumps(json.loads(program.run())) for program in programs}
    if len(bodies) != 1:
        sys.exit(f"bench: the responses differ: {bodies}")
    for program in programs:
        program.wall.clear()
        program.cpu.clear()
    for _ in range(options.runs):
        for program in programs:
            program.run()
    show(programs)


if __name__ == "__main__":
    main()
