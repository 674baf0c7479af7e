# Titles of events: short enough for a phone.
list-separator = ,{" "}
colon = :{" "}
opening = Opening
statements = Statements
stakeholders = Stakeholders
closing = Closing
cancelled = Cancelled
departed = Left this calendar
session-number = session { $number }
kind-formal = formal meetings
kind-informal = informal meetings

# Descriptions of events.
venue-time = ({ $city } time)
informal = Informal meeting
agenda-item = Agenda item { $item }
sub-item = ({ $item })
continued = (continued)
documents = Documents
programme = Programme of work
agenda = Agenda
page = Page

# What changed last.
changed-cancelled = Cancelled on { $date }
changed-restored = On again since { $date }
changed-moved = Moved on { $date } from { $from } to { $to }
changed-topics-joined = Topics added on { $date }: { $topics }
changed-topics-left = Topics removed on { $date }: { $topics }
changed-headings = Headings changed on { $date }
changed-place = Place changed on { $date }
changed-formal = Made a formal meeting on { $date }
changed-informal = Made an informal meeting on { $date }
changed-confirmed = Confirmed on { $date }
changed-tentative = Provisional again since { $date }
changed-text = Text changed on { $date }
changed-documents = Documents changed on { $date }
changed-other = Changed on { $date }
changed-departed = No longer in this calendar since { $date }
departed-topics = It is now about: { $topics }
departed-session = It is now in: { $session }

# Lists of changes.
added = New
joined = New in this calendar
restored = On again
moved = Moved
changed = Changed
changes = Changes
count-changes = { $count ->
    [one] { $count } change
   *[other] { $count } changes
}
count-cancelled = { $count } cancelled
count-departed = { $count } left this calendar
count-moved = { $count } moved
count-restored = { $count } on again
count-added = { $count } new
count-joined = { $count } new in this calendar
count-changed = { $count } changed otherwise
count-more = and { $count } more

# Pages.
language-name = English
skip-to-content = Skip to content
language-choice = Language
home = Home
home-lead = Programmes of work as calendars that stay right when the programme changes.
you-are-here = You are here
bodies = Bodies
search = Search
search-hint = Topic, session, agenda item or word
nothing-found = Nothing was found. Fewer or shorter words find more.
running-now = Taking place now
next-sessions = Coming sessions
past-sessions = Past sessions
sessions = Sessions
topics = Topics
timetable = Timetable
provisional = Provisional
provisional-note = The programme is provisional and may change.
adopted = Adopted
held = Held
withdrawn = No longer planned
former-topic = No longer a topic
subscribe = Subscribe
subscribe-or-download = A subscription follows every change by itself; a download is a copy that stays as it is.
none-is-all = None chosen means all.
calendar-language = Language of the calendar
reminder = Reminder
no-reminder = None
show-as = Show me as
free = Free
busy = Busy
cancelled-events = Cancelled events
shown = Shown, marked as cancelled
hidden = Hidden
compose = Show this calendar
next-events = Next
no-next-events = No event lies ahead at present. A subscription shows new ones by itself.
calendar-address = Address of the calendar
copy-address = Copy the address
copied = Copied
apple-and-others = Apple Calendar and other apps
download = Download a copy (.ics)
download-event = Download this event (.ics)
qr-code = Scan it with a phone to subscribe there.
how-soon = How soon a change is seen
soon-google = Google Calendar: within hours, up to a day.
soon-outlook = Outlook.com and Microsoft 365: within hours, up to a day.
soon-others = Apple Calendar, Thunderbird and others: as often as you set there; the calendar suggests every hour.
follow-changes = Follow the changes in a feed reader (Atom)
what-changed = What changed
no-changes = Nothing has changed yet.
when = When
where = Where
times-of-venue = Time of the venue
times-of-reader = My time
on-programme = On the programme
questions = Guiding questions
footnotes = Notes
about-session = About this session
official-page = Official page
previous-slot = Previous
next-slot = Next
part-shown = Only part of the programme is shown.
show-all = Show all
other-languages = Texts that were not issued in English are shown in the language of the document.
nothing-published = Nothing is published yet.
no-sessions = No session is published yet.
no-slots = Nothing is on the programme yet. A subscription shows it once it is.
not-found = There is nothing at this address
not-understood = This address cannot be understood
not-now = This cannot be answered at the moment
did-you-mean = Did you mean
possible = What there is
details-in-english = Details
published-on = As published on { $date }
last-changed = Last changed on { $date }
first-published = First published on { $date }
next-on = Next: { $date }
count-events = { $count ->
    [one] { $count } event
   *[other] { $count } events
}
count-minutes-before = { $count ->
    [one] { $count } minute before
   *[other] { $count } minutes before
}
count-hours-before = { $count ->
    [one] { $count } hour before
   *[other] { $count } hours before
}
count-days-before = { $count ->
    [one] { $count } day before
   *[other] { $count } days before
}
