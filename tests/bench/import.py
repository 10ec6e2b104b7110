#!/usr/bin/python3
"""Compare the speed of gantry-cache import with that of the sqlite3 shell.

The shell imports the same rows in the same order from CSV into the same tables,
with the journal off.  Its rows are prepared, and those computed from several
documents are sorted; gantry-cache decodes and checks the export, folds, sorts
and sums.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

# The words, in the order of their documents.
WORDS = (" FROM document JOIN publication ON parent = 'publications/' || name"
         " {} WHERE collection = 'ent' ORDER BY document.rowid")
WORD = "json_extract(fields, '$.word.stringValue')"

CSV = {
    "document": "SELECT * FROM document ORDER BY rowid",
    "publication": "SELECT * FROM publication ORDER BY id",
    "entity": "SELECT publication.id,"
              " CAST(json_extract(fields, '$.count.integerValue')"
              f"  AS INTEGER), {WORD}" + WORDS.format(""),
    "mention": "SELECT publication.id, folded, word, mention.count" +
               WORDS.format("CROSS JOIN mention ON publication.id ="
                            f" mention.publication AND word = {WORD}"),
    "word": "SELECT * FROM word",
    "best": "SELECT * FROM best",
}


class Contender:
    """A command to measure, and its samples."""

    def __init__(self, key, name, command):
        self.key = key
        self.name = name
        self.command = command
        self.samples = []


class Sample:
    def __init__(self, wall, cpu, peak):
        self.wall = wall
        self.cpu = cpu
        self.peak = peak


def sqlite(cache, *commands):
    subprocess.run(["sqlite3", "-batch", str(cache), *commands], check=True,
                   stdout=subprocess.DEVNULL)


def prepare(options, folder):
    """Write the rows of the export as CSV and its tables as SQL.  Return the
    number of documents."""
    cache = folder / "whole.db"
    subprocess.run([options.build / "gantry-cache", "import", options.export,
                    "--output", cache, "--no-images", "--quiet"],
                   check=True)
    names = ", ".join(f"'{table}'" for table in CSV)
    tables = subprocess.run(
        ["sqlite3", cache, "SELECT sql || ';' FROM sqlite_schema"
         f" WHERE sql IS NOT NULL AND tbl_name IN ({names})"],
        check=True, capture_output=True, text=True).stdout
    sqlite(cache, "CREATE INDEX by_word ON mention (publication, word)")
    for table, query in CSV.items():
        sqlite(cache, ".mode csv", f".once {folder}/{table}.csv", query)
    (folder / "tables.sql").write_text(tables, encoding="utf-8")
    rows = subprocess.run(["sqlite3", cache, "SELECT count(*) FROM document"],
                          check=True, capture_output=True, text=True).stdout
    cache.unlink()
    return int(rows)


def shell(folder, *tables):
    command = ["sqlite3", "-batch", folder / "made.db",
               "PRAGMA journal_mode = OFF", "PRAGMA synchronous = OFF",
               f".read {folder}/tables.sql"]
    return command + [f".import --csv {folder}/{table}.csv {table}"
                      for table in tables]


def contenders(options, folder):
    gantry = [options.build / "gantry-cache", "import", options.export,
              "--output", folder / "made.db", "--no-images", "--quiet"]
    return [
        Contender("shell-all", "sqlite3 shell, all tables",
                  shell(folder, *CSV)),
        Contender("gantry-all", "gantry-cache import", gantry),
        Contender("shell-some", "sqlite3 shell, without documents",
                  shell(folder, *sorted(CSV.keys() - {"document"}))),
        Contender("gantry-some", "gantry-cache import --no-documents",
                  gantry + ["--no-documents"]),
    ]


def measure(contender, folder):
    (folder / "made.db").unlink(missing_ok=True)
    begun = time.monotonic()
    child = subprocess.Popen([str(word) for word in contender.command],
                             stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        sys.exit(f"bench: {contender.name} failed")
    contender.samples.append(Sample(
        time.monotonic() - begun, usage.ru_utime + usage.ru_stime,
        usage.ru_maxrss))


def median(contender, member):
    return statistics.median(getattr(sample, member)
                             for sample in contender.samples)


def print_table(all_of_them, documents):
    print(f"\n{'':36} {'documents/s':>12} {'wall s':>8} {'CPU s':>8} "
          f"{'peak MiB':>9}")
    for contender in all_of_them:
        wall = median(contender, "wall")
        print(f"{contender.name:36} {documents / wall:12,.0f} {wall:8.2f} "
              f"{median(contender, 'cpu'):8.2f} "
              f"{median(contender, 'peak') / 1024:9.1f}")


def print_ratio(name, mine, theirs, target):
    """Print the median over the rounds of the ratio of both rates."""
    for member, what in (("wall", "rate"), ("cpu", "rate by CPU time")):
        ratio = statistics.median(
            getattr(other, member) / getattr(own, member)
            for own, other in zip(mine.samples, theirs.samples))
        print(f"{name + ', ' + what:48} {ratio:6.2f}   >= {target}"
              f"  {'met' if ratio >= target else 'missed'}")


def parse_options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", type=Path, required=True)
    parser.add_argument("--rows", type=int, default=1500000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    options.build = options.build.resolve()
    return options


def main():
    options = parse_options()
    if shutil.which("sqlite3") is None:
        sys.exit("bench: sqlite3 is not installed")
    bench = options.build / "bench"
    bench.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=bench) as name:
        folder = Path(name)
        options.export = folder / "export"
        options.export.mkdir()
        subprocess.run([options.build / "tests/bench/generate",
                        options.export, str(options.rows)], check=True)
        documents = prepare(options, folder)
        all_of_them = contenders(options, folder)
        for _ in range(options.rounds):
            for contender in all_of_them:
                measure(contender, folder)
    print_table(all_of_them, documents)
    by_key = {contender.key: contender for contender in all_of_them}
    print(f"\n{'':48} {'ratio':>6}   target")
    print_ratio("with documents", by_key["gantry-all"],
                by_key["shell-all"], 0.5)
    print_ratio("without documents", by_key["gantry-some"],
                by_key["shell-some"], 1.0)


if __name__ == "__main__":
    main()
