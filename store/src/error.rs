//! What can go wrong with the database, split by who can mend it.

use domain::policy::Action;
use sea_orm::DbErr;

/// A failure of the store. `Refused` speaks to the operator or editor; the others only to the log.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Something that whoever asked can mend; the text says how.
    #[error("{0}")]
    Refused(String),
    /// The actor may not do this.
    #[error("not allowed: {0}")]
    Forbidden(Action),
    /// A record changed since it was read; nothing was written.
    #[error("somebody else changed {what} meanwhile; nothing was written, please try again")]
    Conflict { what: String },
    /// The database does not answer, or not as it should.
    #[error("the database does not answer: {0}")]
    Unavailable(#[from] DbErr),
    /// A row holds what no rule allows; another program wrote it.
    #[error("the database holds a row that cannot be read: {0}")]
    Corrupt(String),
}
