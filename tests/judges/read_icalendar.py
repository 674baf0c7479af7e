"""The judge `icalendar` (PyPI, collective/icalendar)."""

from icalendar import Calendar

from normal_form import instant, judge, seconds


def read_events(octets):
    calendar = Calendar.from_ical(octets)
    for component in calendar.walk():
        # The parser notes what it could not read and goes on; here that is a fault.
        if component.errors:
            raise ValueError(f"{component.name}: {component.errors}")
    return [event(component) for component in calendar.walk("VEVENT")]


def event(component):
    def text(name):
        return None if name not in component else str(component[name])

    def time(name):
        return None if name not in component else instant(component.decoded(name))

    categories = component.get("CATEGORIES", [])
    if not isinstance(categories, list):
        categories = [categories]
    return {
        "uid": text("UID"),
        "dtstamp": time("DTSTAMP"),
        "created": time("CREATED"),
        "last_modified": time("LAST-MODIFIED"),
        "sequence": None if "SEQUENCE" not in component else int(component["SEQUENCE"]),
        "start": time("DTSTART"),
        "end": time("DTEND"),
        "status": text("STATUS"),
        "transp": text("TRANSP"),
        "summary": text("SUMMARY"),
        "description": text("DESCRIPTION"),
        "location": text("LOCATION"),
        "categories": [str(category) for line in categories for category in line.cats],
        "url": text("URL"),
        "alarms": [seconds(alarm.decoded("TRIGGER")) for alarm in component.walk("VALARM")],
    }


judge(read_events)
