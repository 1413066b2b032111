//! Everything that is not a place: vocabulary, districts, organizations, services, each found by id.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, OnceLock};

use domain::text::fold;
use domain::{
    District, DistrictId, DistrictLevel, Organization, OrganizationId, Scheme, Service, ServiceId, Term,
    TermId,
};

use crate::area::Polygons;
use crate::polygon::Polygon;
use crate::text;

/// Records in one order, found by id.
#[derive(Debug)]
pub(crate) struct Table<I, T> {
    pub(crate) records: Vec<T>,
    by_id: HashMap<I, u32>,
}

impl<I: Eq + Hash, T> Table<I, T> {
    pub(crate) fn new(records: Vec<T>, id: impl Fn(&T) -> I) -> Table<I, T> {
        let by_id = (0..)
            .zip(&records)
            .map(|(position, record)| (id(record), position))
            .collect();
        Table { records, by_id }
    }

    pub(crate) fn position(&self, id: &I) -> Option<u32> {
        self.by_id.get(id).copied()
    }

    pub(crate) fn at(&self, position: u32) -> Option<&T> {
        self.records.get(position as usize)
    }

    pub(crate) fn get(&self, id: &I) -> Option<&T> {
        self.at(self.position(id)?)
    }
}

/// How names sort: by folded reading, those without one after the others by folded name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct NameKey {
    pub(crate) no_reading: bool,
    pub(crate) key: Box<str>,
}

impl NameKey {
    pub(crate) fn new(name: &str, reading: Option<&str>) -> NameKey {
        NameKey {
            no_reading: reading.is_none(),
            key: fold(reading.unwrap_or(name)).into_boxed_str(),
        }
    }
}

/// An organization and what a search finds it by.
#[derive(Debug)]
pub(crate) struct OrganizationEntry {
    pub(crate) organization: Arc<Organization>,
    pub(crate) name_key: NameKey,
    pub(crate) names: String,
}

pub(crate) fn organizations(records: Vec<Organization>) -> Table<OrganizationId, OrganizationEntry> {
    let mut entries: Vec<OrganizationEntry> = records
        .into_iter()
        .map(|organization| OrganizationEntry {
            name_key: NameKey::new(&organization.name, organization.name_kana.as_deref()),
            names: text::names(
                &organization.name,
                organization.name_kana.as_deref(),
                &organization.translations,
            ),
            organization: Arc::new(organization),
        })
        .collect();
    entries.sort_by(|a, b| (&a.name_key, a.organization.id).cmp(&(&b.name_key, b.organization.id)));
    Table::new(entries, |entry| entry.organization.id)
}

/// A service and what a search finds it by.
#[derive(Debug)]
pub(crate) struct ServiceEntry {
    pub(crate) service: Arc<Service>,
    pub(crate) name_key: Box<str>,
    /// Names in all languages.
    pub(crate) names: String,
    /// Names and summaries.
    pub(crate) words: String,
}

pub(crate) fn services(records: Vec<Service>) -> Table<ServiceId, ServiceEntry> {
    let mut entries: Vec<ServiceEntry> = records
        .into_iter()
        .map(|service| {
            let names = text::names(&service.name, None, &service.translations);
            let summaries = service
                .translations
                .0
                .iter()
                .filter_map(|translation| translation.summary.as_deref());
            let words =
                names.clone() + &text::words_of(service.summary.as_deref().into_iter().chain(summaries));
            ServiceEntry {
                name_key: fold(&service.name).into_boxed_str(),
                names,
                words,
                service: Arc::new(service),
            }
        })
        .collect();
    entries.sort_by(|a, b| (&a.name_key, a.service.id).cmp(&(&b.name_key, b.service.id)));
    Table::new(entries, |entry| entry.service.id)
}

/// Schemes in their order, terms in theirs.
#[derive(Debug)]
pub(crate) struct Vocabulary {
    pub(crate) schemes: Vec<Scheme>,
    pub(crate) terms: Table<TermId, Arc<Term>>,
    by_code: HashMap<(String, String), TermId>,
    pub(crate) children: HashMap<TermId, Vec<TermId>>,
    /// Labels and synonyms of each term, folded; in the order of `terms`.
    pub(crate) words: Vec<String>,
}

impl Vocabulary {
    pub(crate) fn new(schemes: Vec<Scheme>, mut terms: Vec<Term>) -> Vocabulary {
        let rank = |code: &str| schemes.iter().position(|scheme| scheme.code == code);
        terms.sort_by_cached_key(|term| (rank(&term.scheme), term.ordinal, term.id));
        let mut children: HashMap<TermId, Vec<TermId>> = HashMap::new();
        for term in &terms {
            if let Some(parent) = term.parent {
                children.entry(parent).or_default().push(term.id);
            }
        }
        let words = terms
            .iter()
            .map(|term| {
                let labels = term
                    .translations
                    .0
                    .iter()
                    .filter_map(|translation| translation.name.as_deref());
                let synonyms = term.synonyms.iter().map(String::as_str);
                text::words_of(std::iter::once(term.label.as_str()).chain(labels).chain(synonyms))
            })
            .collect();
        let by_code = terms
            .iter()
            .map(|term| ((term.scheme.clone(), term.code.clone()), term.id))
            .collect();
        Vocabulary {
            schemes,
            terms: Table::new(terms.into_iter().map(Arc::new).collect(), |term: &Arc<Term>| {
                term.id
            }),
            by_code,
            children,
            words,
        }
    }

    pub(crate) fn by_code(&self, scheme: &str, code: &str) -> Option<&Arc<Term>> {
        self.terms
            .get(self.by_code.get(&(scheme.to_owned(), code.to_owned()))?)
    }

    /// The term and everything above it.
    pub(crate) fn with_ancestors(&self, id: TermId) -> Vec<TermId> {
        ancestry(id, |id| self.terms.get(&id)?.parent)
    }
}

/// A record and what stands above it; stops at a loop, which only another program could have written.
fn ancestry<I: Copy + PartialEq>(id: I, parent: impl Fn(I) -> Option<I>) -> Vec<I> {
    let mut line = vec![id];
    let mut next = parent(id);
    while let Some(id) = next.filter(|id| !line.contains(id)) {
        line.push(id);
        next = parent(id);
    }
    line
}

/// A district, its own polygons ready for questions, and the polygons of what it is made of.
#[derive(Debug)]
pub(crate) struct DistrictEntry {
    pub(crate) district: Arc<District>,
    pub(crate) own: Polygons,
    /// Positions of the districts whose polygons make up the area, itself first.
    pub(crate) parts: Vec<u32>,
    pub(crate) names: String,
    /// Made when somebody first asks: joining a prefecture takes a while.
    outline: OnceLock<geo::MultiPolygon>,
}

#[derive(Debug)]
pub(crate) struct Districts {
    pub(crate) table: Table<DistrictId, DistrictEntry>,
}

impl Districts {
    pub(crate) fn new(mut districts: Vec<District>) -> Districts {
        districts.sort_by(|a, b| district_order(a).cmp(&district_order(b)));
        let entries = districts
            .into_iter()
            .map(|district| DistrictEntry {
                own: Polygons::new(&district.polygons),
                parts: Vec::new(),
                names: text::names(
                    &district.name,
                    district.name_kana.as_deref(),
                    &district.translations,
                ),
                outline: OnceLock::new(),
                district: Arc::new(district),
            })
            .collect();
        let mut table: Table<DistrictId, DistrictEntry> =
            Table::new(entries, |entry: &DistrictEntry| entry.district.id);
        let owners: Vec<Vec<u32>> = (0..table.records.len() as u32)
            .map(|position| administrative_line(&table, position))
            .collect();
        for (position, owners) in (0..).zip(owners) {
            for owner in owners {
                if let Some(entry) = table.records.get_mut(owner as usize) {
                    entry.parts.push(position);
                }
            }
        }
        Districts { table }
    }

    /// The district and, above it, those that its polygons also belong to.
    pub(crate) fn line(&self, position: u32) -> Vec<u32> {
        administrative_line(&self.table, position)
    }

    /// The district and everything above it.
    pub(crate) fn with_ancestors(&self, position: u32) -> Vec<u32> {
        ancestry(position, |position| {
            self.table.position(&self.table.at(position)?.district.parent?)
        })
    }

    /// All polygons of the area of a district.
    pub(crate) fn area(&self, position: u32) -> impl Iterator<Item = &Polygon> {
        self.table
            .at(position)
            .into_iter()
            .flat_map(|entry| &entry.parts)
            .filter_map(|part| self.table.at(*part))
            .flat_map(|part| &part.own.0)
    }

    /// The area of a district as one valid shape, without the borders inside it.
    pub(crate) fn outline(&self, position: u32) -> Option<&geo::MultiPolygon> {
        let entry = self.table.at(position)?;
        let joined = entry.outline.get_or_init(|| {
            let parts = entry.parts.iter().filter_map(|part| self.table.at(*part));
            let polygons: Vec<geo::Polygon> = parts
                .flat_map(|part| &part.district.polygons)
                .filter_map(crate::area::geo_polygon)
                .collect();
            if polygons.len() < 2 {
                geo::MultiPolygon(polygons)
            } else {
                geo::unary_union(&polygons)
            }
        });
        (!joined.0.is_empty()).then_some(joined)
    }

    /// By level and official code; without a level, the first with this code.
    pub(crate) fn by_code(&self, level: Option<DistrictLevel>, code: &str) -> Option<&Arc<District>> {
        let normal = domain::codes::municipality_code(code);
        let matches = |entry: &&DistrictEntry| {
            let district = &entry.district;
            let own = district.official_code.as_deref();
            level.is_none_or(|level| level == district.level)
                && (own == Some(code)
                    || district.level.is_administrative() && own.is_some() && own == normal.as_deref())
        };
        self.table
            .records
            .iter()
            .find(matches)
            .map(|entry| &entry.district)
    }
}

/// By level, then code (those without one last), then name, then id.
fn district_order(district: &District) -> (DistrictLevel, bool, Option<&str>, &str, DistrictId) {
    let code = district.official_code.as_deref();
    (district.level, code.is_none(), code, &district.name, district.id)
}

fn administrative_line(table: &Table<DistrictId, DistrictEntry>, position: u32) -> Vec<u32> {
    let parent = |position: u32| {
        let district = &table.at(position)?.district;
        let parent = table.position(&district.parent?)?;
        let above = &table.at(parent)?.district;
        (district.level.is_administrative() && above.level.is_administrative()).then_some(parent)
    };
    ancestry(position, parent)
}
