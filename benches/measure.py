"""Runs a command and says what it took; finds the programs to measure."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import namedtuple
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

Took = namedtuple("Took", "wall cpu mib output")  # seconds, seconds, MiB at the peak, standard output


def run(command, environment=None):
    """Runs `command` to its end. The resource usage is that of this one child."""
    with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as errors:
        start = time.perf_counter()
        child = subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=errors,
            env={**os.environ, **(environment or {})},
        )
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        errors.seek(0)
        if child.returncode != 0:
            sys.exit(f"{command[0]} failed:\n{output.read()}{errors.read()[:4000]}")
        unit = 1024 * 1024 if sys.platform == "darwin" else 1024
        return Took(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit, output.read() + errors.read())


def cargo(*options):
    """Builds with cargo and returns the path of the program."""
    command = ["cargo", "build", "--release", "--locked", "--message-format", "json", *options]
    built = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    messages = [json.loads(line) for line in built.stdout.splitlines() if line.startswith("{")]
    programs = [message["executable"] for message in messages if message.get("executable")]
    return Path(programs[-1])


def scratch():
    """A folder for corpora and pages, in memory where the system has such a place."""
    memory = Path("/dev/shm")
    return tempfile.TemporaryDirectory(prefix="balm-bench-", dir=memory if os.access(memory, os.W_OK) else None)


def clear(folder):
    shutil.rmtree(folder, ignore_errors=True)
