"""The judges of Atom feeds: jing with the grammar of RFC 4287, and `feedparser` (PyPI)."""

import re
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

import feedparser

GRAMMAR = Path(__file__).resolve().parent / "atom.rnc"

# XML 1.0 allows more of C1, but no reader of feeds shows any of it.
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")


def faults_of_form(files):
    """The faults that jing finds in files, each in words."""
    run = subprocess.run(["jing", "-c", GRAMMAR, *files], capture_output=True, text=True)
    said = run.stdout.splitlines()
    if run.returncode != 0 and not said:
        raise SystemExit(f"jing: exit {run.returncode}\n{run.stderr}")
    return said


def faults(octets, address, base_url):
    """The faults of the feed at an address, each in words."""
    read = feedparser.parse(octets)
    if read.bozo:
        yield f"feedparser: {read.bozo_exception!r}"
    if read.version != "atom10":
        yield f"feedparser takes it for {read.version!r}"
        return
    for character in CONTROL.findall(octets.decode("utf-8")):
        yield f"it holds U+{ord(character):04X}"
    feed, entries = read.feed, read.entries
    own = [link.href for link in feed.get("links", ()) if link.rel == "self"]
    path = urlsplit(address).path
    if len(own) != 1 or own[0].split("?")[0] != base_url.rstrip("/") + path:
        yield f"it calls itself {own}"
    ids = [feed.get("id"), *(entry.get("id") for entry in entries)]
    if None in ids or len(set(ids)) != len(ids):
        yield f"identifiers are missing or double: {ids}"
    times = [entry.get("updated_parsed") for entry in entries]
    if None in times or times != sorted(times, reverse=True):
        yield "its entries are not newest first"
    elif times and feed.get("updated_parsed") < times[0]:
        yield "it is older than its newest entry"
    if not feed.get("title") or not feed.get("author"):
        yield "it has no title or no author"
    for entry in entries:
        if not entry.get("title") or not entry.get("link", "").startswith(base_url):
            yield f"{entry.get('id')}: no title, or no link to a page of ours"
        if not downloads(entry):
            yield f"{entry.get('id')}: no link to an event"


def own_address(octets):
    """The address that a feed calls its own, without the server's name."""
    links = feedparser.parse(octets).feed.get("links", ())
    own = next((urlsplit(link.href) for link in links if link.rel == "self"), None)
    return f"{own.path}?{own.query}" if own else "/"


def downloads(entry):
    """The addresses of the events' downloads in an entry."""
    return [
        address
        for content in entry.get("content", ())
        for address in re.findall(r'href="([^"]*\.ics)"', content.value)
    ]
