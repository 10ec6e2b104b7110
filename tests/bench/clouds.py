#!/usr/bin/python3
"""Compare the CPU time and the ink of word clouds with those of wordcloud.

Both draw the same words, with counts by Zipf's law, at 500 x 500 pixels in the
same font.  The time of wordcloud is measured inside its process, from the words
to the written PNG.  The time of gantry-cache is that of the whole process, and
includes all files: PNG in two sizes, light and dark, and SVG.
"""

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf"
FONT_NAME = "DejaVu Sans, Bold"
SIDE = 500

CPU_TARGET = 0.25
INK_TARGET = 1.0


def words(count, seed):
    """Return {word: count}, most frequent first."""
    source, found = random.Random(seed), {}
    while len(found) < count:
        text = "".join(source.choice("etaoinshrdlucmfwypvbgk")
                       for _ in range(source.randint(3, 11)))
        found.setdefault(text, 100000 // (len(found) + 1))
    return found


def ink(path):
    """Return the share of pixels that are not background."""
    from PIL import Image
    with Image.open(path) as image:
        pixels = image.convert("RGB")
        ground = pixels.getpixel((0, 0))
        counts = dict((colour, number) for number, colour in
                      pixels.getcolors(SIDE * SIDE))
    return 1 - counts[ground] / (SIDE * SIDE)


def draw_theirs(options):
    """Print the CPU seconds, ink and words of each cloud.  This runs in a
    separate process."""
    from wordcloud import WordCloud
    results = []
    for seed in range(options.clouds):
        path = f"{options.folder}/theirs-{options.words}-{seed}.png"
        given = words(options.words, seed)
        begun = time.process_time()
        cloud = WordCloud(font_path=FONT, width=SIDE, height=SIDE,
                          max_words=options.words, background_color="white",
                          random_state=seed)
        cloud.generate_from_frequencies(given).to_file(path)
        results.append({"cpu": time.process_time() - begun, "ink": ink(path),
                        "words": len(cloud.layout_)})
    json.dump(results, sys.stdout)


def measure_theirs(options, count):
    output = subprocess.run(
        [sys.executable, __file__, "--theirs", "--build", options.build,
         "--folder", options.folder, "--words", str(count), "--clouds",
         str(options.clouds)], check=True, stdout=subprocess.PIPE,
        env=with_wordcloud(options)).stdout
    results = json.loads(output)
    return {key: statistics.mean(result[key] for result in results)
            for key in ("cpu", "ink", "words")}


def make_cache(options, count):
    folder = Path(options.folder)
    source, cache = folder / f"{count}.jsonl", folder / f"{count}.db"
    with open(source, "w", encoding="utf-8") as file:
        for seed in range(options.clouds):
            for word, number in words(count, seed).items():
                file.write(json.dumps({
                    "path": f"publications/p{seed}/ent/{word}",
                    "fields": {"word": {"stringValue": word},
                               "count": {"integerValue": str(number)}}
                }) + "\n")
    subprocess.run([options.build / "gantry-cache", "import", source,
                    "--output", cache, "--no-images", "--quiet"], check=True)
    return cache


def measure_ours(options, count, cache, number):
    images = Path(options.folder) / f"ours-{count}-{number}"
    child = subprocess.Popen(
        [options.build / "gantry-cache", "images", "--cache", cache,
         "--output", images, "--jobs", "1", "--font", FONT_NAME, "--quiet"])
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        sys.exit("bench: gantry-cache failed")
    current = images / "current"
    svgs = [(current / f"p{seed}.svg").read_text(encoding="utf-8")
            for seed in range(options.clouds)]
    return {"cpu": (usage.ru_utime + usage.ru_stime) / options.clouds,
            "ink": statistics.mean(ink(current / f"p{seed}.png")
                                   for seed in range(options.clouds)),
            "words": statistics.mean(svg.count("<g ") for svg in svgs)}


def median(samples, key):
    return statistics.median(sample[key] for sample in samples)


def compare(options, count):
    """Compare both for COUNT words.  Return the ratios and their targets."""
    cache = make_cache(options, count)
    theirs, ours = [], []
    for number in range(options.rounds):
        theirs.append(measure_theirs(options, count))
        ours.append(measure_ours(options, count, cache, number))
    for name, samples in (("wordcloud", theirs), ("gantry-cache", ours)):
        print(f"{count:5} words, {name:16} {median(samples, 'cpu'):9.3f} "
              f"{median(samples, 'ink'):6.3f} "
              f"{median(samples, 'words'):8.0f}")
    cpu = statistics.median(mine["cpu"] / other["cpu"]
                            for mine, other in zip(ours, theirs))
    share = median(ours, "ink") / median(theirs, "ink")
    return [(f"{count} words, CPU time", cpu, "<=", CPU_TARGET,
             cpu <= CPU_TARGET),
            (f"{count} words, ink", share, ">=", INK_TARGET,
             share >= INK_TARGET)]


def with_wordcloud(options):
    """Return an environment in which Python finds wordcloud."""
    unpacked = options.build / "bench/wordcloud/usr/lib/python3/dist-packages"
    return {**os.environ, "PYTHONPATH": str(unpacked)}


def parse_options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", type=Path, required=True)
    parser.add_argument("--clouds", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--theirs", action="store_true",
                        help="draw with wordcloud (used internally)")
    parser.add_argument("--folder")
    parser.add_argument("--words", type=int)
    options = parser.parse_args()
    options.build = options.build.resolve()
    return options


def main():
    options = parse_options()
    if options.theirs:
        draw_theirs(options)
        return
    if subprocess.run([sys.executable, "-c", "import wordcloud"],
                      env=with_wordcloud(options), check=False,
                      stderr=subprocess.DEVNULL).returncode != 0:
        sys.exit("bench: the Python package wordcloud is missing; "
                 "run './bootstrap bench' to install it")
    if not os.path.exists(FONT):
        sys.exit(f"bench: {FONT} is missing")
    bench = options.build / "bench"
    bench.mkdir(exist_ok=True)
    print(f"\n{'a word cloud':29} {'CPU s':>9} {'ink':>6} {'words':>8}")
    with tempfile.TemporaryDirectory(dir=bench) as options.folder:
        ratios = [ratio for count in (200, 500)
                  for ratio in compare(options, count)]
    print(f"\n{'':48} {'ratio':>6}   target")
    for name, ratio, sign, target, is_met in ratios:
        print(f"{name:48} {ratio:6.2f}   {sign} {target}"
              f"  {'met' if is_met else 'missed'}")


if __name__ == "__main__":
    main()
