//! 国土数値情報 A27 (小学校区) and A32 (中学校区): districts of schools, read from the property names of each edition.
//!
//! Editions number their properties differently: with a school code (001 municipality, 003 code, 004 name), without
//! one (001, 003 name), and as 005 to 008 (005 municipality, 007 name). Features with one school code, else one name
//! within a municipality, are one district.

use std::collections::BTreeMap;

use domain::district::DistrictLevel;
use domain::import::{DistrictDraft, RowAction, RowIssue};
use domain::source::{Source, SourceKind};

use crate::ReadOptions;
use crate::cell::code::municipality;
use crate::cell::text::excerpt;
use crate::district_tree::Found;
use crate::draft::UNSTATED;
use crate::feature::Feature;

/// One kind of school.
#[derive(Debug)]
pub struct SchoolDialect {
    pub profile: &'static str,
    pub dataset: &'static str,
    prefix: &'static str,
    level: DistrictLevel,
    source_name: &'static str,
    attribution: &'static str,
}

pub static A27: SchoolDialect = SchoolDialect {
    profile: "a27",
    dataset: "a27",
    prefix: "A27",
    level: DistrictLevel::ElementarySchoolDistrict,
    source_name: "国土数値情報(小学校区データ)",
    attribution: "「国土数値情報(小学校区データ)」(国土交通省)を加工して作成",
};

pub static A32: SchoolDialect = SchoolDialect {
    profile: "a32",
    dataset: "a32",
    prefix: "A32",
    level: DistrictLevel::JuniorHighSchoolDistrict,
    source_name: "国土数値情報(中学校区データ)",
    attribution: "「国土数値情報(中学校区データ)」(国土交通省)を加工して作成",
};

/// Where an edition has what.
#[derive(Debug)]
struct Edition {
    municipality: String,
    school_code: Option<String>,
    name: String,
}

impl SchoolDialect {
    fn property(&self, number: u32) -> String {
        format!("{}_{number:03}", self.prefix)
    }

    /// Whether features with these properties are such districts.
    pub fn fits(&self, properties: &[String]) -> bool {
        let has = |number| properties.contains(&self.property(number));
        has(1) && has(3) || has(5) && has(7)
    }

    fn edition(&self, features: &[Feature]) -> Edition {
        let any = |number| {
            features
                .iter()
                .any(|feature| feature.text(&self.property(number)).is_some())
        };
        let is_code = |feature: &Feature| {
            feature
                .text(&self.property(3))
                .is_none_or(|text| is_school_code(&text))
        };
        let (municipality, school_code, name) = if !any(1) {
            (5, None, 7)
        } else if any(4) && any(3) && features.iter().all(is_code) {
            (1, Some(3), 4)
        } else {
            (1, None, 3)
        };
        Edition {
            municipality: self.property(municipality),
            school_code: school_code.map(|number| self.property(number)),
            name: self.property(name),
        }
    }

    pub fn read(&self, features: Vec<Feature>, options: &ReadOptions) -> Found {
        let edition = self.edition(&features);
        let mut districts: BTreeMap<(String, String), DistrictDraft> = BTreeMap::new();
        let mut issues = Vec::new();
        let mut rejected = 0;
        for (line, mut feature) in (1..).zip(features) {
            match self.draft(line, &mut feature, &edition, options, &mut issues) {
                Ok((key, draft)) => {
                    let polygons = draft.polygons.clone().unwrap_or_default();
                    match districts.entry(key) {
                        std::collections::btree_map::Entry::Vacant(vacant) => {
                            vacant.insert(draft);
                        }
                        std::collections::btree_map::Entry::Occupied(mut standing) => {
                            standing
                                .get_mut()
                                .polygons
                                .get_or_insert_default()
                                .extend(polygons);
                        }
                    }
                }
                Err(issue) => {
                    rejected += 1;
                    issues.push(*issue);
                }
            }
        }
        (districts.into_values().collect(), issues, rejected)
    }

    /// The draft and its identity: municipality, and school code or name.
    fn draft(
        &self,
        line: u64,
        feature: &mut Feature,
        edition: &Edition,
        options: &ReadOptions,
        issues: &mut Vec<RowIssue>,
    ) -> Result<((String, String), DistrictDraft), Box<RowIssue>> {
        let issue = |column: &str, value: &str, rule, action, detail: &str| RowIssue {
            line,
            column: column.to_owned(),
            value: excerpt(value),
            rule,
            action,
            detail: detail.to_owned(),
        };
        let reject = |column: &str, value: &str, rule, detail: &str| {
            Box::new(issue(column, value, rule, RowAction::Rejected, detail))
        };
        let stated = feature.text(&edition.municipality).unwrap_or_default();
        let (municipality, _) = municipality(&stated)
            .map_err(|(rule, detail)| reject(&edition.municipality, &stated, rule, detail))?;
        let Some(name) = feature.text(&edition.name) else {
            return Err(reject(
                &edition.name,
                "",
                "name-required",
                "A school district needs the name of its school.",
            ));
        };
        let (polygons, turned) = feature
            .take_polygons()
            .map_err(|(value, rule, detail)| reject("geometry", &value, rule, &detail))?;
        if turned {
            let detail = "Latitude came first in every position: turned around.";
            issues.push(issue(
                "geometry",
                "",
                "latitude-first",
                RowAction::Repaired,
                detail,
            ));
        }
        let official_code = edition
            .school_code
            .as_ref()
            .and_then(|property| feature.text(property));
        let identity = official_code.clone().unwrap_or_else(|| name.clone());
        let source = Source {
            kind: SourceKind::File,
            dataset: Some(options.dataset.unwrap_or(self.dataset).into()),
            publisher: Some("国土交通省".into()),
            external_id: Some(format!("{municipality}:{identity}")),
            name: self.source_name.into(),
            url: options.source_url.map(Into::into),
            license: Some(options.license.unwrap_or(UNSTATED).into()),
            attribution: Some(self.attribution.into()),
            retrieved_at: options.retrieved_at,
            fields: Vec::new(),
        };
        let draft = DistrictDraft {
            level: self.level,
            official_code,
            name,
            name_kana: None,
            parent_code: Some(municipality.clone()),
            polygons: Some(polygons),
            source,
        };
        Ok(((municipality, identity), draft))
    }
}

/// A letter and digits, as the ministry of education numbers schools.
fn is_school_code(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    text.bytes().all(|byte| byte.is_ascii_alphanumeric()) && digits >= 8
}

#[cfg(test)]
mod tests {
    use crate::tests::{districts, rules};

    const SQUARE: &str = "[[[139,35],[139.1,35],[139.1,35.1],[139,35]]]";

    /// Features from their properties, each of a square.
    fn file(features: &[&str]) -> String {
        let features: Vec<String> = features
            .iter()
            .map(|properties| {
                format!(
                    r#"{{"type":"Feature","properties":{{{properties}}},"geometry":{{"type":"Polygon","coordinates":{SQUARE}}}}}"#
                )
            })
            .collect();
        format!(
            r#"{{"type":"FeatureCollection","features":[{}]}}"#,
            features.join(",")
        )
    }

    fn read(features: &[&str]) -> Vec<(String, Option<String>, Option<String>, usize)> {
        let (drafts, _) = districts(&file(features));
        let polygons = |draft: &domain::import::DistrictDraft| draft.polygons.as_ref().map_or(0, Vec::len);
        drafts
            .iter()
            .map(|d| {
                (
                    d.name.clone(),
                    d.official_code.clone(),
                    d.parent_code.clone(),
                    polygons(d),
                )
            })
            .collect()
    }

    #[test]
    fn each_edition_is_read_by_what_it_holds() {
        let some = |text: &str| Some(text.to_owned());
        // 2021: with a school code.
        let modern = r#""A27_001":"13103","A27_002":"港区","A27_003":"B113210000018","A27_004":"赤羽小学校","A27_005":"x""#;
        assert_eq!(
            read(&[modern]),
            [("赤羽小学校".to_owned(), some("B113210000018"), some("131032"), 1)]
        );
        // 2010: the name where the code would be, the address where the name would be.
        let old = r#""A27_001":"13103","A27_002":"港区","A27_003":"赤羽小学校","A27_004":"港区三田""#;
        assert_eq!(read(&[old]), [("赤羽小学校".to_owned(), None, some("131032"), 1)]);
        // 2016.
        let shifted = r#""A27_005":"13103","A27_006":"港区","A27_007":"赤羽小学校","A27_008":"港区三田""#;
        assert_eq!(
            read(&[shifted]),
            [("赤羽小学校".to_owned(), None, some("131032"), 1)]
        );
    }

    #[test]
    fn parts_of_one_district_are_joined_and_names_belong_to_their_municipality() {
        let school = |code: &str| format!(r#""A32_001":"{code}","A32_002":"x","A32_003":"第一中学校""#);
        let (a, b) = (school("13103"), school("13104"));
        let found: Vec<(Option<String>, usize)> =
            read(&[&a, &b, &a]).into_iter().map(|d| (d.2, d.3)).collect();
        assert_eq!(
            found,
            [(Some("131032".to_owned()), 2), (Some("131041".to_owned()), 1)]
        );
    }

    #[test]
    fn what_is_missing_rejects_and_turned_positions_are_repaired() {
        let bad = [
            r#""A32_001":"99999","A32_003":"a""#,
            r#""A32_001":"13103","A32_003":null"#,
        ];
        let (drafts, content) = districts(&file(&bad));
        assert_eq!((drafts.len(), content.rejected), (0, 2));
        assert_eq!(
            rules(&content),
            ["municipality-code-check-digit", "name-required"]
        );
        let turned = file(&[r#""A32_001":"13103","A32_003":"a""#])
            .replace(SQUARE, "[[[35,139],[35,139.1],[35.1,139.1],[35,139]]]");
        let (drafts, content) = districts(&turned);
        assert_eq!(drafts[0].polygons.as_ref().unwrap()[0][0][0], [139.0, 35.0]);
        assert_eq!(rules(&content), ["license-unstated", "latitude-first"]);
    }
}
