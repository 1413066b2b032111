//! Lists of municipalities with codes and readings (localgovjp, and 全国地方公共団体コード of the ministry), read as
//! districts: they say what a boundary file does not, how a name is read.
//!
//! 堺市 and 坂井市 are both さかい. Such a list has no boundaries, and takes none away.

use domain::codes;
use domain::district::DistrictLevel;
use domain::import::{DistrictDraft, Numbered, RowAction, RowIssue};
use domain::source::{Source, SourceKind};
use std::collections::BTreeMap;

use crate::cell::code::{municipality, prefecture_code};
use crate::cell::text::{excerpt, narrow, one_line};
use crate::draft::UNSTATED;
use crate::fit::comparable;
use crate::places::license_unstated;
use crate::refusal::Refusal;
use crate::table::{Record, Table};
use crate::{FileContent, ReadOptions, Records};

/// What `--profile` takes; also the name of the data set.
pub const NAME: &str = "municipality_list";

/// Positions of the columns.
#[derive(Debug)]
pub struct Fit {
    code: usize,
    prefecture: usize,
    prefecture_kana: Option<usize>,
    city: Option<usize>,
    city_kana: Option<usize>,
}

/// Whether a header is that of such a list.
pub fn fit(header: &[String]) -> Option<Fit> {
    let titles: Vec<String> = header.iter().map(|title| comparable(title)).collect();
    let find = |names: &[&str]| titles.iter().position(|title| names.contains(&title.as_str()));
    let fit = Fit {
        code: find(&["lgcode", "団体コード"])?,
        prefecture: find(&["pref", "都道府県名(漢字)"])?,
        prefecture_kana: find(&["prefkana", "都道府県名(カナ)"]),
        city: find(&["city", "市区町村名(漢字)"]),
        city_kana: find(&["citykana", "市区町村名(カナ)"]),
    };
    (fit.prefecture_kana.is_some() || fit.city_kana.is_some()).then_some(fit)
}

impl Fit {
    pub fn read(
        &self,
        mut table: Table,
        encoding: &'static str,
        options: &ReadOptions,
    ) -> Result<FileContent, Refusal> {
        let mut districts: BTreeMap<(bool, String), DistrictDraft> = BTreeMap::new();
        let (mut issues, mut rejected) = (Vec::new(), 0);
        while let Some(record) = table.next()? {
            match self.draft(record, options, &mut issues) {
                Some((prefecture, own)) => {
                    // Named by its municipalities, too, and by its own row with its reading.
                    for draft in [Some(prefecture), own].into_iter().flatten() {
                        let key = (
                            draft.level != DistrictLevel::Prefecture,
                            draft.official_code.clone().unwrap_or_default(),
                        );
                        let standing = districts.entry(key).or_insert_with(|| draft.clone());
                        standing.name_kana = standing.name_kana.take().or(draft.name_kana);
                    }
                }
                None => rejected += 1,
            }
        }
        if table.rows == 0 {
            return Err(Refusal::new("no-rows", "The file has a header but no rows."));
        }
        if options.license.is_none() {
            issues.push(license_unstated());
        }
        issues.sort_by_key(|issue| issue.line);
        Ok(FileContent {
            profile: NAME,
            encoding,
            dataset: options.dataset.unwrap_or(NAME).to_owned(),
            license: options.license.unwrap_or(UNSTATED).to_owned(),
            rows: table.rows,
            rejected,
            unlocated: 0,
            duplicates: 0,
            private: 0,
            schedules_converted: 0,
            schedules_original: 0,
            records: Records::Districts(districts.into_values().collect()),
            numbered: Numbered::default(),
            issues,
        })
    }

    /// The prefecture of a row, and its municipality unless the row is about the prefecture.
    fn draft(
        &self,
        record: Record,
        options: &ReadOptions,
        issues: &mut Vec<RowIssue>,
    ) -> Option<(DistrictDraft, Option<DistrictDraft>)> {
        // Parts of a name stand apart in some lists: 札幌市 中央区.
        let text = |place: Option<usize>| -> Option<String> {
            let line = one_line(record.cells.get(place?)?).into_owned();
            let joined: String = line.chars().filter(|c| !c.is_whitespace()).collect();
            (!joined.is_empty()).then_some(joined)
        };
        let mut note = |place: usize, rule, action, detail: String| {
            issues.push(RowIssue {
                line: record.line,
                column: record.header.get(place).cloned().unwrap_or_default(),
                value: excerpt(record.cells.get(place).unwrap_or_default()),
                rule,
                action,
                detail,
            });
        };
        let stated = text(Some(self.code))
            .map(|code| narrow(&code).into_owned())
            .unwrap_or_default();
        let city = text(self.city);
        let read = if city.is_some() {
            municipality(&stated)
        } else {
            prefecture_code(&stated)
        };
        let (code, repair) = match read {
            Ok(read) => read,
            Err((rule, detail)) => {
                note(self.code, rule, RowAction::Rejected, detail.to_owned());
                return None;
            }
        };
        if let Some(rule) = repair {
            let detail = format!("Read as {code}; the check digit leaves no other reading.");
            note(self.code, rule, RowAction::Repaired, detail);
        }
        let (Some(prefecture), Some(prefecture_code)) =
            (text(Some(self.prefecture)), codes::prefecture_of(&code))
        else {
            let detail = "A row needs the name of its prefecture.".to_owned();
            note(self.prefecture, "name-required", RowAction::Rejected, detail);
            return None;
        };
        let kana = text(self.prefecture_kana);
        let prefecture = draft(
            DistrictLevel::Prefecture,
            &prefecture_code,
            prefecture,
            kana,
            None,
            options,
        );
        let own = city.map(|name| {
            let parent = codes::city_of_ward(&code).unwrap_or(prefecture_code);
            draft(
                DistrictLevel::Municipality,
                &code,
                name,
                text(self.city_kana),
                Some(parent),
                options,
            )
        });
        Some((prefecture, own))
    }
}

fn draft(
    level: DistrictLevel,
    code: &str,
    name: String,
    name_kana: Option<String>,
    parent_code: Option<String>,
    options: &ReadOptions,
) -> DistrictDraft {
    DistrictDraft {
        level,
        official_code: Some(code.to_owned()),
        name,
        name_kana,
        parent_code,
        polygons: None,
        source: Source {
            kind: SourceKind::File,
            dataset: Some(options.dataset.unwrap_or(NAME).into()),
            publisher: Some(options.publisher.unwrap_or_default().into()),
            external_id: Some(code.to_owned()),
            name: "市区町村一覧".into(),
            url: options.source_url.map(Into::into),
            license: Some(options.license.unwrap_or(UNSTATED).into()),
            attribution: None,
            retrieved_at: options.retrieved_at,
            fields: vec!["name".to_owned(), "nameKana".to_owned()],
        },
    }
}

#[cfg(test)]
mod tests {
    use crate::tests::{districts, rules};

    const FILE: &str = "pid,pref,cid,city,citykana,lgcode\n\
        1,北海道,1101,札幌市 中央区,さっぽろし ちゅうおうく,011011\n\
        27,大阪府,27140,堺市,さかいし,271403\n\
        18,福井県,18210,坂井市,さかいし,182109\n\
        18,福井県,18210,無番市,むばんし,182108\n";

    fn found(file: &str) -> Vec<(String, String, String, String)> {
        let (drafts, _) = districts(file);
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        drafts
            .iter()
            .map(|d| {
                (
                    text(&d.official_code),
                    d.name.clone(),
                    text(&d.name_kana),
                    text(&d.parent_code),
                )
            })
            .collect()
    }

    fn row(code: &str, name: &str, kana: &str, parent: &str) -> (String, String, String, String) {
        (
            code.to_owned(),
            name.to_owned(),
            kana.to_owned(),
            parent.to_owned(),
        )
    }

    #[test]
    fn municipalities_have_readings_and_parents() {
        let expected = [
            row("010006", "北海道", "", ""),
            row("180009", "福井県", "", ""),
            row("270008", "大阪府", "", ""),
            row("011011", "札幌市中央区", "さっぽろしちゅうおうく", "011002"),
            row("182109", "坂井市", "さかいし", "180009"),
            row("271403", "堺市", "さかいし", "270008"),
        ];
        assert_eq!(found(FILE), expected);
        let (drafts, content) = districts(FILE);
        assert!(drafts.iter().all(|draft| draft.polygons.is_none()));
        assert_eq!(
            (content.profile, content.rows, content.rejected),
            ("municipality_list", 4, 1)
        );
        assert_eq!(
            rules(&content),
            ["license-unstated", "municipality-code-check-digit"]
        );
    }

    #[test]
    fn prefectures_that_lost_their_zero_get_it_back() {
        let (drafts, content) = districts(
            "pid,pref,prefkana,lgcode\n1,北海道,ほっかいどう,10006\n13,東京都,とうきょうと,130001\n",
        );
        assert_eq!(drafts[0].name_kana.as_deref(), Some("ほっかいどう"));
        assert_eq!(rules(&content), ["license-unstated", "leading-zero-restored"]);
        assert_eq!(drafts[0].official_code.as_deref(), Some("010006"));
    }

    #[test]
    fn the_list_of_the_ministry_has_its_own_names() {
        let file = "団体コード,\"都道府県名\n（漢字）\",\"市区町村名\n（漢字）\",\"都道府県名\n（カナ）\",\"市区町村名\n（カナ）\"\n\
            170003,石川県,,ｲｼｶﾜｹﾝ,\n172022,石川県,七尾市,ｲｼｶﾜｹﾝ,ﾅﾅｵｼ\n";
        let expected = [
            row("170003", "石川県", "ｲｼｶﾜｹﾝ", ""),
            row("172022", "七尾市", "ﾅﾅｵｼ", "170003"),
        ];
        assert_eq!(found(file), expected);
    }
}
