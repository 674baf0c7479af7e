"""The form in which every judge tells what it read, for the judges written in Python.

A judge is a program that takes the names of feeds and prints one JSON document per feed, each on
a line of its own: `{"feed": name, "events": [...]}` or
`{"feed": name, "fault": words}`. An event has every key of `EVENT`: instants are UTC
(`2023-03-06T15:00:00Z`), texts are decoded, categories and alarms (seconds, negative before the
start) are lists in the order of the feed, and what a feed does not say is null.
"""

import json
import sys
from datetime import datetime, timedelta, timezone

EVENT = (
    "uid", "dtstamp", "created", "last_modified", "sequence", "start", "end", "status", "transp",
    "summary", "description", "location", "categories", "url", "alarms",
)


def instant(value):
    """A datetime as an instant; one without a zone, or a mere date, is a fault."""
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise ValueError(f"{value!r} is no instant: expected a time with a zone")
    return value.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def seconds(value):
    """The trigger of an alarm, which has to be relative to the start."""
    if not isinstance(value, timedelta):
        raise ValueError(f"{value!r} is no duration")
    return int(value.total_seconds())


def judge(read_events):
    """Runs a judge whose `read_events` makes a list of events of a feed's octets."""
    for name in sys.argv[1:]:
        try:
            with open(name, "rb") as feed:
                events = read_events(feed.read())
            for event in events:
                if tuple(sorted(event)) != tuple(sorted(EVENT)):
                    raise AssertionError(f"the judge's events have other keys: {sorted(event)}")
            said = {"feed": name, "events": events}
        except Exception as fault:  # whatever the parser raises is its verdict
            said = {"feed": name, "fault": f"{type(fault).__name__}: {fault}"}
        print(json.dumps(said))
