//! The messages that the files of words hold.

macro_rules! messages {
    ($(#[$doc:meta])* $name:ident { $($(#[$what:meta])* $variant:ident = $id:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name {
            $($(#[$what])* $variant,)*
        }

        impl $name {
            /// Every one, in the order of their declaration.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The identifier in the files of words.
            pub fn id(self) -> &'static str {
                match self {
                    $(Self::$variant => $id,)*
                }
            }
        }
    };
}

messages! {
    /// Words that are always the same.
    Phrase {
        /// Stands between the members of a list.
        ListSeparator = "list-separator",
        /// Stands between a label and what it labels.
        Colon = "colon",
        /// The opening of a session.
        Opening = "opening",
        /// Statements.
        Statements = "statements",
        /// A dialogue with stakeholders.
        Stakeholders = "stakeholders",
        /// The closing of a session.
        Closing = "closing",
        /// Marks the title of a cancelled event.
        Cancelled = "cancelled",
        /// Marks the title of an event that left the feed.
        Departed = "departed",
        /// Labels an event that was published for the first time.
        Added = "added",
        /// Labels an event that is new to the feed.
        Joined = "joined",
        /// Labels an event that is on again.
        Restored = "restored",
        /// Labels an event that is at another time.
        Moved = "moved",
        /// Labels an event that changed otherwise.
        Changed = "changed",
        /// Labels the changes of a feed.
        Changes = "changes",
        /// Formal meetings, in the name of a calendar.
        KindFormal = "kind-formal",
        /// Informal meetings, in the name of a calendar.
        KindInformal = "kind-informal",
        /// An informal meeting.
        Informal = "informal",
        /// The mark of something that was begun in an earlier slot.
        Continued = "continued",
        /// The label of a list of documents.
        Documents = "documents",
        /// The programme of work, as a document.
        Programme = "programme",
        /// The agenda, as a document.
        Agenda = "agenda",
        /// The label of a page's address.
        Page = "page",
    }
}

messages! {
    /// Words with places to fill in; the names of the arguments are given with each.
    Message {
        /// A session by its `number`.
        SessionNumber = "session-number",
        /// That times are those of a `city`; `initial` is `vowel` or `consonant`.
        VenueTime = "venue-time",
        /// An agenda item by its number, `item`.
        AgendaItem = "agenda-item",
        /// A sub-item by its letter, `item`.
        SubItem = "sub-item",
        /// Called off on a `date`.
        ChangedCancelled = "changed-cancelled",
        /// On again since a `date`.
        ChangedRestored = "changed-restored",
        /// Moved on a `date`, `from` a time `to` another.
        ChangedMoved = "changed-moved",
        /// `topics` joined on a `date`.
        ChangedTopicsJoined = "changed-topics-joined",
        /// `topics` left on a `date`.
        ChangedTopicsLeft = "changed-topics-left",
        /// Headings, on a `date`.
        ChangedHeadings = "changed-headings",
        /// Room or venue, on a `date`.
        ChangedPlace = "changed-place",
        /// Formal since a `date`.
        ChangedFormal = "changed-formal",
        /// Informal since a `date`.
        ChangedInformal = "changed-informal",
        /// CONFIRMED on a `date`.
        ChangedConfirmed = "changed-confirmed",
        /// TENTATIVE again since a `date`.
        ChangedTentative = "changed-tentative",
        /// Focus, questions, statements, notes or footnotes, on a `date`.
        ChangedText = "changed-text",
        /// Documents, on a `date`.
        ChangedDocuments = "changed-documents",
        /// Anything else, on a `date`.
        ChangedOther = "changed-other",
        /// Not in this feed since a `date`.
        ChangedDeparted = "changed-departed",
        /// The `topics` that an event has since it left a feed.
        DepartedTopics = "departed-topics",
        /// In which session an event is that left the feed.
        DepartedSession = "departed-session",
        /// A `count` of changes.
        CountChanges = "count-changes",
        /// A `count` of events that were called off.
        CountCancelled = "count-cancelled",
        /// A `count` of events that left the feed.
        CountDeparted = "count-departed",
        /// A `count` of events at other times.
        CountMoved = "count-moved",
        /// A `count` of events that are on again.
        CountRestored = "count-restored",
        /// A `count` of events that were published for the first time.
        CountAdded = "count-added",
        /// A `count` of events that are new to the feed.
        CountJoined = "count-joined",
        /// A `count` of events that changed otherwise.
        CountChanged = "count-changed",
        /// A `count` of events that a list leaves out.
        CountMore = "count-more",
    }
}
