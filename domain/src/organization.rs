//! Who runs places and services.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::closed_set;
use crate::contact::Contact;
use crate::ids::OrganizationId;
use crate::source::Source;
use crate::translation::Texts;

closed_set! {
    /// What sort of body it is.
    OrganizationKind {
        WelfareCouncil = "WELFARE_COUNCIL",
        Municipality = "MUNICIPALITY",
        Nonprofit = "NONPROFIT",
        ResidentsGroup = "RESIDENTS_GROUP",
        Company = "COMPANY",
        School = "SCHOOL",
        Other = "OTHER",
    }
}

/// An organization with everything the public may see of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organization {
    pub id: OrganizationId,
    pub version: i32,
    pub name: String,
    pub name_kana: Option<String>,
    pub kind: OrganizationKind,
    pub url: Option<String>,
    pub contacts: Vec<Contact>,
    pub translations: Texts,
    pub sources: Vec<Source>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

impl Organization {
    /// A new record that says nothing yet.
    pub fn empty(at: DateTime<Utc>) -> Organization {
        Organization {
            id: OrganizationId::fresh(),
            version: 1,
            name: String::new(),
            name_kana: None,
            kind: OrganizationKind::Other,
            url: None,
            contacts: Vec::new(),
            translations: Texts::default(),
            sources: Vec::new(),
            created_at: at,
            updated_at: at,
        }
    }
}
