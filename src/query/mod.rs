//! Feed queries: what an address asks for, and the events that answer it.
//!
//! [`FeedQuery::parse`] reads an address, [`FeedQuery::address`] writes it in its one canonical
//! form, [`select`] answers it from a snapshot, and [`history`] tells how the answer came about.

mod duration;
mod encoding;
mod error;
mod feed;
mod filters;
mod history;
mod parse;
mod select;

pub use duration::{Alarm, AlarmError};
pub use encoding::{parameter, plain_path};
pub use error::QueryError;
pub use feed::{Feed, FeedEvent, Presence};
pub use filters::{Filters, MAX_ALARMS, MAX_VALUES};
pub use history::{ChangeKind, EventChange, FeedChange, FeedHistory, history};
pub use parse::{FeedQuery, Scope};
pub use select::select;
