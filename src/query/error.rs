//! Why an address is not that of a feed.

/// Why an address is not that of a feed, with what would be right.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QueryError {
    /// The path names nothing that there is.
    #[error("there is no {what} {value:?}")]
    Unknown {
        /// The word for what is missing: language, body, session, topic, slot, address.
        what: &'static str,
        /// What the address says.
        value: String,
        /// What it could have said.
        valid: Vec<String>,
    },
    /// A known parameter has a value that it cannot have.
    #[error("{parameter}={value} is not valid: {rule}")]
    Value {
        /// The parameter's name.
        parameter: &'static str,
        /// The value, decoded.
        value: String,
        /// What the value has to be.
        rule: String,
        /// The values that it can have, if they can be listed.
        valid: Vec<String>,
    },
    /// The address is not well encoded: a `%` without two hexadecimal digits after it, or octets
    /// that are no UTF-8.
    #[error("the address is not well encoded at {part:?}: {rule}")]
    Encoding {
        /// The part of the address at fault, as it came, with anything but visible ASCII removed.
        part: String,
        /// What is wrong with it.
        rule: &'static str,
    },
    /// More filters than one query may have.
    #[error("a query has at most {limit} filter values, this one has {found}")]
    TooMany {
        /// How many there are.
        found: usize,
        /// How many there may be.
        limit: usize,
    },
}

impl QueryError {
    /// What the address could have said instead, where that can be listed.
    pub fn valid(&self) -> &[String] {
        match self {
            Self::Unknown { valid, .. } | Self::Value { valid, .. } => valid,
            Self::Encoding { .. } | Self::TooMany { .. } => &[],
        }
    }
}
