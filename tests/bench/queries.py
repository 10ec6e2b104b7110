#!/usr/bin/python3
"""Measure the queries of Firestore out of caches of several sizes.

A cache of each size is made of the same kinds of documents: 70 % are items with
five fields and an array of three, 3 % users, and 27 % posts of users.  One
worker with one thread answers over HTTP/1.1 on one connection, one request
after another.  The times are those that the client sees; CPU time is that of
the worker, from /proc/PID/task/*/schedstat.  The emulator of Google, if it is
installed, answers the same queries out of 100,000 documents in the same run.

Exit status: 0 if all answers were correct, even if a target is missed.
"""

import argparse
import contextlib
import json
import os
import shutil
import socket
import sqlite3
import statistics
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "functional/lib"))

SIZES = {"quick": [10_000], "normal": [10_000, 1_000_000],
         "long": [10_000, 1_000_000, 10_000_000]}
EMULATED = 100_000
RANKS = 1 << 20  # the values of the field rank
PROJECT = "demo"
ROOT = f"projects/{PROJECT}/databases/(default)/documents"
QUERY = f"/v1/{ROOT}:runQuery"
COUNT = f"/v1/{ROOT}:runAggregationQuery"
GROWTH = 3.0


# What is asked

def integer(number):
    return {"integerValue": str(number)}


def text(string):
    return {"stringValue": string}


def where(field, operator, value):
    return {"fieldFilter": {"field": {"fieldPath": field}, "op": operator,
                            "value": value}}


def both(*filters, operator="AND"):
    return {"compositeFilter": {"op": operator, "filters": list(filters)}}


def order(field, direction="ASCENDING"):
    return {"field": {"fieldPath": field}, "direction": direction}


def query(collection="items", descendants=False, limit=20, **more):
    source = {"collectionId": collection}
    if descendants:
        source["allDescendants"] = True
    made = {"from": [source], **more}
    if limit:
        made["limit"] = limit
    return made


def aggregation(made, kind):
    inner = {"count": {}} if kind == "count" else \
        {kind: {"field": {"fieldPath": "rank"}}}
    return {"structuredAggregationQuery": {
        "structuredQuery": made, "aggregations": [inner]}}


class Row:
    """A row of the table: a request, and how many documents answer it."""

    def __init__(self, label, path, body=None, documents=None, is_slow=False):
        self.label = label
        self.path = path
        self.body = None if body is None else json.dumps(body).encode()
        self.documents = documents
        self.is_slow = is_slow

    def check(self, status, body):
        if status != 200:
            raise SystemExit(f"bench: {self.label}: {status} {body[:300]}")
        found = body.count(b'"document":')
        if self.documents is not None and found != self.documents:
            raise SystemExit(f"bench: {self.label}: {found} documents,"
                             f" expected {self.documents}")


def make_rows(size):
    """The rows of the table, for a cache of SIZE documents."""
    items = size - size * 3 // 10
    width = RANKS * 400 // items
    kind = where("kind", "EQUAL", text("kind-3"))
    stock = where("stock", "EQUAL", integer(7))
    half = where("rank", "LESS_THAN", integer(RANKS // 2))
    first = both(where("rank", "GREATER_THAN_OR_EQUAL", integer(RANKS // 3)),
                 where("rank", "LESS_THAN", integer(RANKS // 3 + width)))

    def run(label, documents=20, **more):
        return Row(label, QUERY, {"structuredQuery": query(**more)},
                   documents)

    def count(label, kind, is_slow=False, **more):
        return Row(label, COUNT,
                   aggregation(query(limit=None, **more), kind),
                   is_slow=is_slow)

    return [
        Row("get by path", f"/v1/{ROOT}/users/user0000077"),
        run("==, limit 20", where=kind),
        run("order by, limit 20", orderBy=[order("rank")]),
        run("order by, falling, limit 20",
            orderBy=[order("rank", "DESCENDING")]),
        run("range, about 400 documents", None, where=first, limit=None),
        run("cursor half way, limit 20", orderBy=[order("rank")],
            startAt={"values": [integer(RANKS // 2)]}),
        run("offset half way, limit 20", orderBy=[order("rank")],
            offset=min(items // 2, 900_000)),
        run("== and order by another field", where=kind,
            orderBy=[order("rank")]),
        run("two equalities, limit 20", None, where=both(kind, stock)),
        run("OR of two equalities, limit 20",
            where=both(kind, stock, operator="OR")),
        run("array-contains, limit 20",
            where=where("tags", "ARRAY_CONTAINS", text("tag5"))),
        run("group, ==, limit 20", collection="posts", descendants=True,
            where=where("author", "EQUAL", text("fjord"))),
        run("group, order by, limit 20", collection="posts",
            descendants=True, orderBy=[order("likes")]),
        count("count of all", "count"),
        count("count of half", "count", where=half),
        count("sum of all", "sum", is_slow=True),
    ]


# Asking

class Client:
    """A kept connection, which costs little more than its system calls."""

    def __init__(self, port, token):
        self.socket = socket.create_connection(("127.0.0.1", port), 300)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.token = token

    def close(self):
        self.socket.close()

    def make(self, row):
        head = (f"{'GET' if row.body is None else 'POST'} {row.path} "
                f"HTTP/1.1\r\nHost: localhost\r\n"
                f"Authorization: Bearer {self.token}\r\n")
        if row.body is not None:
            head += ("Content-Type: application/json\r\n"
                     f"Content-Length: {len(row.body)}\r\n")
        return head.encode() + b"\r\n" + (row.body or b"")

    def ask(self, request):
        self.socket.sendall(request)
        data = b""
        while b"\r\n\r\n" not in data:
            data += self.receive()
        head, _, body = data.partition(b"\r\n\r\n")
        lines = head.lower().split(b"\r\n")
        status = int(lines[0].split()[1])
        length = next((int(line[15:]) for line in lines
                       if line.startswith(b"content-length:")), None)
        parts = [body]
        size = len(body)
        while size < length if length is not None else \
                not parts[-1].endswith(b"0\r\n\r\n"):
            parts.append(self.receive())
            size += len(parts[-1])
        return status, b"".join(parts)

    def receive(self):
        data = self.socket.recv(262144)
        if not data:
            raise SystemExit("bench: the connection was closed")
        return data


def cpu_seconds(pid):
    """The CPU seconds of a process, to the nanosecond."""
    return sum(int(path.read_text().split()[0])
               for path in Path(f"/proc/{pid}/task").glob("*/schedstat")) / 1e9


class Sample:
    def __init__(self, times, cpu, size):
        times.sort()
        self.median = statistics.median(times)
        self.p99 = times[min(len(times) - 1, len(times) * 99 // 100)]
        self.cpu = cpu  # seconds a request
        self.bytes = size


def measure(client, row, seconds, pid=None):
    """Ask ROW for about SECONDS, at least five times; a slow server thrice."""
    request = client.make(row)
    least = 5 if pid else 3
    for _ in range(1 if pid is None else 2 if row.is_slow else 20):
        status, body = client.ask(request)
        row.check(status, body)
    times = []
    before = cpu_seconds(pid) if pid else 0
    end = time.perf_counter() + seconds
    while len(times) < least or time.perf_counter() < end:
        begun = time.perf_counter()
        status, _ = client.ask(request)
        times.append(time.perf_counter() - begun)
    cpu = (cpu_seconds(pid) - before) / len(times) if pid else None
    row.check(status, body)
    return Sample(times, cpu, len(body))


# The servers

def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def wait_for(port, process, name):
    for _ in range(1200):
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        if process.poll() is not None:
            break
        time.sleep(0.1)
    raise SystemExit(f"bench: {name} did not start")


@contextlib.contextmanager
def gantry(options, folder, *arguments):
    """Run gantry.  Yield a client, and the worker's process id."""
    port = free_port()
    token = folder / "token"
    if not token.exists():
        token.touch(mode=0o600)
        token.write_text("bench-token-0123456789abcdef\n")
    with open(folder / "gantry.log", "wb") as log:
        process = subprocess.Popen(
            [str(word) for word in (
                options.build / "gantry", "--config", "/dev/null",
                "--workers", "1", "--threads", "1", "--control-socket",
                "none", "--modules", options.build, "--bind",
                f"http://127.0.0.1:{port}", *arguments)],
            stdout=log, stderr=log)
    try:
        wait_for(port, process, "gantry")
        client = Client(port, token.read_text().strip())
        client.ask(client.make(Row("nothing", "/nothing")))  # a worker is there
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        yield client, int(children.read_text().split()[0])
        client.close()
    finally:
        process.terminate()
        process.wait()


def serve_firestore(options, folder, cache):
    return gantry(options, folder, "--mount", "/=firestore",
                  "--set", f"firestore.cache={cache}",
                  "--set", f"firestore.token_file={folder}/token",
                  "--set", "firestore.query_timeout=1h",
                  "--set", "firestore.row_limit=0")


def seed(options, folder):
    """Start the emulator, and write the documents to it.  Return its port, or
    None where it is not installed."""
    os.environ.setdefault("GANTRY_BUILD", str(options.build))
    os.environ.setdefault("GANTRY_SOURCE", str(HERE.parent.parent))
    from firestore import Emulator
    from harness import Skip
    try:
        emulator = Emulator(folder)
    except Skip as reason:
        print(f"bench: without the emulator: {reason}", file=sys.stderr)
        return None
    with contextlib.closing(sqlite3.connect(
            make_cache(options, folder, EMULATED))) as cache:
        documents = cache.execute("SELECT path, fields FROM document")
        while page := documents.fetchmany(5000):
            emulator.seed(PROJECT, [(path, json.loads(fields))
                                    for path, fields in page])
    return emulator


# The data

def run(*command):
    done = subprocess.run([str(word) for word in command],
                          stderr=subprocess.PIPE, text=True)
    if done.returncode != 0:
        raise SystemExit(f"bench: {command[0]}: {done.stderr.strip()}")


def make_export(options, folder, size, shape="mixed"):
    export = folder / f"export-{size}-{shape}"
    if not any(export.glob("*.overall_export_metadata")):
        export.mkdir(exist_ok=True)
        run(options.build / "tests/bench/documents", export, size, shape)
    return export


def make_cache(options, folder, size):
    cache = folder / f"cache-{size}.db"
    if cache.exists() and subprocess.run(
            [options.build / "gantry-cache", "info", cache],
            capture_output=True).returncode == 0:
        return cache
    export = make_export(options, folder, size)
    run(options.build / "gantry-cache", "import", export, "--output", cache,
        "--no-images", "--quiet", "--index")
    if size > EMULATED:
        shutil.rmtree(export)
    return cache


# The tables

def milliseconds(seconds):
    return f"{seconds * 1000:9.3f}" if seconds < 10 else f"{seconds:8.1f}s"


def print_table(samples, sizes, emulated):
    columns = [f"{size:,}" for size in sizes]
    print("\nmilliseconds: median, p99, and CPU of the worker")
    print(f"{'documents':32}" + "".join(f"{name:>28}" for name in columns) +
          (f"{'emulator, ' + format(EMULATED, ','):>28}" if emulated else ""))
    for label in samples[sizes[0]]:
        line = f"{label:32}"
        for size in sizes:
            it = samples[size][label]
            line += f" {milliseconds(it.median)}{milliseconds(it.p99)}" \
                f"{milliseconds(it.cpu)}"
        if emulated:
            it = emulated[label]
            line += f" {milliseconds(it.median)}{milliseconds(it.p99)}"
        print(line)


def print_ratio(label, ratio, target):
    print(f"{label:60} {ratio:6.2f}   <= {target}"
          f"  {'met' if ratio <= target else 'missed'}")


def print_growth(samples, sizes):
    print(f"\n{'CPU, growth from ' + format(sizes[0], ','):60} "
          f"{'ratio':>6}   target")
    for label in samples[sizes[0]]:
        if label in ("offset half way, limit 20", "sum of all",
                     "two equalities, limit 20"):
            continue  # they find or read more rows in a larger cache
        for size in sizes[1:]:
            print_ratio(f"{label}, {size:,}", samples[size][label].cpu /
                        samples[sizes[0]][label].cpu, GROWTH)


def compare(options, folder, cache):
    """Compare the CPU of single requests with those of other applications."""
    rows = {row.label: row for row in make_rows(SIZES["quick"][0])}
    words = folder / "words.db"
    if not words.exists():
        export = folder / "words"
        export.mkdir(exist_ok=True)
        run(options.build / "tests/bench/generate", export, 30000)
        run(options.build / "gantry-cache", "import", export, "--output",
            words, "--no-images", "--quiet")
    hello = Row("hello", "/hello")
    frequencies = Row("frequencies", "/frequencies/pub-01?limit=20")
    get, find = rows["get by path"], rows["==, limit 20"]
    ratios = {"get": [], "query": []}
    for _ in range(options.rounds):
        with gantry(options, folder, "--mount", "/hello=hello") as (it, pid):
            one = measure(it, hello, options.seconds, pid)
        with serve_firestore(options, folder, cache) as (it, pid):
            got = measure(it, get, options.seconds, pid)
            found = measure(it, find, options.seconds, pid)
        with gantry(options, folder, "--mount", "/=entities", "--cache",
                    words) as (it, pid):
            many = measure(it, frequencies, options.seconds, pid)
        ratios["get"].append(got.cpu / one.cpu)
        ratios["query"].append(found.cpu / many.cpu)
    print(f"\n{'CPU of a request':60} {'ratio':>6}   target")
    print_ratio(f"get by path ({got.cpu * 1e6:.0f} us) / hello "
                f"({one.cpu * 1e6:.0f} us)",
                statistics.median(ratios["get"]), 2.0)
    print_ratio(f"20 documents ({found.cpu * 1e6:.0f} us, {found.bytes} bytes)"
                f" / 20 frequencies ({many.cpu * 1e6:.0f} us, "
                f"{many.bytes})", statistics.median(ratios["query"]), 5.0)


def measure_size(options, folder, size):
    cache = make_cache(options, folder, size)
    subprocess.run(["cat", cache], stdout=subprocess.DEVNULL, check=True)
    with serve_firestore(options, folder, cache) as (client, worker):
        return {row.label: measure(client, row, options.seconds, worker)
                for row in make_rows(size)}


def measure_emulator(options, folder):
    """The samples of the emulator; None where it is not installed."""
    emulator = seed(options, folder)
    if emulator is None:
        return None
    client = Client(emulator.port, "owner")
    samples = {row.label: measure(client, row, options.seconds)
               for row in make_rows(EMULATED)}
    client.close()
    emulator.stop()
    return samples


def parse_options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", type=Path, required=True)
    parser.add_argument("--length", choices=SIZES, default="normal",
                        help="the sizes of the caches")
    parser.add_argument("--seconds", type=float, default=0.5,
                        help="how long each query is asked")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--no-emulator", action="store_true")
    parser.add_argument("--folder", type=Path,
                        help="where the caches are kept (default: "
                        "bench/firestore of the build)")
    options = parser.parse_args()
    options.build = options.build.resolve()
    return options


def main():
    options = parse_options()
    folder = options.folder or options.build / "bench/firestore"
    folder = folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    sizes = SIZES[options.length]
    emulated = None
    if options.length != "quick" and not options.no_emulator:
        emulated = measure_emulator(options, folder)
    samples = {size: measure_size(options, folder, size) for size in sizes}
    print_table(samples, sizes, emulated)
    compare(options, folder, folder / f"cache-{SIZES['quick'][0]}.db")
    if len(sizes) > 1:
        print_growth(samples, sizes)


if __name__ == "__main__":
    main()
