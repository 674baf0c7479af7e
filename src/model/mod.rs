//! The words of the field as types: a body, its sessions, and the programme of work of each.
//!
//! The model imports nothing else of this crate and does nothing by itself: reading it from files
//! is [`crate::programme`]'s work, turning it into events [`crate::publication`]'s.

mod body;
mod colour;
mod document;
mod entry;
mod ident;
mod language;
mod session;
mod slot;
mod symbol;
mod text;
mod zone;

pub use body::{AgendaPosition, Body, Programmes, Topic};
pub use colour::{Colour, ColourError};
pub use document::{Document, DocumentRole};
pub use entry::{Entry, EntryKind};
pub use ident::{BodyId, IdentError, SessionId, SlotId, TopicId};
pub use language::{Language, LanguageError};
pub use session::{AgendaItem, Footnote, Session, SessionStatus};
pub use slot::{FormerSlot, Slot, SlotKind};
pub use symbol::{DocumentSymbol, SymbolError};
pub use text::{Reading, Text};
pub use zone::{ZoneError, ZoneRules};
