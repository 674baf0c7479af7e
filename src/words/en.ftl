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
