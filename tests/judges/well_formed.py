"""What is wrong with the raw octets of a feed: what lenient parsers forgive and clients do not."""

import re

MAX_OCTETS = 75  # RFC 5545, section 3.1, without the line break

# C0 but for the tabulator, DEL, C1 with U+0085, and the separators that Python, vdirsyncer and
# node-ical take for ends of lines.
CONTROL = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029\ufeff]")
NAME = re.compile(r"[A-Z0-9-]+")

# How often a property stands in a component: RFC 5545, sections 3.6 and 3.6.1; that CREATED,
# LAST-MODIFIED, SEQUENCE and STATUS stand in every event is our own promise.
ONCE = {
    "VCALENDAR": {"PRODID", "VERSION"},
    "VEVENT": {
        "UID", "DTSTAMP", "DTSTART", "DTEND", "CREATED", "LAST-MODIFIED", "SEQUENCE", "STATUS",
        "SUMMARY", "TRANSP",
    },
    "VALARM": {"ACTION", "TRIGGER"},
}
AT_MOST_ONCE = {
    "VCALENDAR": {
        "CALSCALE", "NAME", "X-WR-CALNAME", "COLOR", "REFRESH-INTERVAL", "X-PUBLISHED-TTL",
        "SOURCE", "LAST-MODIFIED",
    },
    "VEVENT": {"DESCRIPTION", "LOCATION", "URL", "CLASS", "GEO", "PRIORITY", "COLOR", "DURATION"},
}
# METHOD: libical demands an ORGANIZER with it. UID: vdirsyncer takes the calendar's as every
# event's. ATTENDEE: an invitation, which a feed is not.
NEVER = {"VCALENDAR": {"METHOD", "UID"}, "VEVENT": {"ATTENDEE", "ORGANIZER", "RRULE", "METHOD"}}

# What makes a file a subscription. Outlook makes a new calendar of a file with a name, so that
# the download of one event has none.
OF_FEEDS = {"NAME", "X-WR-CALNAME", "REFRESH-INTERVAL", "X-PUBLISHED-TTL"}


def faults(octets, is_feed):
    """The faults in the octets of a feed, or of the download of one event, each in words."""
    try:
        text = octets.decode("utf-8")
    except UnicodeDecodeError as fault:
        return [f"no UTF-8: {fault}"]
    if not text.endswith("\r\n"):
        return ["the last line does not end in CRLF"]
    lines = text[:-2].split("\r\n")
    return [*of_lines(lines), *of_components(re.sub("\r\n[ \t]", "", text)[:-2], is_feed)]


def of_lines(lines):
    """The faults in the physical lines."""
    for number, line in enumerate(lines, 1):
        if len(line.encode()) > MAX_OCTETS:
            yield f"line {number} has {len(line.encode())} octets, more than {MAX_OCTETS}"
        if not line.strip():
            yield f"line {number} is empty or blank"
        for character in CONTROL.findall(line):
            yield f"line {number} holds U+{ord(character):04X}"


def of_components(unfolded, is_feed):
    """The faults in the properties of each component."""
    open_components, found = [], 0
    for line in unfolded.split("\r\n"):
        name = NAME.match(line)
        if not name or line[name.end() : name.end() + 1] not in (":", ";"):
            yield f"no property: {ascii(line[:60])}"
        elif name[0] == "BEGIN":
            found += len(open_components) == 1
            open_components.append((line[6:], []))
        elif name[0] == "END":
            if not open_components or open_components[-1][0] != line[4:]:
                yield f"{line} ends nothing that is open"
                return
            yield from of_properties(*open_components.pop(), is_feed)
        elif not open_components:
            yield f"outside of every component: {ascii(line[:60])}"
        else:
            open_components[-1][1].append(name[0])
    if open_components:
        yield f"never ended: {[component for component, _ in open_components]}"
    if not found:
        yield "no component in the VCALENDAR (RFC 5545, section 3.6)"


def of_properties(component, names, is_feed):
    """The faults in how often each property stands in a component."""
    once = ONCE.get(component, set())
    if component == "VCALENDAR" and is_feed:
        once = once | OF_FEEDS
    never = NEVER.get(component, set())
    if component == "VCALENDAR" and not is_feed:
        never = never | OF_FEEDS
    for name in sorted(once):
        if names.count(name) != 1:
            yield f"{component}: {name} stands {names.count(name)} times, expected once"
    for name in sorted(AT_MOST_ONCE.get(component, set()) - once):
        if names.count(name) > 1:
            yield f"{component}: {name} stands {names.count(name)} times, expected at most once"
    for name in sorted(never):
        if name in names:
            yield f"{component}: {name} stands there, expected never"
