#!/usr/bin/python3
"""Compare hosted Python with gunicorn and uWSGI, behind one nginx.

Each has two workers, and serves the same Falcon application from the same
folder: "hello", and 20 rows as JSON.  They run in turn in each round, so the
speed of the machine cancels out of the ratios, which are computed within a
round.  Then the private memory of a worker is measured.

Exit status: 0 if all responses were correct, even if a target is missed.
"""

import argparse
import shutil
import statistics
import sys
from pathlib import Path

import run
from run import Competitor, Failure, Target, say

HERE = Path(__file__).resolve().parent
HELLO = ["/hello"]
ROWS = ["/rows"]
CONNECTIONS = 16

TARGETS = [
    Target("Falcon hello: gantry / gunicorn", "gantry-hello",
           "gunicorn-hello", 0.15),
    Target("Falcon hello: gantry / uWSGI", "gantry-hello", "uwsgi-hello", 0.80),
    Target("20 rows: gantry / gunicorn", "gantry-rows", "gunicorn-rows", 0.45),
    Target("20 rows: gantry / uWSGI", "gantry-rows", "uwsgi-rows", 1.05),
    Target("C beside Python / C alone", "beside-c", "alone-c", 1.05),
]


def servers(options):
    """The command of each server, with what nginx speaks to it."""
    own = options.folder / "modules"
    own.mkdir(exist_ok=True)
    shutil.copyfile(options.build / "python.so", own / "python.so")
    gantry = [options.build / "gantry", "--config", "/dev/null",
              "--workers", "2"]
    python = gantry + [
        "--modules", own, "--mount", "/=python",
        "--set", "python.app=falcon_app:app", "--set", f"python.path={HERE}",
        "--set", "python.bytecode=no"]
    return {
        "gantry": (python, "fastcgi"),
        "gunicorn": ([run.PYTHON, "/usr/bin/gunicorn", "--workers", "2",
                      "--log-level", "warning", "--chdir", HERE,
                      "falcon_app:app"], "proxy"),
        "uwsgi": (["/usr/bin/uwsgi-core", "--plugins", "python3", "--master",
                   "--workers", "2", "--chdir", HERE,
                   "--disable-logging", "--need-app", "--die-on-term", "--module",
                   "falcon_app:app"], "uwsgi"),
        "beside": (python + ["--mount", "/c=hello"], "fastcgi"),
        "alone": (gantry + ["--mount", "/c=hello"], "fastcgi"),
    }


def make_competitors(options):
    environment = {"PYTHONDONTWRITEBYTECODE": "1"}
    wanted = [("hello", HELLO, ("gantry", "gunicorn", "uwsgi")),
              ("rows", ROWS, ("gantry", "gunicorn", "uwsgi")),
              ("c", ["/c"], ("beside", "alone"))]
    known = servers(options)
    return [Competitor("floor", "nginx alone, return 200", HELLO, [])] + [
        Competitor(f"{name}-{kind}", f"{name} {kind}", paths, *known[name],
                   environment)
        for kind, paths, names in wanted for name in names]


def complete_command(options, competitor):
    """uWSGI has its own option for the socket."""
    path = run.socket_path(options, competitor)
    given = (["--socket", path, "--chmod-socket=666"]
             if competitor.passing == "uwsgi" else ["--bind", f"unix:{path}"])
    return [str(word) for word in competitor.command + given]


def check_answers(options, competitors):
    expected = {}
    for competitor in competitors:
        say(f"checking the responses of {competitor.label}")
        with run.backend(options, competitor):
            path = competitor.paths[0]
            body = run.get(competitor, path)
            if expected.setdefault(path, body) != body or not body:
                raise Failure(f"{competitor.label}: {path} differs from the "
                              f"others: {body[:80]!r}")


def private_kib(pid):
    text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return sum(int(text.partition(f"\n{name}:")[2].split()[0])
               for name in ("Private_Clean", "Private_Dirty"))


def measure_memory(options, competitor):
    """The private memory of the largest process after 1,000 requests."""
    with run.backend(options, competitor) as child:
        for _ in range(1000):
            run.get(competitor, competitor.paths[0])
        return max(private_kib(pid) for pid in run.family(child.pid)
                   if pid != child.pid)


def print_p99(samples):
    print(f"\n{f'p99 at {CONNECTIONS} connections':34}{'ratio':>9}"
          f"{'target':>13}")
    for kind in ("hello", "rows"):
        ratio = statistics.median(
            ours.p99 / theirs.p99 for ours, theirs in
            zip(samples[f"gantry-{kind}"], samples[f"uwsgi-{kind}"]))
        verdict = "met" if ratio <= 1 else "missed"
        print(f"{f'{kind}: gantry / uWSGI':34}{ratio:>9.3f}{'<= 1.0':>13}"
              f"  {verdict}")


def bench(options):
    for tool in ("nginx", "wrk", "gunicorn", "uwsgi-core"):
        if shutil.which(tool) is None:
            raise Failure(f"not installed: {tool}")
    if not (options.build / "python.so").exists():
        raise Failure("gantry was configured without Python")
    options.folder.mkdir(parents=True, exist_ok=True)
    competitors = make_competitors(options)
    with run.web_server(options, competitors) as nginx:
        check_answers(options, [
            one for one in competitors[1:]
            if not options.answers or one.paths == ROWS])
        if options.answers:
            return
        samples = run.measure_all(options, competitors, nginx)
        memory = {competitor.label: measure_memory(options, competitor)
                  for competitor in competitors if "hello" in competitor.key}
    say("")
    print(f"Python: medians of {options.rounds} rounds of {options.seconds} s, "
          f"{CONNECTIONS} connections\n")
    run.print_table(competitors, samples)
    run.TARGETS = TARGETS
    run.print_ratios(samples)
    print_p99(samples)
    print("\nprivate memory of a worker after requests")
    for label, kib in memory.items():
        print(f"{label:34}{kib:>9,} KiB")


def main():
    run.complete_command = complete_command
    run.CONNECTIONS = CONNECTIONS
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--build", type=Path, required=True)
    parser.add_argument("--seconds", type=run.positive, default=4)
    parser.add_argument("--warmup", type=run.positive, default=1)
    parser.add_argument("--rounds", type=run.positive, default=3)
    parser.add_argument("--answers", action="store_true",
                        help="only compare the rows, and end")
    options = parser.parse_args()
    options.build = options.build.resolve()
    options.folder = options.build / "bench" / "python"
    try:
        bench(options)
    except (Failure, OSError) as failure:
        say("")
        sys.exit(f"bench: {failure}")


if __name__ == "__main__":
    main()
