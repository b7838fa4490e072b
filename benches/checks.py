#!/usr/bin/env python3
"""Says what the rules of `balm check` add to a build.

    checks.py [--balm PROGRAM] [--articles 10000] [--runs 5] [--untidy]

The same made-up articles are built with all rules off and with all rules on as warnings, in turns, in one run. They are
as somebody would have them who heeds the rules: there is a finding in every second article. With `--untidy` they bear no
reviews, no sources and long paragraphs, so there are a dozen findings in every article: no real site has as many.
"""

import argparse
import statistics
from pathlib import Path

import corpus
from measure import cargo, clear, run, scratch


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--balm", help="the program to measure, built with --release")
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--untidy", action="store_true", help="with a dozen findings in every article")
    options = parser.parse_args()
    balm = options.balm or cargo("--bin", "balm")
    took = {"off": [], "warn": []}
    with scratch() as folder:
        sites = {level: Path(folder) / level for level in took}
        for level, site in sites.items():
            corpus.make(options.articles, site, "balm", theme=True, checks=level, tidy=not options.untidy)
        for _ in range(options.runs):
            for level, site in sites.items():
                out = Path(folder) / "public"
                clear(out)
                took[level].append(run([balm, "build", "--quiet", "--today", "2026-01-01", "--root", site, "--out", out]))
    median = lambda level, figure: statistics.median(getattr(one, figure) for one in took[level])
    for figure, unit in [("wall", "s"), ("cpu", "s"), ("mib", "MiB")]:
        off, on = median("off", figure), median("warn", figure)
        print(f"{figure:5} off {off:7.2f} {unit:4} on {on:7.2f} {unit:4} adds {(on / off - 1) * 100:4.0f} %")


if __name__ == "__main__":
    main()
