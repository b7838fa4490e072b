#!/usr/bin/env python3
"""Fails when balm has become slower, or needs more memory, than benches/budget.toml allows.

    guard.py [--balm PROGRAM] [--write]

Builds a site of 1,000 made-up articles on one core and divides what that took by what a fixed piece of work
takes on the same machine in the same minute: turning the same articles into HTML with pulldown-cmark alone
(benches/yardstick/). With valgrind, machine instructions are counted, which come out the same every time;
without it, CPU time is measured and the median of five rounds taken. The rules are off in that build; what they add is
counted apart, with valgrind only: a build with all of them on is divided by one with all of them off. `--write` makes the
present figures the budget.
"""

import argparse
import re
import shutil
import statistics
import sys

import corpus
from measure import ROOT, cargo, clear, run, scratch

ARTICLES = 1000
BUDGET = ROOT / "benches" / "budget.toml"
ONE_CORE = {"RAYON_NUM_THREADS": "1"}


def instructions(command):
    counter = ["valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"]
    found = re.search(r"I\s+refs:\s+([\d,]+)", run([*counter, *command], ONE_CORE).output)
    return int(found[1].replace(",", ""))


def instructions_of_rules(level, folder, build_of):
    """What a build takes with all rules at `level`: of articles whose author heeds the rules, so that little is found."""
    site = f"{folder}/{level}"
    corpus.make(ARTICLES, site, "balm", theme=True, checks=level, tidy=True)
    clear(f"{folder}/public")
    return instructions(build_of(site))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--balm", help="the program to measure, built with --release")
    parser.add_argument("--write", action="store_true", help="write the measured figures into the budget")
    options = parser.parse_args()
    yardstick = cargo("--package", "yardstick")
    balm = options.balm or cargo("--bin", "balm")
    budget = {key: float(number) for key, number in re.findall(r"^(\w+) = ([\d.]+)", BUDGET.read_text(), re.M)}

    with scratch() as folder:
        site, out = f"{folder}/site", f"{folder}/public"
        corpus.make(ARTICLES, site, "balm", theme=True)
        build_of = lambda root: [balm, "build", "--quiet", "--today", "2026-01-01", "--root", root, "--out", out]
        build = build_of(site)
        markdown = [yardstick, "markdown", f"{site}/content"]
        run([*markdown, 1])  # warms the disk cache

        ratios, memory = [], []
        for _ in range(5):
            clear(out)
            took = run(build, ONE_CORE)
            memory.append(took.mib)
            ratios.append(took.cpu / run([*markdown, 20], ONE_CORE).cpu * 20)
        found = {"cpu_ratio": statistics.median(ratios), "memory_mib": statistics.median(memory)}
        if shutil.which("valgrind"):
            clear(out)
            found["instruction_ratio"] = instructions(build) / instructions([*markdown, 1])
            with_rules, without = (instructions_of_rules(level, folder, build_of) for level in ["warn", "off"])
            found["rules_ratio"] = with_rules / without

    slower = False
    for key, number in found.items():
        # Instruction counts do not depend on the machine's load, so they decide if they are available.
        decides = key != "cpu_ratio" or "instruction_ratio" not in found
        limit = budget[key] * budget[f"{key}_tolerance"]
        verdict = "fine" if number <= limit else "TOO MUCH" if decides else "too much, but instructions decide"
        print(f"{key}: {number:.2f}, budget {budget[key]:.2f}, limit {limit:.2f}: {verdict}")
        slower |= decides and number > limit
    if options.write:
        text = BUDGET.read_text()
        for key, number in found.items():
            text = re.sub(rf"^{key} = .*$", f"{key} = {number:.2f}", text, flags=re.M)
        BUDGET.write_text(text)
        print(f"Wrote {BUDGET.relative_to(ROOT)}.")
    elif slower:
        sys.exit("balm has become slower or larger. Fix that, or say in the commit why it is worth it and run guard.py --write.")


if __name__ == "__main__":
    main()
