//! Districts put together from features: prefectures, designated cities, municipalities and wards.
//!
//! Features with one code are one district. Prefectures and designated cities are made from the names that
//! their parts carry; they hold no polygons of their own but those of land that no municipality owns. Nothing
//! is looked up in a table of names.

use std::collections::BTreeMap;

use domain::codes;
use domain::district::{DistrictLevel, PolygonRings};
use domain::import::{DistrictDraft, RowAction, RowIssue};
use domain::source::{Source, SourceKind};
use serde_json::Value;

use crate::ReadOptions;
use crate::cell::code::municipality;
use crate::cell::text::excerpt;
use crate::draft::UNSTATED;
use crate::feature::Feature;
use crate::profiles::districts::Dialect;

/// Districts, what was odd, and how many features were rejected.
pub type Found = (Vec<DistrictDraft>, Vec<RowIssue>, usize);

type ByCode = BTreeMap<String, DistrictDraft>;

/// The districts so far.
#[derive(Debug)]
pub struct Tree<'a> {
    dialect: &'static Dialect,
    options: &'a ReadOptions<'a>,
    prefectures: ByCode,
    cities: ByCode,
    municipalities: ByCode,
    issues: Vec<RowIssue>,
    rejected: usize,
}

impl<'a> Tree<'a> {
    pub fn new(dialect: &'static Dialect, options: &'a ReadOptions<'a>) -> Tree<'a> {
        Tree {
            dialect,
            options,
            prefectures: ByCode::new(),
            cities: ByCode::new(),
            municipalities: ByCode::new(),
            issues: Vec::new(),
            rejected: 0,
        }
    }

    /// Adds a feature that has a code.
    pub fn add(&mut self, line: u64, mut feature: Feature) {
        let Some(polygons) = self.polygons(line, &mut feature) else {
            return;
        };
        let stated = feature.text(self.dialect.code).unwrap_or_default();
        let digits = self.digits(&feature, &stated);
        let (code, repair) = match municipality(&digits) {
            Ok(read) => read,
            Err(("municipality-code-is-prefecture", _)) => {
                return self.unowned(line, &feature, &stated, polygons);
            }
            Err((rule, detail)) => return self.reject(line, self.dialect.code, &stated, rule, detail),
        };
        // Five digits are the form of these files, and need no repair.
        if digits != stated || repair == Some("leading-zero-restored") {
            let detail = format!("Read as {code}; a number loses its leading zero.");
            self.note(
                line,
                self.dialect.code,
                &stated,
                "leading-zero-restored",
                RowAction::Repaired,
                detail,
            );
        }
        let Some(own_name) = feature.text(self.dialect.municipality) else {
            let detail = "A municipality needs a name.";
            return self.reject(line, self.dialect.municipality, "", "name-required", detail);
        };
        let (Some(prefecture), Some(prefecture_name)) =
            (codes::prefecture_of(&code), feature.text(self.dialect.prefecture))
        else {
            let detail = "A municipality needs the name of its prefecture.";
            return self.reject(line, self.dialect.prefecture, "", "name-required", detail);
        };
        self.prefecture(&prefecture, prefecture_name);
        let (name, parent) = match (codes::city_of_ward(&code), self.ward(&feature, &own_name)) {
            (Some(city), Some((city_name, ward_name))) => {
                if !self.cities.contains_key(&city) {
                    let name = city_name.clone();
                    let draft = self.draft(DistrictLevel::Municipality, &city, name, Some(prefecture), None);
                    self.cities.insert(city.clone(), draft);
                }
                (format!("{city_name}{ward_name}"), city)
            }
            _ => (own_name, prefecture),
        };
        let draft = self.draft(
            DistrictLevel::Municipality,
            &code,
            name,
            Some(parent),
            Some(stated),
        );
        self.join(line, code, draft, polygons);
    }

    /// Adds a feature without a code: land that belongs to a prefecture only (所属未定地).
    pub fn add_unowned(&mut self, line: u64, mut feature: Feature) {
        if let Some(polygons) = self.polygons(line, &mut feature) {
            self.unowned(line, &feature, "", polygons);
        }
    }

    fn unowned(&mut self, line: u64, feature: &Feature, stated: &str, polygons: Vec<PolygonRings>) {
        let name = feature.text(self.dialect.prefecture);
        if let (Some(code), Some(name)) = (codes::prefecture_of(&self.digits(feature, stated)), &name) {
            self.prefecture(&code, name.clone());
        }
        let found = self
            .prefectures
            .values_mut()
            .find(|prefecture| Some(&prefecture.name) == name.as_ref());
        let Some(prefecture) = found else {
            let detail = "Without a code it belongs to its prefecture, whose code no other feature tells.";
            return self.reject(line, self.dialect.code, stated, "district-without-code", detail);
        };
        prefecture.polygons.get_or_insert_default().extend(polygons);
        let detail = format!(
            "No municipality's code: its area belongs to {} alone.",
            prefecture.name
        );
        self.note(
            line,
            self.dialect.code,
            stated,
            "district-without-code",
            RowAction::Noted,
            detail,
        );
    }

    /// The drafts, each after those above it; what was odd; how many features were rejected.
    pub fn finish(mut self) -> Found {
        for (code, city) in &mut self.cities {
            // A file may hold the city itself beside its wards.
            if let Some(own) = self.municipalities.remove(code) {
                city.polygons = own.polygons;
                city.source = own.source;
            }
        }
        let districts = [self.prefectures, self.cities, self.municipalities];
        (
            districts.into_iter().flat_map(BTreeMap::into_values).collect(),
            self.issues,
            self.rejected,
        )
    }

    /// The code with the leading zero that it lost where a tool wrote it as a number; a text is as it is.
    fn digits(&self, feature: &Feature, stated: &str) -> String {
        let number = feature
            .properties
            .get(self.dialect.code)
            .is_some_and(Value::is_number);
        if number && stated.len() == 4 {
            format!("0{stated}")
        } else {
            stated.to_owned()
        }
    }

    /// The names of city and ward, if the feature says that it is a ward of a city.
    fn ward(&self, feature: &Feature, own_name: &str) -> Option<(String, String)> {
        let is_city = |name: &String| name.ends_with('市');
        if let Some(city) = feature.text(self.dialect.county).filter(is_city) {
            let ward = own_name
                .strip_prefix(city.as_str())
                .unwrap_or(own_name)
                .to_owned();
            return Some((city, ward));
        }
        let ward = feature
            .text(self.dialect.ward)
            .filter(|name| name.ends_with('区'))?;
        let city = Some(own_name.to_owned()).filter(is_city)?;
        Some((city, ward))
    }

    fn prefecture(&mut self, code: &str, name: String) {
        if !self.prefectures.contains_key(code) {
            let draft = self.draft(DistrictLevel::Prefecture, code, name, None, None);
            self.prefectures.insert(code.to_owned(), draft);
        }
    }

    /// Adds polygons to the municipality with this code, which is made if it is new.
    fn join(&mut self, line: u64, code: String, draft: DistrictDraft, polygons: Vec<PolygonRings>) {
        let name = draft.name.clone();
        let district = self.municipalities.entry(code).or_insert(draft);
        district.polygons.get_or_insert_default().extend(polygons);
        if district.name != name {
            let detail = format!(
                "An earlier feature with this code is named {}; that name is kept.",
                district.name
            );
            self.note(
                line,
                self.dialect.municipality,
                &name,
                "district-name-differs",
                RowAction::Noted,
                detail,
            );
        }
    }

    fn draft(
        &self,
        level: DistrictLevel,
        code: &str,
        name: String,
        parent_code: Option<String>,
        external_id: Option<String>,
    ) -> DistrictDraft {
        let (dialect, options) = (self.dialect, self.options);
        DistrictDraft {
            level,
            official_code: Some(code.to_owned()),
            name,
            name_kana: None,
            parent_code,
            polygons: Some(Vec::new()),
            source: Source {
                kind: SourceKind::File,
                dataset: Some(options.dataset.unwrap_or(dialect.dataset).into()),
                publisher: Some(dialect.publisher.into()),
                external_id,
                name: dialect.source_name.into(),
                url: options.source_url.map(Into::into),
                license: Some(options.license.unwrap_or(UNSTATED).into()),
                attribution: Some(dialect.attribution.into()),
                retrieved_at: options.retrieved_at,
                fields: Vec::new(),
            },
        }
    }

    fn polygons(&mut self, line: u64, feature: &mut Feature) -> Option<Vec<PolygonRings>> {
        let (value, rule, detail) = match feature.take_polygons() {
            Ok((polygons, turned)) => {
                if turned {
                    let detail = "Latitude came first in every position: turned around.".to_owned();
                    self.note(
                        line,
                        "geometry",
                        "",
                        "latitude-first",
                        RowAction::Repaired,
                        detail,
                    );
                }
                return Some(polygons);
            }
            Err(no_area) => no_area,
        };
        self.reject(line, "geometry", &value, rule, &detail);
        None
    }

    fn reject(&mut self, line: u64, column: &str, value: &str, rule: &'static str, detail: &str) {
        self.rejected += 1;
        self.note(line, column, value, rule, RowAction::Rejected, detail.to_owned());
    }

    fn note(
        &mut self,
        line: u64,
        column: &str,
        value: &str,
        rule: &'static str,
        action: RowAction,
        detail: String,
    ) {
        self.issues.push(RowIssue {
            line,
            column: column.to_owned(),
            value: excerpt(value),
            rule,
            action,
            detail,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::{districts, rules};

    const SQUARE: &str = r#"{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}"#;
    const TWO: &str =
        r#"{"type":"MultiPolygon","coordinates":[[[[0,0],[1,0],[1,1],[0,0]]],[[[2,0],[3,0],[3,1],[2,0]]]]}"#;

    /// Features from prefecture, county, name, code (JSON) and geometry.
    fn file(features: &[(&str, &str, &str, &str, &str)]) -> String {
        let features: Vec<String> = features
            .iter()
            .map(|(prefecture, county, name, code, geometry)| {
                format!(
                    r#"{{"type":"Feature","properties":{{"N03_001":"{prefecture}","N03_002":null,"N03_003":"{county}","N03_004":"{name}","N03_007":{code}}},"geometry":{geometry}}}"#
                )
            })
            .collect();
        format!(
            r#"{{"type":"FeatureCollection","features":[{}]}}"#,
            features.join(",")
        )
    }

    fn lines(drafts: &[DistrictDraft]) -> Vec<(&str, &str, &str, usize)> {
        drafts
            .iter()
            .map(|draft| {
                let parent = draft.parent_code.as_deref().unwrap_or_default();
                (
                    draft.official_code.as_deref().unwrap(),
                    draft.name.as_str(),
                    parent,
                    draft.polygons.as_ref().map_or(0, Vec::len),
                )
            })
            .collect()
    }

    #[test]
    fn wards_hang_below_their_city_and_cities_below_their_prefecture() {
        let (drafts, content) = districts(&file(&[
            ("北海道", "札幌市", "北区", "\"01102\"", SQUARE),
            ("北海道", "札幌市", "中央区", "\"01101\"", SQUARE),
            ("北海道", "石狩郡", "当別町", "\"01303\"", SQUARE),
            ("東京都", "", "千代田区", "\"13101\"", TWO),
            ("東京都", "", "千代田区", "\"13101\"", SQUARE),
        ]));
        assert_eq!(
            lines(&drafts),
            [
                ("010006", "北海道", "", 0),
                ("130001", "東京都", "", 0),
                ("011002", "札幌市", "010006", 0),
                ("011011", "札幌市中央区", "011002", 1),
                ("011029", "札幌市北区", "011002", 1),
                ("013030", "当別町", "010006", 1),
                ("131016", "千代田区", "130001", 3),
            ]
        );
        let levels: Vec<&str> = drafts.iter().map(|draft| draft.level.code()).collect();
        assert_eq!(levels[..3], ["PREFECTURE", "PREFECTURE", "MUNICIPALITY"]);
        assert_eq!((content.rows, content.rejected), (5, 0));
        assert_eq!(rules(&content), ["license-unstated"]);
        let source = &drafts[3].source;
        assert_eq!(
            (source.external_id.as_deref(), source.dataset.as_deref()),
            (Some("01101"), Some("n03"))
        );
        assert_eq!(drafts[0].source.external_id, None);
    }

    #[test]
    fn the_properties_of_2024_read_the_same() {
        let old = file(&[("北海道", "札幌市", "北区", "\"01102\"", SQUARE)]);
        let new = old.replace(
            r#""N03_003":"札幌市","N03_004":"北区""#,
            r#""N03_003":null,"N03_004":"札幌市","N03_005":"北区""#,
        );
        assert_ne!(old, new);
        assert_eq!(districts(&old).0, districts(&new).0);
    }

    #[test]
    fn land_without_code_belongs_to_the_prefecture() {
        let (drafts, content) = districts(&file(&[
            ("東京都", "", "所属未定地", "null", SQUARE),
            ("千葉県", "", "所属未定地", "null", SQUARE),
            ("千葉県", "", "所属未定地", "\"12000\"", SQUARE),
            ("埼玉県", "", "所属未定地", "null", SQUARE),
            ("東京都", "", "千代田区", "\"13101\"", SQUARE),
        ]));
        let expected = [
            ("120006", "千葉県", "", 2),
            ("130001", "東京都", "", 1),
            ("131016", "千代田区", "130001", 1),
        ];
        assert_eq!(lines(&drafts), expected);
        assert_eq!((content.rows, content.rejected), (5, 1));
        let issues: Vec<(u64, &str)> = content
            .issues
            .iter()
            .map(|issue| (issue.line, issue.action.code()))
            .collect();
        assert_eq!(
            issues,
            [
                (0, "noted"),
                (1, "noted"),
                (2, "noted"),
                (3, "noted"),
                (4, "rejected")
            ]
        );
    }

    #[test]
    fn a_feature_that_is_no_district_is_rejected_alone() {
        let (drafts, content) = districts(&file(&[
            ("石川県", "", "七尾市", "\"17202\"", SQUARE),
            ("石川県", "", "金沢市", "\"17201\"", "null"),
            (
                "石川県",
                "",
                "小松市",
                "\"17203\"",
                r#"{"type":"Point","coordinates":[1,2]}"#,
            ),
            (
                "石川県",
                "",
                "輪島市",
                "\"17204\"",
                r#"{"type":"Polygon","coordinates":[[[0,0],[1,1],[1,0],[0,1],[0,0]]]}"#,
            ),
            ("石川県", "", "珠洲市", "\"1720\"", SQUARE),
            ("石川県", "", "", "\"17206\"", SQUARE),
            ("", "", "羽咋市", "\"17207\"", SQUARE),
            ("石川県", "", "七尾町", "17202", SQUARE),
            ("北海道", "", "函館市", "1202", SQUARE),
        ]));
        let expected = [
            ("010006", "北海道", "", 0),
            ("170003", "石川県", "", 0),
            ("012025", "函館市", "010006", 1),
            ("172022", "七尾市", "170003", 2),
        ];
        assert_eq!(lines(&drafts), expected);
        assert_eq!((content.rows, content.rejected), (9, 6));
        assert_eq!(
            rules(&content),
            [
                "license-unstated",
                "geometry-not-a-polygon",
                "geometry-not-a-polygon",
                "polygon-invalid",
                "municipality-code-check-digit",
                "name-required",
                "name-required",
                "district-name-differs",
                "leading-zero-restored",
            ]
        );
        assert_eq!(
            (content.issues[1].line, content.issues[1].column.as_str()),
            (2, "geometry")
        );
    }

    #[test]
    fn a_city_that_stands_beside_its_wards_is_one_district() {
        let (drafts, _) = districts(&file(&[
            ("北海道", "", "札幌市", "\"01100\"", SQUARE),
            ("北海道", "札幌市", "中央区", "\"01101\"", SQUARE),
        ]));
        let expected = [
            ("010006", "北海道", "", 0),
            ("011002", "札幌市", "010006", 1),
            ("011011", "札幌市中央区", "011002", 1),
        ];
        assert_eq!(lines(&drafts), expected);
    }
}
