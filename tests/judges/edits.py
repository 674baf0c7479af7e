"""What a secretariat does to a programme that is subscribed to, and what subscribers then see.

CALENDARS has the calendars as they are before the first edit: by slot, the line that khal lists
of its event, up to the body and the session, with times by the clock of New York. An edit changes
a copy of the programmes, and then those lines, and no others.
"""

from dataclasses import dataclass
from typing import Callable

BODY = "oewg-ict/body.toml"
SESSION = "oewg-ict/sessions/4.toml"

EVERYTHING = {
    "4/opening": "2023-03-06 10:00-13:00 Organization of work · Threats · Opening",
    "4/norms": "2023-03-06 15:00-18:00 Norms (1/2)",
    "4/norms-2": "2023-03-07 10:00-13:00 Norms (2/2)",
    "4/international-law": "2023-03-07 15:00-18:00 International law",
    "4/confidence-building": "2023-03-08 10:00-13:00 Confidence-building (1/2)",
    "4/confidence-building-2": "2023-03-08 15:00-18:00 Confidence-building (2/2)",
    "4/capacity-building": "2023-03-09 10:00-11:30 Capacity-building (1/3)",
    "4/capacity-building-2": "2023-03-09 11:30-13:00 Capacity-building (2/3)",
    "4/stakeholders": "2023-03-09 15:00-18:00 Stakeholders · Capacity-building (3/3)",
    "4/institutional-dialogue": "2023-03-10 10:00-11:30 Institutional dialogue (1/2)",
    "4/institutional-dialogue-2": "2023-03-10 11:30-13:00 Institutional dialogue (2/2)",
    "4/closing": "2023-03-10 15:00-18:00 Other matters · Closing",
    "6/opening": "2023-12-11 10:00-13:00 Organization of work · Opening",
    "6/threats": "2023-12-11 15:00-18:00 Threats",
    "6/norms": "2023-12-12 10:00-13:00 Norms",
    "6/international-law": "2023-12-12 15:00-18:00 International law",
    "6/confidence-building": "2023-12-13 10:00-13:00 Confidence-building",
    "6/stakeholders": "2023-12-13 15:00-18:00 Stakeholders",
    "6/capacity-building": "2023-12-14 10:00-13:00 Capacity-building",
    "6/institutional-dialogue": "2023-12-14 15:00-18:00 Institutional dialogue",
    "6/other-matters": "2023-12-15 10:00-13:00 Other matters",
    "6/closing": "2023-12-15 15:00-18:00 Closing",
}
LAW = {slot: EVERYTHING[slot] for slot in ("4/international-law", "6/international-law")}

# By name: the address of the calendar's feed, and its events.
CALENDARS = {
    "everything": ("/en/oewg-ict.ics", EVERYTHING),
    "law": ("/en/oewg-ict/topics/international-law.ics", LAW),
}


def as_listed(slot, line):
    """A line in whole."""
    return f"{line} – OEWG, session {slot.split('/')[0]}"


@dataclass
class Edit:
    """An edit: what it does to a folder of programmes, and by calendar the lines that change."""

    name: str
    change: Callable
    everything: dict
    law: dict


def replaces(file, old, new):
    """An edit of a file that replaces what stands in it once."""

    def change(feeds):
        text = (feeds / file).read_text("utf-8")
        if text.count(old) != 1:
            raise SystemExit(f"{file}: expected once, found {text.count(old)} times:\n{old}")
        (feeds / file).write_text(text.replace(old, new), "utf-8")

    return change


def comments_out(slot):
    """An edit that takes a slot out of the session, so that another one can put it back."""

    def change(feeds):
        head, *slots = (feeds / SESSION).read_text("utf-8").split("[[slots]]\n")
        of_slot = [text for text in slots if text.startswith(f'id = "{slot}"\n')]
        if len(of_slot) != 1:
            raise SystemExit(f"{SESSION}: {len(of_slot)} slots {slot}, expected one")
        slots = ["[[slots]]\n" + text for text in slots if text not in of_slot]
        kept = "".join(f"#= {line}\n" for line in ("[[slots]]\n" + of_slot[0]).splitlines())
        (feeds / SESSION).write_text(head + "".join(slots) + kept, "utf-8")

    return change


def puts_back(feeds):
    """Undoes `comments_out`."""
    text = (feeds / SESSION).read_text("utf-8")
    (feeds / SESSION).write_text(text.replace("#= ", ""), "utf-8")


def adds(slot):
    """An edit that adds a slot to the session."""

    def change(feeds):
        with (feeds / SESSION).open("a", encoding="utf-8") as session:
            session.write("\n[[slots]]\n" + slot)

    return change


MOVED = "2023-03-08 13:15-14:45"
EDITS = [
    Edit(
        "a slot moves to another day",
        replaces(
            SESSION,
            'date = 2023-03-07\nweekday = "tuesday"\nstart = "15:00"\nend = "18:00"\n',
            'date = 2023-03-08\nweekday = "wednesday"\nstart = "13:15"\nend = "14:45"\n',
        ),
        everything={"4/international-law": f"{MOVED} International law"},
        law={"4/international-law": f"{MOVED} International law"},
    ),
    Edit(
        "a topic gets another title",
        replaces(BODY, 'name.en = "International law"', 'name.en = "Law, and justice"'),
        everything={
            "4/international-law": f"{MOVED} Law, and justice",
            "6/international-law": "2023-12-12 15:00-18:00 Law, and justice",
        },
        law={
            "4/international-law": f"{MOVED} Law, and justice",
            "6/international-law": "2023-12-12 15:00-18:00 Law, and justice",
        },
    ),
    Edit(
        "a slot goes to another topic",
        replaces(SESSION, 'topics = ["international-law"]', 'topics = ["norms"]'),
        everything={
            "4/norms": "2023-03-06 15:00-18:00 Norms (1/3)",
            "4/norms-2": "2023-03-07 10:00-13:00 Norms (2/3)",
            "4/international-law": f"{MOVED} Norms (3/3)",
        },
        law={
            "4/international-law": f"{MOVED} Left this calendar: Law, and justice",
        },
    ),
    Edit(
        "a slot is taken out",
        comments_out("closing"),
        everything={
            "4/closing": "2023-03-10 15:00-18:00 Cancelled: Other matters · Closing",
        },
        law={},
    ),
    Edit(
        "the slot is put back",
        puts_back,
        everything={
            "4/closing": "2023-03-10 15:00-18:00 Other matters · Closing",
        },
        law={},
    ),
    Edit(
        "a slot is added",
        adds(
            'id = "evening"\n'
            'date = 2023-03-07\nweekday = "tuesday"\nstart = "18:30"\nend = "20:00"\n\n'
            '[[slots.entries]]\ntopics = ["international-law"]\nheading.fr = "Séance du soir"\n'
        ),
        everything={
            "4/evening": "2023-03-07 18:30-20:00 Law, and justice",
        },
        law={"4/evening": "2023-03-07 18:30-20:00 Law, and justice"},
    ),
]
