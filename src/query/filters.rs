//! The filters that every feed takes in its query.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::Alarm;
use crate::model::{SessionId, SlotKind, TopicId};

/// What the query part of a feed's address says. An empty set does not filter.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Filters {
    /// `topic=`: events with any of these topics.
    pub topics: BTreeSet<TopicId>,
    /// `session=`: events of any of these sessions.
    pub sessions: BTreeSet<SessionId>,
    /// `kind=`: events of any of these kinds.
    pub kinds: BTreeSet<SlotKind>,
    /// `from=`: events on this day or later, by the calendar of the venue.
    pub from: Option<NaiveDate>,
    /// `to=`: events on this day or earlier, by the calendar of the venue.
    pub to: Option<NaiveDate>,
    /// `alarm=`: a reminder so long before each event.
    pub alarms: BTreeSet<Alarm>,
    /// `busy=true`: events take up time (TRANSP:OPAQUE).
    pub busy: bool,
    /// `cancelled=hide`: cancelled events are left out.
    pub hide_cancelled: bool,
}
