"""The judge `vobject` (PyPI, py-vobject).

Its quirk: it reads a physical line that holds nothing but white space as the end of the line
before, so a fold must not leave blanks alone on a line. RFC 5545, section 3.1, allows such a
fold, but calendars with vobject inside (Radicale, for one) would lose the text after it; the
judge therefore takes no notice of the quirk and lets it fail.
"""

import vobject

from normal_form import instant, judge, seconds


def read_events(octets):
    calendars = list(vobject.readComponents(octets.decode("utf-8"), validate=True))
    if len(calendars) != 1 or calendars[0].name != "VCALENDAR":
        raise ValueError(f"expected one VCALENDAR, found {[c.name for c in calendars]}")
    calendars[0].validate(raiseException=True)
    return [event(component) for component in calendars[0].contents.get("vevent", [])]


def event(component):
    def value(name):
        lines = component.contents.get(name, [])
        if len(lines) > 1:
            raise ValueError(f"{name} stands {len(lines)} times in one event")
        return lines[0].value if lines else None

    def time(name):
        return None if value(name) is None else instant(value(name))

    return {
        "uid": value("uid"),
        "dtstamp": time("dtstamp"),
        "created": time("created"),
        "last_modified": time("last-modified"),
        "sequence": None if value("sequence") is None else int(value("sequence")),
        "start": time("dtstart"),
        "end": time("dtend"),
        "status": value("status"),
        "transp": value("transp"),
        "summary": value("summary"),
        "description": value("description"),
        "location": value("location"),
        "categories": [
            category
            for line in component.contents.get("categories", [])
            for category in line.value
        ],
        "url": value("url"),
        "alarms": [
            seconds(alarm.trigger.value) for alarm in component.contents.get("valarm", [])
        ],
    }


judge(read_events)
