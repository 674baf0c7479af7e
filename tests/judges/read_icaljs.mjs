// The judge `ical.js` (npm), the parser of Thunderbird and Nextcloud. Says what it read in the
// form that normal_form.py describes.

import { readFileSync } from "node:fs";

import ICAL from "ical.js";

function readEvents(octets) {
  // `fatal`: octets that are no UTF-8 are a fault, not replaced.
  const text = new TextDecoder("utf-8", { fatal: true }).decode(octets);
  const calendar = new ICAL.Component(ICAL.parse(text));
  if (calendar.name !== "vcalendar") {
    throw new Error(`expected one VCALENDAR, found ${calendar.name}`);
  }
  return calendar.getAllSubcomponents("vevent").map(event);
}

function event(component) {
  const value = (name) => {
    const lines = component.getAllProperties(name);
    if (lines.length > 1) {
      throw new Error(`${name} stands ${lines.length} times in one event`);
    }
    return lines.length ? lines[0].getFirstValue() : null;
  };
  const time = (name) => {
    const time = value(name);
    if (time === null) {
      return null;
    }
    if (time.isDate || time.zone === ICAL.Timezone.localTimezone) {
      throw new Error(`${name} ${time} is no instant: expected a time with a zone`);
    }
    return time.toJSDate().toISOString().replace(".000Z", "Z");
  };
  return {
    uid: value("uid"),
    dtstamp: time("dtstamp"),
    created: time("created"),
    last_modified: time("last-modified"),
    sequence: value("sequence"),
    start: time("dtstart"),
    end: time("dtend"),
    status: value("status"),
    transp: value("transp"),
    summary: value("summary"),
    description: value("description"),
    location: value("location"),
    categories: component.getAllProperties("categories").flatMap((line) => line.getValues()),
    url: value("url"),
    alarms: component
      .getAllSubcomponents("valarm")
      .map((alarm) => alarm.getFirstPropertyValue("trigger").toSeconds()),
  };
}

for (const feed of process.argv.slice(2)) {
  let said;
  try {
    said = { feed, events: readEvents(readFileSync(feed)) };
  } catch (fault) {
    said = { feed, fault: String(fault) };
  }
  console.log(JSON.stringify(said));
}
