//! Districts, what each is made of, and their outlines.

use std::sync::{Arc, OnceLock};

use domain::{District, DistrictId, DistrictLevel};

use super::Table;
use crate::area::Polygons;
use crate::polygon::Polygon;
use crate::text;

/// A district and its own polygons ready for questions.
#[derive(Debug)]
pub(crate) struct DistrictEntry {
    pub(crate) district: Arc<District>,
    pub(crate) own: Polygons,
    pub(crate) names: String,
}

/// The area of a district, made when somebody first asks: joining a prefecture takes a while.
type Outline = Arc<Drawing>;

#[derive(Debug, Default)]
struct Drawing {
    whole: OnceLock<geo::MultiPolygon>,
    /// As GeoJSON, a little simplified.
    text: OnceLock<Option<Box<str>>>,
}

#[derive(Debug)]
pub(crate) struct Districts {
    pub(crate) table: Table<DistrictId, DistrictEntry>,
    /// For each slot, the slots of the districts whose polygons make up its area, itself first.
    parts: Vec<Vec<u32>>,
    outlines: Vec<Outline>,
    /// Slots by level, then code (those without one last), then name, then id.
    order: Vec<u32>,
}

impl Districts {
    pub(crate) fn new(districts: Vec<District>) -> Districts {
        let entries = districts.into_iter().map(entry);
        Districts::of(Table::new(entries), |_, _| None)
    }

    /// The same districts with others in place of those of their ids, or beside them.
    pub(crate) fn with(&self, changed: Vec<District>) -> Districts {
        let mut table = self.table.clone();
        let mut slots = Vec::new();
        for district in changed {
            let (id, entry) = entry(district);
            table.set(id, entry);
            slots.extend(table.slot(&id));
        }
        Districts::of(table, |slot, parts| {
            let unmoved =
                self.parts.get(slot) == Some(parts) && !parts.iter().any(|part| slots.contains(part));
            self.outlines.get(slot).filter(|_| unmoved).cloned()
        })
    }

    /// `known` gives the outline of a slot that is made of the same parts as before.
    fn of(
        table: Table<DistrictId, DistrictEntry>,
        known: impl Fn(usize, &Vec<u32>) -> Option<Outline>,
    ) -> Districts {
        let slots = 0..table.records.len() as u32;
        let mut parts: Vec<Vec<u32>> = slots.clone().map(|slot| vec![slot]).collect();
        for slot in slots.clone() {
            for above in administrative_line(&table, slot).into_iter().skip(1) {
                if let Some(parts) = parts.get_mut(above as usize) {
                    parts.push(slot);
                }
            }
        }
        let outlines = parts.iter().enumerate();
        let outlines = outlines.map(|(slot, parts)| known(slot, parts).unwrap_or_default());
        let mut order: Vec<u32> = slots.collect();
        order.sort_by_key(|slot| table.at(*slot).map(|entry| district_order(&entry.district)));
        Districts {
            outlines: outlines.collect(),
            parts,
            order,
            table,
        }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &DistrictEntry> {
        self.order.iter().filter_map(|slot| self.table.at(*slot))
    }

    /// From prefecture down.
    pub(crate) fn sort(&self, slots: &mut [u32]) {
        slots.sort_by_key(|slot| self.table.at(*slot).map(|entry| district_order(&entry.district)));
    }

    /// The district and, above it, those that its polygons also belong to.
    pub(crate) fn line(&self, slot: u32) -> Vec<u32> {
        administrative_line(&self.table, slot)
    }

    /// The district and everything above it.
    pub(crate) fn with_ancestors(&self, slot: u32) -> Vec<u32> {
        ancestry(slot, |slot| {
            self.table.slot(&self.table.at(slot)?.district.parent?)
        })
    }

    /// The districts of a level below one that have none of that level below themselves, in order.
    pub(crate) fn leaves_below(&self, parent: DistrictId, level: DistrictLevel) -> Vec<u32> {
        let Some(parent) = self.table.slot(&parent) else {
            return Vec::new();
        };
        let is_of_level = |slot: u32| {
            self.table
                .at(slot)
                .is_some_and(|entry| entry.district.level == level)
        };
        let mut has_below = vec![false; self.table.records.len()];
        let mut below = Vec::new();
        for slot in self.order.iter().copied().filter(|slot| is_of_level(*slot)) {
            let above = self.with_ancestors(slot);
            let above = above.into_iter().filter(|other| *other != slot);
            let mut is_below = false;
            for other in above {
                is_below |= other == parent;
                if let Some(has) = has_below.get_mut(other as usize) {
                    *has = true;
                }
            }
            if is_below {
                below.push(slot);
            }
        }
        below.retain(|slot| has_below.get(*slot as usize) == Some(&false));
        below
    }

    /// The districts whose polygons make up the area of one, itself first.
    pub(crate) fn made_of(&self, slot: u32) -> impl Iterator<Item = &District> {
        let parts = self.parts.get(slot as usize).into_iter().flatten();
        parts
            .filter_map(|part| self.table.at(*part))
            .map(|entry| &*entry.district)
    }

    /// All polygons of the area of a district.
    pub(crate) fn area(&self, slot: u32) -> impl Iterator<Item = &Polygon> {
        let parts = self.parts.get(slot as usize).into_iter().flatten();
        parts
            .filter_map(|part| self.table.at(*part))
            .flat_map(|part| &part.own.0)
    }

    /// The area of a district as one valid shape, without the borders inside it.
    pub(crate) fn outline(&self, slot: u32) -> Option<&geo::MultiPolygon> {
        let parts = self.parts.get(slot as usize)?;
        let joined = self.outlines.get(slot as usize)?.whole.get_or_init(|| {
            let polygons: Vec<geo::Polygon> = parts
                .iter()
                .filter_map(|part| self.table.at(*part))
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

    /// The outline as text, which is kept; `draw` makes it.
    pub(crate) fn drawn(&self, slot: u32, draw: impl FnOnce() -> Option<String>) -> Option<&str> {
        let text = &self.outlines.get(slot as usize)?.text;
        text.get_or_init(|| draw().map(String::into_boxed_str)).as_deref()
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
        self.iter().find(matches).map(|entry| &entry.district)
    }
}

fn entry(district: District) -> (DistrictId, DistrictEntry) {
    let entry = DistrictEntry {
        own: Polygons::new(&district.polygons),
        names: text::names(
            &district.name,
            district.name_kana.as_deref(),
            &district.translations,
        ),
        district: Arc::new(district),
    };
    (entry.district.id, entry)
}

fn district_order(district: &District) -> (DistrictLevel, bool, Option<&str>, &str, DistrictId) {
    let code = district.official_code.as_deref();
    (district.level, code.is_none(), code, &district.name, district.id)
}

/// A record and what stands above it; stops at a loop, which only another program could have written.
pub(super) fn ancestry<I: Copy + PartialEq>(id: I, parent: impl Fn(I) -> Option<I>) -> Vec<I> {
    let mut line = vec![id];
    let mut next = parent(id);
    while let Some(id) = next.filter(|id| !line.contains(id)) {
        line.push(id);
        next = parent(id);
    }
    line
}

fn administrative_line(table: &Table<DistrictId, DistrictEntry>, slot: u32) -> Vec<u32> {
    let parent = |slot: u32| {
        let district = &table.at(slot)?.district;
        let parent = table.slot(&district.parent?)?;
        let above = &table.at(parent)?.district;
        (district.level.is_administrative() && above.level.is_administrative()).then_some(parent)
    };
    ancestry(slot, parent)
}
