//! Plenary reads the programmes of work that intergovernmental bodies issue and serves them as
//! calendars that people subscribe to.
//!
//! The path of a programme through the crate, each step a function that can be called by itself:
//!
//! ```text
//! feeds/*.toml --programme--> Programmes --publication::reconcile--> Publication --ledger-->
//!     Snapshot --query::select--> Feed --render--> Representation --http--> response
//! ```

pub mod cli;
pub mod document;
pub mod http;
pub mod ledger;
mod memory;
pub mod model;
pub mod pages;
pub mod parallel;
pub mod programme;
pub mod publication;
pub mod publisher;
pub mod query;
pub mod render;
pub mod service;
pub mod settings;
pub mod snapshot;
pub mod words;
