//! Plenary reads the programmes of work that intergovernmental bodies issue and serves them as
//! calendars that people subscribe to.
//!
//! The path of a programme through the crate, each step a function that can be called by itself:
//!
//! ```text
//! feeds/*.toml --programme--> Programmes --publication::reconcile--> Publication --ledger-->
//!     Snapshot --query::select--> Feed --render--> Representation --http--> response
//! ```

pub mod http;
pub mod model;
pub mod publication;
pub mod query;
pub mod render;
pub mod snapshot;
