//! Districts: the same level and code (else name and parent) are the same district.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use domain::clock::to_micros;
use domain::import::{DistrictDraft, ImportPlan, Known, PlannedDistrict};
use domain::{District, DistrictId, DistrictLevel, Source, Texts};

/// Plans districts, parents first.
pub fn plan_districts(drafts: Vec<DistrictDraft>, known: &Known, at: DateTime<Utc>) -> ImportPlan {
    let mut plan = ImportPlan::default();
    let mut administrative: HashMap<String, DistrictId> = known
        .districts
        .iter()
        .filter(|district| district.level.is_administrative())
        .filter_map(|district| Some((district.official_code.clone()?, district.id)))
        .collect();
    let mut ordered = drafts;
    // The level sorts prefectures first; of municipalities, a designated city comes before its wards.
    ordered.sort_by_key(|draft| {
        let is_ward = draft
            .official_code
            .as_deref()
            .and_then(domain::codes::city_of_ward)
            .is_some();
        (draft.level, draft.level == DistrictLevel::Municipality && is_ward)
    });
    for draft in ordered {
        let parent = draft
            .parent_code
            .as_ref()
            .and_then(|code| administrative.get(code))
            .copied();
        let standing = known
            .districts
            .iter()
            .find(|district| is_same(district, &draft, parent));
        let mut source = draft.source;
        source.retrieved_at = to_micros(at);
        let district = District {
            id: standing.map_or_else(DistrictId::fresh, |standing| standing.id),
            version: standing.map_or(1, |standing| standing.version + 1),
            level: draft.level,
            official_code: draft.official_code,
            name: draft.name,
            name_kana: draft
                .name_kana
                .or_else(|| standing.and_then(|standing| standing.name_kana.clone())),
            parent: parent.or_else(|| standing.and_then(|standing| standing.parent)),
            polygons: draft
                .polygons
                .or_else(|| standing.map(|standing| standing.polygons.clone()))
                .unwrap_or_default(),
            translations: standing.map_or_else(Texts::default, |standing| standing.translations.clone()),
            sources: sources(standing, source),
        };
        if let (true, Some(code)) = (district.level.is_administrative(), &district.official_code) {
            administrative.insert(code.clone(), district.id);
        }
        match standing {
            Some(standing) if says_the_same(standing, &district) => plan.unchanged += 1,
            _ => plan.districts.push(PlannedDistrict {
                expected_version: standing.map(|standing| standing.version),
                district,
            }),
        }
    }
    link_orphans(&mut plan, known, &administrative);
    plan
}

/// Districts of schools that came before their municipality find it now: files come in any order.
fn link_orphans(plan: &mut ImportPlan, known: &Known, administrative: &HashMap<String, DistrictId>) {
    let planned: HashSet<DistrictId> = plan.districts.iter().map(|planned| planned.district.id).collect();
    let orphans = known.districts.iter().filter(|district| {
        !district.level.is_administrative() && district.parent.is_none() && !planned.contains(&district.id)
    });
    for orphan in orphans {
        let mut stated = orphan
            .sources
            .iter()
            .filter_map(|source| source.external_id.as_deref()?.split_once(':'));
        if let Some(parent) = stated.find_map(|(code, _)| administrative.get(code)) {
            plan.districts.push(PlannedDistrict {
                expected_version: Some(orphan.version),
                district: District {
                    version: orphan.version + 1,
                    parent: Some(*parent),
                    ..orphan.clone()
                },
            });
        }
    }
}

/// One source of each data set, in the order of their names: files come in any order.
fn sources(standing: Option<&District>, new: Source) -> Vec<Source> {
    let others = standing.into_iter().flat_map(|standing| &standing.sources);
    let mut sources: Vec<Source> = others.filter(|old| old.dataset != new.dataset).cloned().collect();
    sources.push(new);
    sources.sort_by(|a, b| a.dataset.cmp(&b.dataset));
    sources
}

fn is_same(district: &District, draft: &DistrictDraft, parent: Option<DistrictId>) -> bool {
    district.level == draft.level
        && match (&district.official_code, &draft.official_code) {
            (Some(a), Some(b)) => a == b,
            // A school's name is its own within its municipality, which the source's id tells.
            (None, None) => {
                let same_source = |source: &Source| {
                    source.dataset == draft.source.dataset && source.external_id == draft.source.external_id
                };
                match draft.source.external_id {
                    Some(_) => district.sources.iter().any(same_source),
                    None => district.name == draft.name && district.parent == parent,
                }
            }
            _ => false,
        }
}

/// Equal but for its version and the moment of the import.
fn says_the_same(standing: &District, new: &District) -> bool {
    let mut standing = standing.clone();
    standing.version = new.version;
    standing.sources.sort_by(|a, b| a.dataset.cmp(&b.dataset));
    for (old, new) in standing.sources.iter_mut().zip(&new.sources) {
        old.retrieved_at = new.retrieved_at;
    }
    standing == *new
}

#[cfg(test)]
mod tests;
