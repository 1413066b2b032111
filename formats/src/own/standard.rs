//! The same rows under the titles of the municipal standard (自治体標準オープンデータセット), for spreadsheets and for
//! whoever knows such lists.
//!
//! First come the standard's columns in its order, with the titles that the profiles declare; those that are a column
//! of ours hold it, the others are read off the row (its first phone, its hours in words). Then come the rest of our
//! columns under their own names, so that nothing is lost and [`super::read`] reads the file back. A column that is
//! read off is written only: what it says stands in one of ours, too.

use std::sync::LazyLock;

use domain::place::AccessibilityFeature;
use domain::{ContactKind, Visibility};
use hours::words::{Language, schedule};

use super::cells::defuse;
use super::columns::{COLUMNS, Column};
use super::record::Row;
use crate::fit::comparable;
use crate::profile::Means;
use crate::profiles::standard::public_facility;

/// The columns of the standard, in its order.
const HEAD: [Means; 20] = [
    Means::PublisherCode,
    Means::Id,
    Means::Publisher,
    Means::Name,
    Means::NameKana,
    Means::NameEnglish,
    Means::MunicipalityCode,
    Means::Address,
    Means::Prefecture,
    Means::City,
    Means::Town,
    Means::Latitude,
    Means::Longitude,
    Means::Phone,
    Means::Fax,
    Means::Email,
    Means::PostalCode,
    Means::Summary,
    Means::Hours("特記事項", Some(crate::profile::Part::Notes)),
    Means::Web,
];

/// The column of ours that says it, whole.
fn own(means: Means) -> Option<&'static str> {
    Some(match means {
        Means::Id => "id",
        Means::Name => "name",
        Means::NameKana => "name_kana",
        Means::Summary => "summary",
        Means::MunicipalityCode => "municipality_code",
        Means::Address => "address",
        Means::Prefecture => "prefecture",
        Means::City => "municipality",
        Means::Town => "town",
        Means::PostalCode => "postal_code",
        Means::Latitude => "latitude",
        Means::Longitude => "longitude",
        _ => return None,
    })
}

/// What is read off a row.
fn read_off(means: Means, row: &Row) -> String {
    let place = &row.place;
    let contact = |kind| {
        let mut public = place
            .contacts
            .iter()
            .filter(|contact| contact.visibility == Visibility::Public);
        public
            .find(|contact| contact.kind == kind)
            .map(|contact| contact.value.clone())
    };
    let address = place.address.as_ref();
    let said = match means {
        Means::PublisherCode => address.and_then(|address| address.municipality_code.clone()),
        Means::Publisher => address.and_then(|address| address.municipality.clone()),
        Means::NameEnglish => {
            let mut translations = place.translations.0.iter();
            let english = translations.find(|translation| translation.language == "en");
            english.and_then(|english| english.name.clone())
        }
        Means::Phone => contact(ContactKind::Phone),
        Means::Fax => contact(ContactKind::Fax),
        Means::Email => contact(ContactKind::Email),
        Means::Web => contact(ContactKind::Web),
        Means::Hours(..) => {
            let said = place.schedules.iter();
            let said: Vec<String> = said.filter_map(|one| schedule(one, Language::Japanese)).collect();
            Some(said.join("\n"))
        }
        Means::Access(feature) => {
            available(row, feature).map(|yes| if yes { "可" } else { "不可" }.to_owned())
        }
        _ => None,
    };
    said.unwrap_or_default()
}

/// Blank is unknown, as the standard has it.
fn available(row: &Row, feature: AccessibilityFeature) -> Option<bool> {
    let mut features = row.place.accessibility.iter();
    features.find(|known| known.feature == feature)?.available
}

/// A column of the file.
#[derive(Debug)]
struct Titled {
    title: &'static str,
    of: Of,
}

#[derive(Debug)]
enum Of {
    Ours(&'static Column),
    Standard(Means),
}

static TITLED: LazyLock<Vec<Titled>> = LazyLock::new(|| {
    let declared = public_facility::PROFILE.columns;
    let title = |means: Means| {
        let column = declared.iter().find(|column| column.means == means)?;
        column.names.first().copied()
    };
    let ours = |name: &str| COLUMNS.iter().copied().find(|column| column.name == name);
    let features = declared
        .iter()
        .map(|column| column.means)
        .filter(|means| matches!(means, Means::Access(_)));
    let head = HEAD.into_iter().chain(features).filter_map(|means| {
        let of = own(means).and_then(ours).map_or(Of::Standard(means), Of::Ours);
        Some(Titled {
            title: title(means)?,
            of,
        })
    });
    let mut titled: Vec<Titled> = head.collect();
    let is_titled = |column: &Column| HEAD.iter().any(|means| own(*means) == Some(column.name));
    titled.extend(
        COLUMNS
            .iter()
            .filter(|column| !is_titled(column))
            .map(|column| Titled {
                title: column.name,
                of: Of::Ours(column),
            }),
    );
    titled
});

/// The header.
pub fn header() -> impl Iterator<Item = &'static str> {
    TITLED.iter().map(|titled| titled.title)
}

/// The cells of a row, none of them a formula.
pub fn cells(row: &Row) -> impl Iterator<Item = String> {
    TITLED.iter().map(|titled| {
        defuse(match titled.of {
            Of::Ours(column) => (column.write)(row),
            Of::Standard(means) => read_off(means, row),
        })
    })
}

/// The title under which the standard has a column of ours.
pub fn title_of(name: &str) -> Option<&'static str> {
    let mut titled = TITLED.iter();
    titled
        .find(|titled| matches!(titled.of, Of::Ours(column) if column.name == name))
        .map(|titled| titled.title)
}

/// Whether a title, in the form in which titles are compared, is that of a column that is only written.
pub fn is_read_off(title: &str) -> bool {
    let mut titled = TITLED.iter();
    titled.any(|titled| matches!(titled.of, Of::Standard(_)) && comparable(titled.title) == title)
}
