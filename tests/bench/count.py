#!/usr/bin/python3
"""Count the instructions of a request, and compare them with the record.

callgrind counts the instructions that gantry executes in user space: for a
request to hello, for a request to /frequencies of entities with 100 rows in
the response, and for a run of hello as a CGI program.  The server has one
worker with one thread, the sandbox is off, and all requests come over one
FastCGI connection.  The figure of a request is the difference between a long
and a short run, divided by the difference in requests, so that startup and
shutdown do not count.

instructions.tsv contains the history; its last line is the record.  If the
toolchain differs from that of the record, figures are shown but not compared.

The output of callgrind is left in the folder bench/count of the build folder
for callgrind_annotate.

usage: count.py [--record WHY], with GANTRY_SOURCE and GANTRY_BUILD set as in
tests.  With --record, append the figures to instructions.tsv.

Exit status: 0 if no figure is too high or the toolchain differs, 1 if a figure
is higher than the record allows or could not be counted.
"""

import argparse
import csv
import datetime
import json
import os
import platform
import re
import shutil
import sqlite3
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.environ["GANTRY_SOURCE"],
                                "tests/functional/lib"))

from harness import (BUILD, GANTRY, PATIENCE, Peer, Skip, folder,  # noqa
                     gantry, sample_cache, variables)

HISTORY = os.path.join(HERE, "instructions.tsv")
COLUMNS = ["date", "change", "toolchain", "hello", "frequencies", "cgi"]
FIGURES = {"hello": "a request to hello",
           "frequencies": "a request to /frequencies with 100 rows",
           "cgi": "a CGI run of hello"}

# The allowed growth since the last line of the history, in percent.
TOLERANCE = 3

# The numbers of requests in the short and the long run.
FEW, MANY = 200, 1200

PUBLICATION = "William Mc Kinley"  # it has 451 words in the sample
ROWS = 100


# Counting

def callgrind(output):
    return ["--tool=callgrind", f"--callgrind-out-file={output}"]


def environment(**more):
    """Return a fixed environment, because its size affects the figures."""
    return {"PATH": os.defpath, "GANTRY_CONFIG": os.devnull, **more}


def total(output):
    """Return the instructions in an output file of callgrind."""
    with open(output, encoding="utf-8") as file:
        found = re.search(r"^totals: (\d+)$", file.read(), re.M)
    if found is None:
        raise AssertionError(f"{output} has no line 'totals:'")
    return int(found[1])


def serve(name, requests, target, is_right, *arguments):
    """Return the instructions of a worker that answers REQUESTS requests."""
    with folder() as where:
        command = [*callgrind(os.path.join(where, "%p")), GANTRY, *arguments,
                   "--workers", "1", "--threads", "1", "--sandbox", "off",
                   "--control-socket", "none"]
        with gantry(where, *command, program="valgrind", cwd=where,
                    env=environment(HOME=where)) as server:
            worker, = server.children()
            with Peer(server.socket_path) as peer:
                for _ in range(requests):
                    status, _, body = peer.ask(target)
                    if status != 200 or not is_right(body):
                        raise AssertionError(f"{target}: {status} {body}")
        output = os.path.join(kept_folder(), f"{name}-{requests}.out")
        shutil.move(os.path.join(where, str(worker)), output)
    return total(output)


def kept_folder():
    path = os.path.join(BUILD, "bench/count")
    os.makedirs(path, exist_ok=True)
    return path


def slope(name, *arguments):
    few, many = (serve(name, requests, *arguments)
                 for requests in (FEW, MANY))
    return round((many - few) / (MANY - FEW))


def count_hello():
    return slope("hello", "/hello", lambda body: body == b"hey!",
                 "--mount", "/hello=hello")


def count_frequencies():
    with folder() as where:
        cache = sample_cache(os.path.join(where, "cache.db"))
        target = f"/frequencies/{PUBLICATION}?limit={ROWS}"
        return slope("frequencies", target,
                     lambda body: len(json.loads(body)) == ROWS,
                     "--mount", "/=entities", "--cache", cache)


def count_cgi():
    output = os.path.join(kept_folder(), "cgi.out")
    with folder() as where:
        request = environment(HOME=where, GATEWAY_INTERFACE="CGI/1.1",
                              GANTRY_MOUNT="/hello=hello",
                              **variables("/hello"))
        done = subprocess.run(["valgrind", *callgrind(output), GANTRY],
                              env=request, cwd=where, timeout=PATIENCE,
                              stdin=subprocess.DEVNULL, capture_output=True)
    if done.returncode != 0 or not done.stdout.endswith(b"\r\n\r\nhey!"):
        raise AssertionError(f"hello as a CGI program: {done}")
    return total(output)


def count_all():
    return {"hello": count_hello(), "frequencies": count_frequencies(),
            "cgi": count_cgi()}


# The toolchain, on which the figures also depend

def makefile():
    """Return the variables of the Makefile."""
    with open(os.path.join(BUILD, "Makefile"), encoding="utf-8") as file:
        return dict(re.findall(r"^(\w+) =[ \t]*(.*?)[ \t]*$", file.read(),
                               re.M))


def first_line(*command):
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()[0]


def instruction_set():
    """Return the machine and the widest vectors that libc uses in valgrind."""
    try:
        with open("/proc/cpuinfo", encoding="ascii") as file:
            flags = file.read().split()
    except FileNotFoundError:
        flags = []
    vectors = [flag for flag in ("avx2", "avx") if flag in flags]
    return " ".join([platform.machine(), *vectors[:1]])


def toolchain():
    """Describe in one line what must be equal to compare two figures."""
    build = makefile()
    is_static = "-Bstatic" in build["SMALL_LIBS"]
    return ", ".join([
        first_line(*build["CC"].split(), "--version"),
        " ".join(build["CFLAGS"].split()),
        "small libraries " + ("in the binary" if is_static else "shared"),
        "seccomp" if build["SECCOMP_LIBS"] else "no seccomp",
        os.confstr("CS_GNU_LIBC_VERSION"), "SQLite " + sqlite3.sqlite_version,
        first_line("valgrind", "--version"), instruction_set()])


def need_valgrind():
    if shutil.which("valgrind", path=os.defpath) is None:
        raise Skip("valgrind is not installed; ./bootstrap check installs it")
    if makefile()["SANITIZE_CFLAGS"]:
        raise Skip("the build has sanitizers, which valgrind cannot run")


# The history

def read_history(path=HISTORY):
    with open(path, encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file, delimiter="\t",
                                    quoting=csv.QUOTE_NONE))
    for line in lines:
        if list(line) != COLUMNS or None in line.values():
            raise AssertionError(f"{path}: {line} does not have the columns"
                                 f" {COLUMNS}")
        line.update({name: int(line[name]) for name in FIGURES})
    return lines


def append(figures, change, path=HISTORY):
    """Append a line, which becomes the record."""
    line = {**figures, "date": datetime.date.today().isoformat(),
            "change": " ".join(change.split()), "toolchain": toolchain()}
    with open(path, "a", encoding="utf-8") as file:
        file.write("\t".join(str(line[name]) for name in COLUMNS) + "\n")


def growth(figure, recorded):
    """Return the growth in percent."""
    return 100 * (figure - recorded) / recorded


def excesses(figures, last):
    """Return a message for each figure that is too high."""
    return [f"{what} costs {figures[name]:,} instructions,"
            f" {growth(figures[name], last[name]):.1f} % more than the"
            f" {last[name]:,} of {last['date']} ({last['change']});"
            f" the limit is {TOLERANCE} %"
            for name, what in FIGURES.items()
            if growth(figures[name], last[name]) > TOLERANCE]


ADVICE = ("find the cause (callgrind_annotate shows the files in"
          f" {os.path.join(BUILD, 'bench/count')}), or accept the cost:"
          " run make count RECORD='why' and commit instructions.tsv")


def savings(figures, last):
    """Return a message for each figure that should be recorded as lower."""
    return [f"{what} costs {-growth(figures[name], last[name]):.1f} % less"
            " than recorded; run make count RECORD='why' to record that"
            for name, what in FIGURES.items()
            if growth(figures[name], last[name]) < -TOLERANCE]


def difference(here, last):
    """Return why figures of this toolchain are not compared, or None."""
    if here == last["toolchain"]:
        return None
    return (f"not compared: the toolchain is '{here}', but the last line of"
            f" instructions.tsv was counted with '{last['toolchain']}'")


def table(figures, last):
    yield f"{'instructions of':42}{'now':>11}{'recorded':>11}{'change':>11}"
    for name, what in FIGURES.items():
        yield (f"{what:42}{figures[name]:11,}{last[name]:11,}"
               f"{growth(figures[name], last[name]):+9.2f} %")


# The program

def parse_options():
    parser = argparse.ArgumentParser(
        description="Count the instructions that a request costs.")
    parser.add_argument("--record", metavar="WHY",
                        help="append the figures to instructions.tsv")
    options = parser.parse_args()
    if options.record is not None and not options.record.split():
        parser.error("--record needs a reason")
    return options


def record(figures, why):
    append(figures, why)
    print(f"count: appended to {HISTORY}: "
          + ", ".join(f"{name} {figures[name]:,}" for name in FIGURES))
    return 0


def compare(figures, last):
    print("\n".join(table(figures, last)))
    other = difference(toolchain(), last)
    if other:
        print(f"count: {other}", file=sys.stderr)
        return 0
    for text in savings(figures, last):
        print(f"count: {text}")
    wrong = excesses(figures, last)
    for text in [*wrong, ADVICE] if wrong else []:
        print(f"count: {text}", file=sys.stderr)
    return 1 if wrong else 0


def main():
    options = parse_options()
    try:
        need_valgrind()
    except Skip as reason:
        print(f"count: {reason}", file=sys.stderr)
        return 1
    figures = count_all()
    if options.record:
        return record(figures, options.record)
    return compare(figures, read_history()[-1])


if __name__ == "__main__":
    sys.exit(main())
