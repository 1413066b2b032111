//! Parts of records that have no id of their own.

use hours::words;
use std::sync::Arc;

use async_graphql::{Object, SimpleObject};

use super::{Organization, Place, Service};
use crate::graphql::context::Read;
use crate::graphql::enums;
use crate::graphql::scalars::{Date, DateTime, LocalTime, Url};

/// A position, WGS 84 degrees.
#[derive(Debug, Clone, Copy, SimpleObject)]
pub struct GeoPoint {
    /// -90 to 90.
    pub latitude: f64,
    /// -180 to 180.
    pub longitude: f64,
}

impl From<domain::Point> for GeoPoint {
    fn from(point: domain::Point) -> GeoPoint {
        GeoPoint {
            latitude: point.lat,
            longitude: point.lon,
        }
    }
}

/// A postal address; what is not known is null.
#[derive(Debug, Clone, SimpleObject)]
pub struct Address {
    /// The whole address in one line.
    pub formatted: String,
    /// Seven digits, as 123-4567.
    pub postal_code: Option<String>,
    /// 都道府県.
    pub prefecture: Option<String>,
    /// 市区町村.
    pub municipality: Option<String>,
    /// 町字.
    pub town: Option<String>,
    /// 全国地方公共団体コード, six digits with check digit.
    pub municipality_code: Option<String>,
}

impl From<&domain::Address> for Address {
    fn from(address: &domain::Address) -> Address {
        let domain::Address {
            formatted,
            postal_code,
            prefecture,
            municipality,
            town,
            municipality_code,
        } = address.clone();
        Address {
            formatted,
            postal_code,
            prefecture,
            municipality,
            town,
            municipality_code,
        }
    }
}

/// How to get in touch.
#[derive(Debug, Clone, SimpleObject)]
pub struct Contact {
    /// The channel.
    pub kind: enums::ContactKind,
    /// The number or address.
    pub value: String,
    /// What to know about it.
    pub note: Option<String>,
    /// Who may see it.
    pub visibility: enums::Visibility,
}

impl From<&domain::Contact> for Contact {
    fn from(contact: &domain::Contact) -> Contact {
        Contact {
            kind: contact.kind.into(),
            value: contact.value.clone(),
            note: contact.note.clone(),
            visibility: contact.visibility.into(),
        }
    }
}

/// Whether a place has a feature.
#[derive(Debug, Clone, SimpleObject)]
pub struct Accessibility {
    /// The feature.
    pub feature: enums::AccessibilityFeature,
    /// null = unknown.
    pub available: Option<bool>,
    /// What to know about it.
    pub note: Option<String>,
}

impl From<&domain::Accessibility> for Accessibility {
    fn from(accessibility: &domain::Accessibility) -> Accessibility {
        Accessibility {
            feature: accessibility.feature.into(),
            available: accessibility.available,
            note: accessibility.note.clone(),
        }
    }
}

/// Where a record, or some of its fields, came from.
#[derive(Debug, Clone, SimpleObject)]
pub struct Source {
    /// How the facts arrived.
    pub kind: enums::SourceKind,
    /// The data set.
    pub dataset: Option<String>,
    /// The number of the record in it.
    pub external_id: Option<String>,
    /// Its name for people.
    pub name: String,
    /// Where to find it.
    pub url: Option<Url>,
    /// The license, in the words of the publisher; "unstated" when there are none.
    pub license: Option<String>,
    /// What to print beside the data.
    pub attribution: Option<String>,
    /// When it was read.
    pub retrieved_at: DateTime,
    /// Fields that came from here; empty = the record.
    pub fields: Vec<String>,
}

impl From<&domain::Source> for Source {
    fn from(source: &domain::Source) -> Source {
        let owned = |text: &Option<Arc<str>>| text.as_deref().map(str::to_owned);
        Source {
            kind: source.kind.into(),
            dataset: owned(&source.dataset),
            external_id: source.external_id.clone(),
            name: source.name.to_string(),
            url: owned(&source.url).map(Url),
            license: owned(&source.license),
            attribution: owned(&source.attribution),
            retrieved_at: DateTime::At(source.retrieved_at),
            fields: source.fields.clone(),
        }
    }
}

/// A dated exception: closed, other hours or an extra opening; wins over every rule.
#[derive(Debug, Clone, SimpleObject)]
pub struct SpecialHours {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// null = closed all day.
    pub opens: Option<LocalTime>,
    /// At or before `opens`: past midnight.
    pub closes: Option<LocalTime>,
    /// Why.
    pub reason: Option<String>,
}

impl From<&domain::SpecialHours> for SpecialHours {
    fn from(hours: &domain::SpecialHours) -> SpecialHours {
        SpecialHours {
            from: Date::On(hours.from),
            to: Date::On(hours.to),
            opens: hours.opens.map(LocalTime::At),
            closes: hours.closes.map(LocalTime::At),
            reason: hours.reason.clone(),
        }
    }
}

/// Who confirmed a record, how, and whether that still holds.
#[derive(Debug)]
pub struct Verification {
    pub(super) read: Arc<Read>,
    pub(super) verification: domain::Verification,
}

/// Who confirmed a record, how, and whether that still holds.
#[Object]
impl Verification {
    /// How far the record can be trusted now.
    async fn status(&self) -> enums::VerificationStatus {
        self.verification.status(self.read.now).into()
    }

    /// When it was confirmed last.
    async fn verified_at(&self) -> Option<DateTime> {
        self.verification.verified_at.map(DateTime::At)
    }

    /// Last day that it holds, in Japan; null = a year.
    async fn expires_at(&self) -> Option<Date> {
        self.verification.expires_at.map(Date::On)
    }

    /// By whom.
    async fn by(&self) -> Option<Organization> {
        Organization::find(&self.read, self.verification.by?)
    }

    /// How.
    async fn method(&self) -> Option<enums::VerificationMethod> {
        self.verification.method.map(Into::into)
    }
}

/// When something is open, as a rule.
#[derive(Debug)]
pub struct Schedule {
    pub(super) schedule: domain::Schedule,
    pub(super) place: Option<Place>,
    pub(super) service: Option<Service>,
}

/// When something is open, as a rule.
#[Object]
impl Schedule {
    /// OpenStreetMap opening_hours syntax; null when only rrule or original is known.
    async fn rule(&self) -> Option<&str> {
        self.schedule.rule.as_deref()
    }

    /// An RRULE value, only where that syntax cannot say it, e.g. every other week; counted from `anchor`, with
    /// `opens` and `closes`.
    async fn rrule(&self) -> Option<&str> {
        self.schedule.rrule.as_deref()
    }

    /// First day that the rrule counts from.
    async fn anchor(&self) -> Option<Date> {
        self.schedule.anchor.map(Date::On)
    }

    /// With rrule.
    async fn opens(&self) -> Option<LocalTime> {
        self.schedule.opens.map(LocalTime::At)
    }

    /// With rrule.
    async fn closes(&self) -> Option<LocalTime> {
        self.schedule.closes.map(LocalTime::At)
    }

    /// As entered or imported.
    async fn original(&self) -> Option<&str> {
        self.schedule.original.as_deref()
    }

    /// In words: in the asked language (ja, ja-Hira for やさしい日本語, en), else in Japanese; what cannot be said plainly
    /// stays in the words it was entered with, else null.
    async fn text(
        &self,
        #[graphql(desc = "BCP 47, for example en or ja-Hira.")] language: Option<String>,
    ) -> Option<String> {
        words::schedule(&self.schedule, words::Language::of(language.as_deref()))
    }

    /// Set when it is a place's own, or a service's as offered there.
    async fn place(&self) -> Option<&Place> {
        self.place.as_ref()
    }

    /// Set when it is a service's.
    async fn service(&self) -> Option<&Service> {
        self.service.as_ref()
    }

    /// First day that it holds.
    async fn valid_from(&self) -> Option<Date> {
        self.schedule.valid_from.map(Date::On)
    }

    /// Last day that it holds.
    async fn valid_through(&self) -> Option<Date> {
        self.schedule.valid_through.map(Date::On)
    }

    /// IANA name of the zone of its times.
    async fn time_zone(&self) -> &str {
        &self.schedule.time_zone
    }

    /// What to know about it.
    async fn note(&self) -> Option<&str> {
        self.schedule.note.as_deref()
    }
}
