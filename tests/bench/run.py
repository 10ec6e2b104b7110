#!/usr/bin/python3
"""Compare gantry with its peers and with a minimal program, behind one nginx.

The competitors run one at a time, in several rounds.  The backend of each is
started, warmed up, measured under load and stopped.  Figures of one run are
comparable.  Those of two runs are not, because the speed of a machine changes;
therefore each ratio is computed within a round.

Exit status: 0 if all responses were correct, even if a target is missed.
"""

import argparse
import contextlib
import json
import os
import shutil
import signal
import socket
import statistics
import string
import subprocess
import sys
import time
import urllib.request
import zlib
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
PYTHON = "/usr/bin/python3"  # the interpreter of Debian's falcon
PUBLICATIONS = [f"pub-{number:02}" for number in range(15)]
HELLO = ["/hello"]
FREQUENCIES = [f"/frequencies/{name}?limit=100" for name in PUBLICATIONS]
START_SECONDS = 30
CONNECTIONS = 64
TICKS = os.sysconf("SC_CLK_TCK")


class Failure(Exception):
    """An error that makes the figures invalid."""


class Template(string.Template):
    delimiter = "@"


@dataclass
class Competitor:
    key: str
    label: str
    paths: list  # requested in turn
    command: list  # empty for nginx itself
    passing: str = ""  # how nginx connects: fastcgi or proxy
    environment: dict = None
    port: int = 0


@dataclass
class Sample:
    """The measurements of one competitor in one round."""
    rate: float  # requests a second
    p50: int  # microseconds
    p99: int
    cpu: float  # CPU seconds of the backend for 10,000 requests
    nginx_cpu: float
    pss: int  # KiB
    errors: int


@dataclass
class Target:
    label: str
    over: str
    under: str
    most: float


TARGETS = [
    Target("gantry hello / bare hello", "gantry-hello", "bare-hello", 1.25),
    Target("gantry freq / Falcon freq", "gantry-freq", "falcon-freq", 0.12),
]


def say(text):
    """Show the progress on a terminal, in place of the previous line."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\033[K{text}")
        sys.stderr.flush()


# The data

def make_cache(options):
    """Generate an export and import it, unless a usable cache exists."""
    source = zlib.crc32((HERE / "generate.c").read_bytes())
    name = f"{options.rows}-{source:08x}"
    cache = options.folder / f"cache-{name}.db"
    if cache.exists() and not options.fresh and is_readable(options, cache):
        return cache
    export = options.folder / f"export-{name}"
    export.mkdir(exist_ok=True)
    say(f"generating an export of {options.rows} words")
    run([options.build / "tests/bench/generate", export, options.rows])
    say("importing it")
    run([options.build / "gantry-cache", "import", export,
         "--output", cache, "--no-images", "--quiet"])
    return cache


def is_readable(options, cache):
    """Return whether this build can read the cache."""
    command = [options.build / "gantry-cache", "info", cache]
    return subprocess.run(command, capture_output=True).returncode == 0


def run(command):
    command = [str(word) for word in command]
    done = subprocess.run(command, stderr=subprocess.PIPE, text=True)
    if done.returncode != 0:
        raise Failure(f"{command[0]} failed: {done.stderr.strip()}")


# The competitors

def make_competitors(options, cache):
    gunicorn = [PYTHON, "/usr/bin/gunicorn", "--workers", "2",
                "--log-level", "warning", "--chdir", HERE, "falcon_app:app"]
    gantry = [options.build / "gantry", "--config", "/dev/null",
              "--workers", "2"]
    environment = {"GANTRY_BENCH_CACHE": str(cache),
                   "PYTHONDONTWRITEBYTECODE": "1"}
    return [
        Competitor("floor", "nginx alone, return 200", HELLO, []),
        Competitor("bare-hello", "bare libfcgi hello", HELLO,
                   [options.build / "tests/bench/bare"], "fastcgi"),
        Competitor("gantry-hello", "gantry hello", HELLO,
                   gantry + ["--mount", "/hello=hello"], "fastcgi"),
        Competitor("falcon-hello", "gunicorn + Falcon hello", HELLO,
                   gunicorn, "proxy", environment),
        Competitor("gantry-freq", "gantry frequencies", FREQUENCIES,
                   gantry + ["--mount", "/=entities", "--cache", cache],
                   "fastcgi"),
        Competitor("falcon-freq", "gunicorn + Falcon frequencies",
                   FREQUENCIES, gunicorn, "proxy", environment),
    ]


def socket_path(options, competitor):
    return options.folder / f"{competitor.key}.sock"


def complete_command(options, competitor):
    """Return the command with the socket to listen on."""
    path = socket_path(options, competitor)
    if competitor.key == "bare-hello":
        place = [path]
    else:
        place = ["--bind", f"unix:{path}"]
    return [str(word) for word in competitor.command + place]


@contextlib.contextmanager
def process(command, log, environment=None):
    """Run COMMAND in a new session; kill all its processes at the end."""
    with log.open("ab") as output:
        child = subprocess.Popen(
            [str(word) for word in command], start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=output, stderr=output,
            env={**os.environ, **(environment or {})})
    try:
        yield child
    finally:
        child.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(timeout=10)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()


@contextlib.contextmanager
def backend(options, competitor):
    if not competitor.command:
        yield None
        return
    path = socket_path(options, competitor)
    path.unlink(missing_ok=True)
    command = complete_command(options, competitor)
    log = path.with_suffix(".log")
    with process(command, log, competitor.environment) as child:
        wait_for(lambda: connects(str(path)), child, log)
        yield child


def connects(address):
    """Return whether ADDRESS, a path or a port, accepts connections."""
    is_path = isinstance(address, str)
    family = socket.AF_UNIX if is_path else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        return probe.connect_ex(
            address if is_path else ("127.0.0.1", address)) == 0


def wait_for(condition, child, log):
    deadline = time.monotonic() + START_SECONDS
    while not condition():
        if child.poll() is not None:
            raise Failure(f"{child.args[0]} exited with status "
                          f"{child.returncode} at startup; see {log}")
        if time.monotonic() > deadline:
            raise Failure(f"{child.args[0]} is not ready after "
                          f"{START_SECONDS} s; see {log}")
        time.sleep(0.02)


# nginx

UPSTREAM = """
	upstream @key {
		server unix:@socket;
		keepalive 64;
		keepalive_requests 100000000;
	}
	server {
		listen 127.0.0.1:@port;
		location / {
			@{passing}_pass @scheme@key;
		}
	}"""


def free_ports(count):
    with contextlib.ExitStack() as stack:
        probes = [stack.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]


def write_nginx_conf(options, competitors):
    """Assign a port to each competitor, and write nginx.conf."""
    servers = ""
    for competitor, port in zip(competitors, free_ports(len(competitors))):
        competitor.port = port
        if competitor.command:
            servers += Template(UPSTREAM).substitute(
                key=competitor.key, socket=socket_path(options, competitor),
                port=port, passing=competitor.passing,
                scheme="http://" if competitor.passing == "proxy" else "")
    text = Template((HERE / "nginx.conf").read_text()).substitute(
        user="user root;" if os.geteuid() == 0 else "",
        folder=options.folder, floor_port=competitors[0].port,
        servers=servers)
    path = options.folder / "nginx.conf"
    path.write_text(text)
    return path


@contextlib.contextmanager
def web_server(options, competitors):
    path = write_nginx_conf(options, competitors)
    log = options.folder / "nginx.log"
    command = ["nginx", "-p", options.folder, "-c", path, "-e", log]
    with process(command, log) as child:
        wait_for(lambda: connects(competitors[0].port), child, log)
        yield child


def get(competitor, path):
    url = f"http://127.0.0.1:{competitor.port}{path}"
    try:
        with urllib.request.urlopen(url, timeout=10) as response:
            return response.read()
    except OSError as error:
        raise Failure(f"{competitor.label}: {path}: {error}") from error


# Checking the responses

def check_answers(options, competitors):
    """Check that all competitors give the same response to a request."""
    expected = {}
    for competitor in competitors:
        say(f"checking the responses of {competitor.label}")
        with backend(options, competitor):
            for path in competitor.paths:
                check_answer(competitor, path, expected)


def check_answer(competitor, path, expected):
    body = get(competitor, path)
    if path in FREQUENCIES:
        body = json.loads(body)
        if not body:
            raise Failure(f"{competitor.label}: {path} has no words")
    elif body != b"hey!":
        raise Failure(f"{competitor.label}: {path} returns {body[:80]!r}")
    if expected.setdefault(path, body) != body:
        raise Failure(f"{competitor.label}: {path} differs from the others")


# Measuring

def family(pid):
    """Return a process and all its descendants, sorted."""
    children = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            parent = int(fields_of(stat)[1])
            children.setdefault(parent, []).append(int(stat.parent.name))
    members, waiting = [], [pid]
    while waiting:
        member = waiting.pop()
        members.append(member)
        waiting += children.get(member, [])
    return sorted(members)


def fields_of(stat):
    """Return the fields of a stat file after the name: state, parent, ..."""
    return stat.read_text().rpartition(")")[2].split()


def cpu_seconds(pids):
    """Return utime + stime, fields 14 and 15 in proc(5)."""
    ticks = 0
    for pid in pids:
        fields = fields_of(Path(f"/proc/{pid}/stat"))
        ticks += int(fields[11]) + int(fields[12])
    return ticks / TICKS


def pss_kib(pids):
    total = 0
    for pid in pids:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        total += int(rollup.partition("\nPss:")[2].split()[0])
    return total


def load(competitor, seconds):
    """Run wrk.  Return the report of wrk.lua."""
    command = ["wrk", "-t2", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "10s",
               "-s", HERE / "wrk.lua",
               f"http://127.0.0.1:{competitor.port}", "--"]
    done = subprocess.run([str(word) for word in command + competitor.paths],
                          capture_output=True, text=True)
    if done.returncode != 0:
        raise Failure(f"wrk failed: {done.stderr.strip()}")
    report = json.loads(done.stdout.splitlines()[-1])
    check_report(competitor, report)
    return report


def check_report(competitor, report):
    if report["statuses"] or report["sockets"] or not report["requests"]:
        raise Failure(
            f"{competitor.label}: of {report['requests']} responses "
            f"{report['statuses']} had a wrong status, and "
            f"{report['sockets']} connections failed; see the logs in "
            f"the build's bench folder")


def measure(options, competitor, nginx):
    with backend(options, competitor) as child:
        load(competitor, options.warmup)
        pids = family(child.pid) if child else []
        nginx_pids = family(nginx.pid)
        before = cpu_seconds(pids), cpu_seconds(nginx_pids)
        report = load(competitor, options.seconds)
        if child and family(child.pid) != pids:
            raise Failure(f"{competitor.label}: a process started or ended")
        after = cpu_seconds(pids), cpu_seconds(nginx_pids)
        unit = report["requests"] / 10000
        return Sample(
            rate=report["requests"] / report["microseconds"] * 1e6,
            p50=report["p50"], p99=report["p99"],
            cpu=(after[0] - before[0]) / unit,
            nginx_cpu=(after[1] - before[1]) / unit,
            pss=pss_kib(pids), errors=report["statuses"] + report["sockets"])


def measure_all(options, competitors, nginx):
    """Return the samples of each competitor, one a round, by its key."""
    samples = {competitor.key: [] for competitor in competitors}
    for number in range(options.rounds):
        for competitor in competitors:
            say(f"round {number + 1} of {options.rounds}: "
                f"{competitor.label}")
            samples[competitor.key].append(
                measure(options, competitor, nginx))
    return samples


# Output

def median(samples, member):
    return statistics.median(getattr(sample, member) for sample in samples)


COLUMNS = [
    ("requests/s", "rate", ",.0f"),
    ("p50 us", "p50", ",.0f"),
    ("p99 us", "p99", ",.0f"),
    ("CPU s/10k", "cpu", ".4f"),
    ("nginx s/10k", "nginx_cpu", ".4f"),
    ("PSS KiB", "pss", ",.0f"),
    ("errors", "errors", ".0f"),
]


def print_table(competitors, samples):
    print(f"{'competitor':30}"
          + "".join(f"{title:>13}" for title, _, _ in COLUMNS))
    for competitor in competitors:
        cells = []
        for _, member, form in COLUMNS:
            value = median(samples[competitor.key], member)
            absent = not competitor.command and member in ("cpu", "pss")
            cells.append("-" if absent else format(value, form))
        print(f"{competitor.label:30}"
              + "".join(f"{cell:>13}" for cell in cells))


def ratio_of(target, samples):
    """Return the median of the ratios of all rounds; None if the clock is too
    coarse."""
    pairs = zip(samples[target.over], samples[target.under])
    ratios = [over.cpu / under.cpu for over, under in pairs if under.cpu > 0]
    return statistics.median(ratios) if ratios else None


def print_ratios(samples):
    print(f"\n{'backend CPU for a request':30}{'ratio':>13}{'target':>13}")
    for target in TARGETS:
        ratio = ratio_of(target, samples)
        if ratio is None:
            print(f"{target.label:30}{'-':>13}")
            continue
        verdict = "met" if ratio <= target.most else "missed"
        print(f"{target.label:30}{ratio:>13.3f}{f'<= {target.most}':>13}"
              f"  {verdict}")


# The program

def positive(text):
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return number


def parse_options():
    parser = argparse.ArgumentParser(
        description="Compare gantry with its peers behind nginx.")
    parser.add_argument("--build", type=Path, required=True,
                        help="the folder with the programs")
    parser.add_argument("--seconds", type=positive, default=8,
                        help="seconds to measure each for (default 8)")
    parser.add_argument("--warmup", type=positive, default=2,
                        help="seconds of load before that (default 2)")
    parser.add_argument("--rounds", type=positive, default=3,
                        help="number of rounds (default 3)")
    parser.add_argument("--rows", type=positive, default=1500000,
                        help="words in the cache (default 1500000)")
    parser.add_argument("--fresh", action="store_true",
                        help="create the cache again")
    options = parser.parse_args()
    options.build = options.build.resolve()
    options.folder = options.build / "bench"
    return options


def check_tools():
    missing = [tool for tool in ("nginx", "wrk", "gunicorn")
               if shutil.which(tool) is None]
    if missing:
        raise Failure(f"not installed: {', '.join(missing)}")


def bench(options):
    check_tools()
    options.folder.mkdir(exist_ok=True)
    for log in options.folder.glob("*.log"):
        log.unlink()
    competitors = make_competitors(options, make_cache(options))
    with web_server(options, competitors) as nginx:
        check_answers(options, competitors)
        samples = measure_all(options, competitors, nginx)
    say("")
    print(f"medians of {options.rounds} rounds of {options.seconds} s, "
          f"{CONNECTIONS} connections, {options.rows:,} words\n")
    print_table(competitors, samples)
    print_ratios(samples)


def main():
    # SIGTERM must also stop the started processes.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    try:
        bench(parse_options())
    except KeyboardInterrupt:
        sys.exit(130)
    except (Failure, OSError) as failure:
        say("")
        sys.exit(f"bench: {failure}")


if __name__ == "__main__":
    main()
