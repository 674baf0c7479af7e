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
        // Pages.
        /// The language’s own name for itself.
        LanguageName = "language-name",
        /// Leads keyboards past the head of a page.
        SkipToContent = "skip-to-content",
        /// Labels the languages of a page.
        LanguageChoice = "language-choice",
        /// The page of all bodies.
        Home = "home",
        /// What the site is for.
        HomeLead = "home-lead",
        /// Labels the way from the home page to a page.
        YouAreHere = "you-are-here",
        /// Labels the list of bodies.
        Bodies = "bodies",
        /// Labels and starts a search.
        Search = "search",
        /// What can be searched for.
        SearchHint = "search-hint",
        /// A search without results.
        NothingFound = "nothing-found",
        /// Labels sessions that take place now.
        RunningNow = "running-now",
        /// Labels sessions that lie ahead.
        NextSessions = "next-sessions",
        /// Labels sessions that are over.
        PastSessions = "past-sessions",
        /// Labels sessions.
        Sessions = "sessions",
        /// Labels topics.
        Topics = "topics",
        /// Labels the timetable of a session.
        Timetable = "timetable",
        /// The mark of a provisional programme.
        Provisional = "provisional",
        /// Explains that mark.
        ProvisionalNote = "provisional-note",
        /// The mark of an adopted programme.
        Adopted = "adopted",
        /// The mark of a session that took place.
        Held = "held",
        /// The mark of a session that is gone from the programmes.
        Withdrawn = "withdrawn",
        /// The mark of a topic that the body does not have any more.
        FormerTopic = "former-topic",
        /// To subscribe.
        Subscribe = "subscribe",
        /// Tells subscribing and downloading apart.
        SubscribeOrDownload = "subscribe-or-download",
        /// That choosing none of a list means all of it.
        NoneIsAll = "none-is-all",
        /// Labels the languages of a feed.
        CalendarLanguage = "calendar-language",
        /// Labels the choice of a reminder.
        Reminder = "reminder",
        /// No reminder.
        NoReminder = "no-reminder",
        /// Labels the choice between free and busy.
        ShowAs = "show-as",
        /// Events leave the reader free.
        Free = "free",
        /// Events take up the reader’s time.
        Busy = "busy",
        /// Labels the choice between showing and hiding cancelled events.
        CancelledEvents = "cancelled-events",
        /// Cancelled events are shown.
        Shown = "shown",
        /// Cancelled events are hidden.
        Hidden = "hidden",
        /// Shows the calendar that was chosen.
        Compose = "compose",
        /// Labels the next events.
        NextEvents = "next-events",
        /// No event lies ahead.
        NoNextEvents = "no-next-events",
        /// Labels the address of a feed.
        CalendarAddress = "calendar-address",
        /// Copies the address.
        CopyAddress = "copy-address",
        /// The address was copied.
        Copied = "copied",
        /// Subscribes with Apple’s calendar or another program.
        AppleAndOthers = "apple-and-others",
        /// Downloads a copy of a calendar.
        Download = "download",
        /// Downloads one event.
        DownloadEvent = "download-event",
        /// What the QR code is for.
        QrCode = "qr-code",
        /// Labels how soon calendars show a change.
        HowSoon = "how-soon",
        /// How often Google looks.
        SoonGoogle = "soon-google",
        /// How often Outlook looks.
        SoonOutlook = "soon-outlook",
        /// How often other programs look.
        SoonOthers = "soon-others",
        /// Follows changes in a feed reader.
        FollowChanges = "follow-changes",
        /// Labels the history of an event.
        WhatChanged = "what-changed",
        /// Nothing has changed.
        NoChanges = "no-changes",
        /// Labels a time.
        When = "when",
        /// Labels a place.
        Where = "where",
        /// Shows times as the clocks of the venue do.
        TimesOfVenue = "times-of-venue",
        /// Shows times as the reader’s clocks do.
        TimesOfReader = "times-of-reader",
        /// Labels the entries of a slot.
        OnProgramme = "on-programme",
        /// Labels guiding questions.
        Questions = "questions",
        /// Labels footnotes.
        Footnotes = "footnotes",
        /// Labels the introduction of a programme.
        AboutSession = "about-session",
        /// Leads to a page of the body itself.
        OfficialPage = "official-page",
        /// Leads to the slot before.
        PreviousSlot = "previous-slot",
        /// Leads to the slot after.
        NextSlot = "next-slot",
        /// That filters leave part of a programme out.
        PartShown = "part-shown",
        /// Shows all of it.
        ShowAll = "show-all",
        /// That texts may be in other languages.
        OtherLanguages = "other-languages",
        /// Nothing is published yet.
        NothingPublished = "nothing-published",
        /// A body without sessions.
        NoSessions = "no-sessions",
        /// A session or topic without slots.
        NoSlots = "no-slots",
        /// Nothing is at an address.
        NotFound = "not-found",
        /// An address is not valid.
        NotUnderstood = "not-understood",
        /// Something cannot be answered at the moment.
        NotNow = "not-now",
        /// Leads to what was probably meant.
        DidYouMean = "did-you-mean",
        /// Labels what could stand in an address.
        Possible = "possible",
        /// Labels details in English.
        Details = "details-in-english",
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
        // Pages.
        /// As it was published on a `date`.
        PublishedOn = "published-on",
        /// Changed last on a `date`.
        LastChanged = "last-changed",
        /// Published for the first time on a `date`.
        FirstPublished = "first-published",
        /// The next event is on a `date`.
        NextOn = "next-on",
        /// A `count` of events.
        CountEvents = "count-events",
        /// A `count` of minutes before an event.
        CountMinutesBefore = "count-minutes-before",
        /// A `count` of hours before an event.
        CountHoursBefore = "count-hours-before",
        /// A `count` of days before an event.
        CountDaysBefore = "count-days-before",
    }
}
