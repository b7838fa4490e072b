#!/usr/bin/env python3
"""Writes a made-up site of any size, in balm's layout or in Hugo's.

    corpus.py ARTICLES FOLDER {balm,hugo} [--theme] [--checks {error,warn,off}] [--tidy]

The text is the same for both and from run to run. An article has about 700 words, eight headings, two lists,
a table, five links to other articles and two footnotes, and bears three of 200 tags; 200 articles make a
section. Both sites also get the same small templates, so that both programs make the same pages: a skip link,
links to ten sections, breadcrumbs, title, date, contents, text, tags, neighbours. `--theme` leaves balm's
templates out, so that it uses its built-in theme. The text is made up, so the rules about what pages say are switched
off (`[checks]`) unless `--checks` gives them a level. `--tidy` mends what they find in nearly every article: it adds
sources and dates, parts long paragraphs and gives tables a caption.
"""

import argparse
import json
import random
from pathlib import Path

PER_SECTION = 200
TAGS = 200

NOUNS = """ankle arm balance bath bed bench blanket breath bus calf chair chest clinic coat cup cushion day desk doctor
doorway elbow evening fall finger floor foot garden glass hand heat heel hip hour ice joint knee leg light list meal
minute mirror morning muscle neck nerve night nurse pain pharmacist pillow plan posture rest road sheet shoe shoulder
side skin sleep song spine stair step stretch table thigh thumb timer toe towel walk wall water week wrist""".split()
VERBS = """asks bends breathes carries changes eases feels helps holds keeps lifts loosens moves needs presses reaches
rests rolls shows sits slows stands starts stops supports turns warms works""".split()
OTHERS = """after again almost and before below beside but calmly each early easily every firm for from gentle gently
in later less light little long lower more most near not often on only over quiet quite rarely short slow slowly small
soft some sometimes soon still the then to twice under upper usual very warm weak well when while with""".split()
WORDS = NOUNS * 2 + VERBS * 2 + OTHERS * 3


def words(dice, least, most):
    return [dice.choice(WORDS) for _ in range(dice.randint(least, most))]


def sentence(dice):
    chosen = words(dice, 8, 18)
    chosen[0] = chosen[0].capitalize()
    for chance, mark in ((0.2, "**"), (0.1, "*")):
        if dice.random() < chance:
            at = dice.randrange(1, len(chosen))
            if "*" not in chosen[at]:
                chosen[at] = f"{mark}{chosen[at]}{mark}"
    return " ".join(chosen) + "."


def paragraph(dice):
    return " ".join(sentence(dice) for _ in range(dice.randint(3, 6)))


def heading(dice):
    return " ".join(word.capitalize() for word in words(dice, 3, 5))


def section_of(number):
    return f"section-{number // PER_SECTION:03}"


def name_of(number):
    return f"article-{number:06}"


def title_of(number):
    return f"{heading(random.Random(f'title {number}'))} {number}"


def text_of(number, articles, address):
    """The article's Markdown; `address` returns the link to a different article."""
    dice = random.Random(f"text {number}")
    blocks = [paragraph(dice)]
    for at in range(8):
        blocks.append(("### " if at % 3 else "## ") + heading(dice))
        blocks.append(paragraph(dice))
        if at in (1, 4):
            blocks.append("\n".join(f"- {sentence(dice)}" for _ in range(5)))
        if at == 2:
            rows = [f"| {' '.join(words(dice, 2, 2))} | {sentence(dice)} | {dice.randint(1, 5)} |" for _ in range(6)]
            blocks.append("\n".join(["| What | Why | How often |", "|---|---|---|", *rows]))
        if at in (3, 5):
            blocks.append(f"{sentence(dice)[:-1]}.[^{at}]")
        if at >= 3:
            other = dice.randrange(articles)
            blocks.append(f"Read on: [{title_of(other)}]({address(other)}).")
    blocks += [f"[^3]: {sentence(dice)}", f"[^5]: {sentence(dice)}"]
    return "\n\n".join(blocks) + "\n"


def front_matter(number, date_key):
    dice = random.Random(f"front {number}")
    date = f"20{dice.randint(10, 25)}-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}"
    tags = [f"tag-{tag:03}" for tag in sorted(dice.sample(range(TAGS), 3))]
    lines = [
        f"title = {json.dumps(title_of(number))}",
        f"description = {json.dumps(sentence(dice).replace('*', ''))}",
        f"{date_key} = {date}",
        f"tags = {json.dumps(tags)}",
    ]
    return "+++\n" + "\n".join(lines) + "\n+++\n"


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


SOURCE = """
[[source]]
id = "made-up"
title = "A made-up source"
publisher = "Nobody"
kind = "page"
"""
PUBLISHER = """
[publisher]
name = "Nobody"
clinical_review = "No clinician has reviewed this page."
funding = "Nobody pays for this made-up site."
"""
TRUST = """authors = ["Nobody"]
review_due = 2027-01-01
sources = ["made-up"]
+++
"""


def tidied(text):
    """The article's text as an author would have it after `balm check`: short paragraphs, captions, help."""
    blocks = []
    for block in text.split("\n\n"):
        sentences = block.split(". ")
        if block.startswith("| "):
            block = f":::table[{words(random.Random(block), 3, 3)[0].capitalize()}]\n{block}\n:::"
        elif not block.startswith(("#", "- ", "[^")) and len(sentences) > 3:
            block = ". ".join(sentences[:3]) + ".\n\n" + ". ".join(sentences[3:])
        blocks.append(block)
    return "\n\n".join([blocks[0], "Call [111](tel:111) if you are worried.", *blocks[1:]])


def make(articles, folder, layout, theme=False, checks="off", tidy=False):
    """Writes the site into `folder`."""
    folder = Path(folder)
    if layout == "balm":
        own, date_key = "index.md", "published"
        address = lambda other: f"../{section_of(other)}/{name_of(other)}.md"
    else:
        own, date_key = "_index.md", "date"
        address = lambda other: f"/{section_of(other)}/{name_of(other)}/"
    write(folder / "content" / own, '+++\ntitle = "Home"\n+++\n')
    for number in range(articles):
        section = folder / "content" / section_of(number)
        if number % PER_SECTION == 0:
            write(section / own, f'+++\ntitle = "Section {number // PER_SECTION}"\n+++\n')
        text = front_matter(number, date_key) + text_of(number, articles, address)
        if tidy:
            front, _, text = text[4:].partition("+++\n")
            text = "+++\n" + front + TRUST + tidied(text)
        write(section / f"{name_of(number)}.md", text)
    if tidy:
        write(folder / "content" / "sources.toml", SOURCE.strip() + "\n")
    files = HUGO
    if layout == "balm":
        first = [section_of(number) for number in range(0, articles, PER_SECTION)][:10]
        config = f'title = "Corpus"\nbase_url = "https://example.org"\nnav = {json.dumps(first)}\n'
        config += (PUBLISHER if tidy else "") + f'\n[checks]\nall = "{checks}"\nlinks = "error"\n'
        files = {"site.toml": config} | BALM
    for name, text in files.items():
        if not (theme and name.startswith("templates/")):
            write(folder / name, text.strip() + "\n")


HUGO = {
    "hugo.toml": """
baseURL = "https://example.org/"
title = "Corpus"
[taxonomies]
tag = "tags"
[outputs]
home = ["html", "rss"]
section = ["html"]
taxonomy = ["html"]
term = ["html"]
[services.rss]
limit = 20
[markup.tableOfContents]
endLevel = 6
""",
    "layouts/_default/baseof.html": """
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{{ .Title }} – {{ site.Title }}</title>
<meta name="description" content="{{ .Description }}">
<link rel="canonical" href="{{ .Permalink }}">
</head>
<body>
<a href="#main">Skip to content</a>
<header>{{ partialCached "sections.html" . }}</header>
<main id="main">{{ block "main" . }}{{ end }}</main>
</body>
</html>
""",
    "layouts/partials/sections.html": """
<nav>{{ range first 10 site.Sections }}<a href="{{ .RelPermalink }}">{{ .Title }}</a> {{ end }}</nav>
""",
    "layouts/_default/single.html": """
{{ define "main" }}
<ol>{{ range .Ancestors.Reverse }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ol>
<h1>{{ .Title }}</h1>
<p>{{ .Date.Format "2006-01-02" }}</p>
{{ .TableOfContents }}
{{ .Content }}
<ul>{{ range .GetTerms "tags" }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul>
<nav>
{{ with .PrevInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}
{{ with .NextInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}
</nav>
{{ end }}
""",
    "layouts/_default/list.html": """
{{ define "main" }}
<h1>{{ .Title }}</h1>
<ul>{{ range .Pages }}
<li><a href="{{ .RelPermalink }}">{{ .Title }}</a><p>{{ .Description }}</p></li>{{ end }}
</ul>
{{ end }}
""",
    "layouts/_default/taxonomy.html": """
{{ define "main" }}
<h1>{{ .Title }}</h1>
<ul>{{ range .Pages }}
<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}
</ul>
{{ end }}
""",
    "layouts/index.html": """
{{ define "main" }}
<h1>{{ .Title }}</h1>
<ul>{{ range site.Sections }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul>
{{ end }}
""",
    "layouts/404.html": """
{{ define "main" }}<h1>Not found</h1>{{ end }}
""",
}

BALM = {
    "templates/base.html": """
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{{ page.title }} – {{ site.title }}</title>
<meta name="description" content="{{ page.description | plain }}">
<link rel="canonical" href="{{ page.permalink }}">
</head>
<body>
<a href="#main">Skip to content</a>
<header><nav>{% for item in site.nav %}<a href="{{ item.url }}">{{ item.title }}</a> {% endfor %}</nav></header>
<main id="main">
{% block head %}{% endblock %}{% block lead %}{% endblock %}{% block contents %}{% endblock %}
{% block content %}{% endblock %}
{% block after %}{% endblock %}{% block guide %}{% endblock %}
</main>
</body>
</html>
""",
    "templates/article.html": """
{% extends "base.html" %}
{% block content %}
<ol>{% for crumb in page.breadcrumbs %}<li><a href="{{ crumb.url }}">{{ crumb.title }}</a></li>{% endfor %}</ol>
<h1>{{ page.title }}</h1>
<p>{{ page.published }}</p>
<nav>
<ul>{% for top in page.toc %}
<li><a href="#{{ top.id }}">{{ top.title }}</a>{% if top.children %}
<ul>{% for below in top.children %}
<li><a href="#{{ below.id }}">{{ below.title }}</a></li>{% endfor %}
</ul>{% endif %}</li>{% endfor %}
</ul>
</nav>
{{ page.content }}
<ul>{% for tag in page.tags %}<li><a href="{{ tag.url }}">{{ tag.name }}</a></li>{% endfor %}</ul>
<nav>
{% if page.previous %}<a href="{{ page.previous.url }}">{{ page.previous.title }}</a>{% endif %}
{% if page.next %}<a href="{{ page.next.url }}">{{ page.next.title }}</a>{% endif %}
</nav>
{% endblock %}
""",
    "templates/section.html": """
{% extends "base.html" %}
{% block content %}
<h1>{{ page.title }}</h1>
<ul>{% for item in page.articles %}
<li><a href="{{ item.url }}">{{ item.title }}</a><p>{{ item.description }}</p></li>{% endfor %}
</ul>
{% endblock %}
""",
    "templates/tag.html": """
{% extends "section.html" %}
""",
    "templates/tags.html": """
{% extends "base.html" %}
{% block content %}
<h1>{{ page.title }}</h1>
<ul>{% for tag in tags %}
<li><a href="{{ tag.url }}">{{ tag.name }}</a></li>{% endfor %}
</ul>
{% endblock %}
""",
    "templates/home.html": """
{% extends "base.html" %}
{% block content %}
<h1>{{ page.title }}</h1>
<ul>{% for item in page.sections %}<li><a href="{{ item.url }}">{{ item.title }}</a></li>{% endfor %}</ul>
{% endblock %}
""",
    "templates/404.html": """
{% extends "base.html" %}
{% block content %}<h1>Not found</h1>{% endblock %}
""",
}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("articles", type=int)
    parser.add_argument("folder")
    parser.add_argument("layout", choices=["balm", "hugo"])
    parser.add_argument("--theme", action="store_true", help="use the built-in theme of balm")
    parser.add_argument("--checks", choices=["error", "warn", "off"], default="off", help="the level of all rules")
    parser.add_argument("--tidy", action="store_true", help="fix what rules find in nearly every article")
    options = parser.parse_args()
    make(options.articles, options.folder, options.layout, options.theme, options.checks, options.tidy)
