//! The filters that every feed takes in its query.

use std::collections::BTreeSet;
use std::fmt;

use chrono::NaiveDate;

use super::{Alarm, QueryError, Scope};
use crate::model::{SessionId, SlotKind, TopicId};
use crate::publication::EventContent;
use crate::snapshot::BodyView;

/// The most filter values that one query may have.
pub const MAX_VALUES: usize = 64;
/// The most reminders that one query may ask for.
pub const MAX_ALARMS: usize = 4;

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

impl Filters {
    /// How many values they have.
    pub fn values(&self) -> usize {
        let sets = self.topics.len() + self.sessions.len() + self.kinds.len() + self.alarms.len();
        let ones = [self.from.is_some(), self.to.is_some(), self.busy, self.hide_cancelled];
        sets + ones.into_iter().map(usize::from).sum::<usize>()
    }

    /// Whether a parameter means something here. Others are ignored, as feed readers and trackers
    /// append some.
    pub(super) fn know(parameter: &str) -> bool {
        PARAMETERS.contains(&parameter)
    }

    /// Reads the decoded parameters of a query, all of which it [knows](Self::know). Empty values
    /// are ignored, as forms send them.
    pub(super) fn parse(
        view: &BodyView,
        parameters: &[(String, String)],
    ) -> Result<Self, QueryError> {
        let values = Values::new(parameters)?;
        let topics: Vec<TopicId> = view.topics.iter().map(|topic| topic.id.clone()).collect();
        let sessions: Vec<SessionId> =
            view.sessions.iter().map(|known| known.session.id.clone()).collect();
        let filters = Self {
            topics: values.named("topic", &topics, TopicId::as_str)?,
            sessions: values.named("session", &sessions, SessionId::as_str)?,
            kinds: values.named("kind", &SlotKind::ALL, |kind| kind.as_str())?,
            from: values.one("from", day)?,
            to: values.one("to", day)?,
            alarms: values.each("alarm", |text| {
                text.parse::<Alarm>().map_err(|error| (error.to_string(), Vec::new()))
            })?,
            busy: values.one("busy", |text| choice(text, [("false", false), ("true", true)]))?
                == Some(true),
            hide_cancelled: values
                .one("cancelled", |text| choice(text, [("show", false), ("hide", true)]))?
                == Some(true),
        };
        if let (Some(from), Some(to)) = (filters.from, filters.to)
            && from > to
        {
            let rule = format!("it has to be {from}, the day of from=, or later");
            return Err(value_error("to", &to.to_string(), rule, Vec::new()));
        }
        if filters.alarms.len() > MAX_ALARMS {
            let given = filters.alarms.iter().map(ToString::to_string).collect::<Vec<_>>();
            let rule = format!("there may be at most {MAX_ALARMS} reminders");
            return Err(value_error("alarm", &given.join(","), rule, Vec::new()));
        }
        Ok(filters)
    }

    /// Whether an event with this content passes, whether cancelled or not.
    pub(super) fn pass(&self, content: &EventContent) -> bool {
        let slot = &content.slot;
        (self.topics.is_empty() || slot.topics().iter().any(|topic| self.topics.contains(*topic)))
            && (self.sessions.is_empty() || self.sessions.contains(&content.session))
            && (self.kinds.is_empty() || self.kinds.contains(&slot.kind))
            && self.from.is_none_or(|from| slot.date >= from)
            && self.to.is_none_or(|to| slot.date <= to)
    }

    /// Removes what the path says already, so that one feed has one canonical address.
    pub(super) fn drop_redundant(&mut self, scope: &Scope) {
        if let Scope::Topic(topic) = scope
            && self.topics.contains(topic)
        {
            self.topics.clear();
        }
        if let Scope::Session(session) = scope
            && self.sessions.contains(session)
        {
            self.sessions.clear();
        }
        if self.kinds.len() == SlotKind::ALL.len() {
            self.kinds.clear();
        }
    }
}

/// The query in its canonical form: parameters in a fixed order, several values as several
/// parameters (as forms send them) in the order of the values.
impl fmt::Display for Filters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut separator = "";
        let mut add = |name: &str, value: &dyn fmt::Display| {
            let written = write!(f, "{separator}{name}={value}");
            separator = "&";
            written
        };
        self.topics.iter().try_for_each(|topic| add("topic", topic))?;
        self.sessions.iter().try_for_each(|session| add("session", session))?;
        self.kinds.iter().try_for_each(|kind| add("kind", kind))?;
        self.from.iter().try_for_each(|day| add("from", day))?;
        self.to.iter().try_for_each(|day| add("to", day))?;
        self.alarms.iter().try_for_each(|alarm| add("alarm", alarm))?;
        if self.busy {
            add("busy", &true)?;
        }
        if self.hide_cancelled {
            add("cancelled", &"hide")?;
        }
        Ok(())
    }
}

const PARAMETERS: [&str; 8] =
    ["topic", "session", "kind", "from", "to", "alarm", "busy", "cancelled"];

/// The values of the known parameters, lists taken apart.
struct Values<'a>(Vec<(&'a str, &'a str)>);

/// Why a value is not right: the rule, and the valid values if they can be listed.
type Fault = (String, Vec<String>);

fn value_error(
    parameter: &'static str,
    value: &str,
    rule: String,
    valid: Vec<String>,
) -> QueryError {
    QueryError::Value { parameter, value: value.to_owned(), rule, valid }
}

impl<'a> Values<'a> {
    fn new(parameters: &'a [(String, String)]) -> Result<Self, QueryError> {
        let values: Vec<(&str, &str)> = parameters
            .iter()
            .flat_map(|(name, list)| list.split(',').map(|value| (name.as_str(), value.trim())))
            .filter(|(_, value)| !value.is_empty())
            .collect();
        if values.len() > MAX_VALUES {
            return Err(QueryError::TooMany { found: values.len(), limit: MAX_VALUES });
        }
        Ok(Self(values))
    }

    /// The values of a parameter that may have several.
    fn each<T: Ord>(
        &self,
        parameter: &'static str,
        read: impl Fn(&str) -> Result<T, Fault>,
    ) -> Result<BTreeSet<T>, QueryError> {
        self.0
            .iter()
            .filter(|(name, _)| *name == parameter)
            .map(|(_, value)| {
                read(value).map_err(|(rule, valid)| value_error(parameter, value, rule, valid))
            })
            .collect()
    }

    /// The values of a parameter that names some of `known`.
    fn named<T: Ord + Clone>(
        &self,
        parameter: &'static str,
        known: &[T],
        name: impl Fn(&T) -> &str,
    ) -> Result<BTreeSet<T>, QueryError> {
        self.each(parameter, |value| {
            known.iter().find(|known| name(known) == value).cloned().ok_or_else(|| {
                let valid = known.iter().map(|known| name(known).to_owned()).collect();
                ("it has to be one of the valid values".to_owned(), valid)
            })
        })
    }

    /// The value of a parameter that has only one. The same value may stand twice.
    fn one<T: Ord>(
        &self,
        parameter: &'static str,
        read: impl Fn(&str) -> Result<T, Fault>,
    ) -> Result<Option<T>, QueryError> {
        let mut values = self.each(parameter, read)?;
        let value = values.pop_first();
        if values.is_empty() {
            return Ok(value);
        }
        let given = self.0.iter().filter(|(name, _)| *name == parameter);
        let given: Vec<&str> = given.map(|(_, value)| *value).collect();
        let rule = "it can have only one value".to_owned();
        Err(value_error(parameter, &given.join(","), rule, Vec::new()))
    }
}

fn day(text: &str) -> Result<NaiveDate, Fault> {
    // chrono also reads days and months of one digit and years of five, which would give one day
    // several addresses.
    text.parse::<NaiveDate>()
        .ok()
        .filter(|day| day.to_string() == text)
        .ok_or_else(|| ("it has to be a day, written as in 2023-03-06".to_owned(), Vec::new()))
}

fn choice(text: &str, choices: [(&str, bool); 2]) -> Result<bool, Fault> {
    choices.iter().find(|(name, _)| *name == text).map(|(_, value)| *value).ok_or_else(|| {
        let valid = choices.iter().map(|(name, _)| (*name).to_owned()).collect();
        ("it has to be one of the valid values".to_owned(), valid)
    })
}
