//! Postal addresses as Japanese municipal files hold them.

use serde::{Deserialize, Serialize};

/// Where a place says it is. Everything may be unknown.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    /// The whole address in one line, as people write it.
    pub formatted: String,
    pub postal_code: Option<String>,
    pub prefecture: Option<String>,
    pub municipality: Option<String>,
    pub town: Option<String>,
    /// Six digits with check digit. A stated municipality: it may disagree with the point.
    pub municipality_code: Option<String>,
}

impl Address {
    /// An address that says nothing is no address.
    pub fn known(self) -> Option<Address> {
        let silent = self.formatted.is_empty()
            && self.postal_code.is_none()
            && self.prefecture.is_none()
            && self.municipality.is_none()
            && self.town.is_none()
            && self.municipality_code.is_none();
        (!silent).then_some(self)
    }
}
