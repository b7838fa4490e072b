#!/usr/bin/env python3
"""Measures what the rules of `balm check` add to a build.

    checks.py [--balm PROGRAM] [--articles 10000] [--runs 9] [--untidy]

The same made-up articles are built with all rules off and with all rules on as warnings, in turns, in one run. They
mostly follow the rules: there is a finding in every second article. With `--untidy` they have no reviews, no sources and
long paragraphs, so there are a dozen findings in every article, more than in any real site.
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
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--untidy", action="store_true", help="with a dozen findings in every article")
    options = parser.parse_args()
    balm = options.balm or cargo("--bin", "balm")
    took = {"off": [], "warn": []}
    with scratch() as folder:
        sites = {level: Path(folder) / level for level in took}
        for level, site in sites.items():
            corpus.make(options.articles, site, "balm", theme=True, checks=level, tidy=not options.untidy)
        for turn in range(options.runs):
            # The order alternates, because a machine that gets slower or faster would favour one of the two.
            for level, site in list(sites.items())[:: 1 if turn % 2 else -1]:
                out = Path(folder) / "public"
                clear(out)
                took[level].append(run([balm, "build", "--quiet", "--today", "2026-01-01", "--root", site, "--out", out]))
    for figure, unit in [("wall", "s"), ("cpu", "s"), ("mib", "MiB")]:
        off, on = ([getattr(one, figure) for one in took[level]] for level in took)
        # The two runs of a round had the machine in the same state.
        added = sorted((with_rules / without - 1) * 100 for without, with_rules in zip(off, on))
        low, _, high = statistics.quantiles(added, n=4)
        print(
            f"{figure:5} off {statistics.median(off):7.2f} {unit:4} on {statistics.median(on):7.2f} {unit:4} "
            f"adds {statistics.median(added):4.0f} %, in half of the rounds {low:.0f} to {high:.0f} %"
        )


if __name__ == "__main__":
    main()
