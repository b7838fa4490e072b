#!/usr/bin/env python3
"""Times the preview: from saving a file to the server answering with the change.

    preview.py BALM [--articles N ...] [--edits N] [--hugo HUGO]

Makes a site of N articles (and 12 exercises, one of which two articles show) on the memory file system, starts
`BALM serve` in it, and edits: an article's text, a row, a title, a tag, the base template. Every edit is a whole
save, seen through the file system, the watcher and HTTP; the page is asked for again and again, a millisecond
apart (later a hundredth of the time passed), until the change is in it. Prints the median and the 95th percentile in milliseconds, and the memory of the
preview beside that of a build. With `--hugo`, the same text in Hugo's layout is timed in the same run.
"""

import argparse
import http.client
import os
import pathlib
import re
import resource
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROWS = 12


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def get(port, path):
    try:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        connection.request("GET", path)
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return body if answer.status == 200 else b""
    except OSError:
        return b""


def corpus(articles, folder, layout):
    command = [sys.executable, HERE / "corpus.py", str(articles), folder, layout]
    subprocess.run(command + (["--theme"] if layout == "balm" else []), check=True, stdout=subprocess.DEVNULL)


def exercises(number=None, word=""):
    text = ""
    for row in range(ROWS):
        more = word if row == number else ""
        text += f'[[exercise]]\nname = "Move {row:02}"\nsummary = "A made-up move {more}."\nsteps = ["Lie down."]\n\n'
    return text


class Server:
    """A preview while it runs."""

    def __init__(self, command, folder, port, path):
        self.port = port
        start = time.perf_counter()
        self.process = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        while not get(port, path):
            if self.process.poll() is not None or time.perf_counter() - start > 300:
                sys.exit(f"{command[0]} never answered")
            time.sleep(0.05)
        time.sleep(2)

    def memory(self):
        """The peak memory of the process, in MiB."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024

    def stop(self):
        self.process.terminate()
        self.process.wait()

    def times(self, file, change, url, edits):
        """Milliseconds from saving `file`, edited by `change`, until `url` answers with the edit."""
        original = file.read_text()
        took = []
        for number in range(edits):
            token = f"token{number:04}x{os.getpid()}"
            text = change(original, token)
            start = time.perf_counter()
            file.write_text(text)
            while token.encode() not in get(self.port, url):
                if time.perf_counter() - start > 120:
                    sys.exit(f"{url} never changed")
                # Each request slows down the server. If an answer takes long, a resolution of one per cent is enough.
                time.sleep(max(0.001, (time.perf_counter() - start) / 100))
            took.append((time.perf_counter() - start) * 1000)
            time.sleep(0.3)
        file.write_text(original)
        time.sleep(1)
        return took


def told(name, took):
    took = sorted(took)
    high = took[min(len(took) - 1, int(len(took) * 0.95))]
    print(f"  {name:34} median {statistics.median(took):8.1f} ms   p95 {high:8.1f} ms   of {len(took)}", flush=True)


def title(text, token):
    return re.sub(r'title = "', f'title = "{token} ', text, count=1)


def tag(text, token):
    return re.sub(r"tags = \[", f'tags = ["{token}", ', text, count=1)


def balm(program, articles, edits, where):
    folder = pathlib.Path(where) / "balm"
    corpus(articles, folder, "balm")
    section = next(path for path in sorted((folder / "content").iterdir()) if path.is_dir())
    article = sorted(path for path in section.glob("*.md") if path.name != "index.md")[0]
    url = f"/{section.name}/{article.stem}/"
    rows = section / "exercises.toml"
    rows.write_text(exercises())
    for number in range(2):
        text = f'+++\ntitle = "Shows {number}"\n+++\nText.\n\n::exercise{{id="move-07"}}\n'
        (section / f"shows-{number}.md").write_text(text)
    subprocess.run([program, "init", "--theme", folder], check=True, stdout=subprocess.DEVNULL)
    out = pathlib.Path(where) / "out"

    def build():
        """Milliseconds that a clean build takes."""
        shutil.rmtree(out, ignore_errors=True)
        start = time.perf_counter()
        subprocess.run([program, "build", "--quiet", "--root", folder, "--out", out], check=True)
        return (time.perf_counter() - start) * 1000

    build()
    build_memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    port = free_port()
    server = Server([program, "serve", "--quiet", "--port", str(port)], folder, port, url)
    print(f"balm, {articles} articles")
    told("an article's text", server.times(article, lambda text, token: f"{text}\n\n{token}\n", url, edits))
    told(
        "a row that two articles show",
        server.times(rows, lambda _, token: exercises(7, token), f"/{section.name}/shows-1/", edits),
    )
    told("a title", server.times(article, title, url, max(5, edits // 4)))
    told("a new tag", server.times(article, tag, url, max(5, edits // 4)))
    change = lambda text, token: text.replace("</body>", f"<!-- {token} --></body>")
    last = f"/{section.name}/shows-1/"
    # Alternately, so that both run under the same load.
    took, builds = [], []
    for _ in range(5):
        builds.append(build())
        time.sleep(1)
        took += server.times(folder / "templates" / "base.html", change, last, 1)
    told("the base template", took)
    told("a clean build", builds)
    share = statistics.median(took) / statistics.median(builds) * 100
    print(f"  the base template takes {share:.0f} % of a clean build")
    memory = server.memory()
    print(f"  memory: preview {memory:.0f} MiB, build {build_memory:.0f} MiB, {memory / build_memory:.2f} times")
    server.stop()


def hugo(program, articles, edits, where):
    folder = pathlib.Path(where) / "hugo"
    corpus(articles, folder, "hugo")
    files = sorted((folder / "content").glob("*/*.md"))
    article = next(path for path in files if not path.name.startswith("_"))
    url = f"/{article.parent.name}/{article.stem}/"
    port = free_port()
    command = [program, "server", "--port", str(port), "--renderToMemory", "--disableLiveReload", "--baseURL", f"http://127.0.0.1:{port}/"]
    server = Server(command, folder, port, url)
    print(f"Hugo, {articles} articles")
    told("an article's text", server.times(article, lambda text, token: f"{text}\n\n{token}\n", url, edits))
    print(f"  memory: {server.memory():.0f} MiB")
    server.stop()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("balm")
    parser.add_argument("--articles", type=int, nargs="+", default=[1000, 10000])
    parser.add_argument("--edits", type=int, default=30)
    parser.add_argument("--hugo")
    arguments = parser.parse_args()
    place = "/dev/shm" if pathlib.Path("/dev/shm").is_dir() else None
    for articles in arguments.articles:
        with tempfile.TemporaryDirectory(dir=place) as where:
            balm(arguments.balm, articles, arguments.edits, where)
            if arguments.hugo:
                hugo(arguments.hugo, articles, max(5, arguments.edits // 5), where)


if __name__ == "__main__":
    main()
