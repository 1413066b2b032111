//! The report of an import on a terminal, in Japanese or English: numbers first, then what changes, then what is odd.

use std::io::{self, Write};

use domain::import::FieldChange;

use super::{Changed, Counts, Issue, Match, Report};
use crate::cli::Language;

/// Lines of each list that are shown; the JSON report has all of them.
const SHOWN: usize = 20;

pub(super) fn show(report: &Report, language: Language, out: &mut impl Write) -> io::Result<()> {
    let ja = language == Language::Ja;
    let file = plain(&report.file);
    if let Some(refused) = &report.refused {
        let reason = match report.issues.first() {
            Some(issue) if ja => format!("{} {}", issue.sentence(language), plain(refused)),
            _ => plain(refused),
        };
        return match ja {
            true => writeln!(out, "{file}: 取り込めません: {reason}"),
            false => writeln!(out, "{file}: refused: {reason}"),
        };
    }
    let (profile, encoding) = (&report.profile, &report.encoding);
    let (dataset, license) = (plain(&report.dataset), plain(&report.license));
    let Report {
        rows,
        created,
        updated,
        unchanged,
        gone,
        rejected,
        held,
        merged,
        unlocated,
        duplicates,
        private,
        schedules,
        ..
    } = report;
    if report.profile.is_empty() {
        writeln!(out, "{file}")?;
    } else if ja {
        let license = if license == "unstated" {
            "記載なし".to_owned()
        } else {
            license
        };
        writeln!(
            out,
            "{file}: {profile}（{encoding}）データセット {dataset}、ライセンス {license}"
        )?;
        writeln!(
            out,
            "  {rows} 行: 新規 {created}、更新 {updated}、変更なし {unchanged}、取り込めない行 {rejected}、\
             判断待ち {held}、既存の場所に統合 {merged}、ファイルから消えた記録 {gone}（残します）"
        )?;
        writeln!(
            out,
            "  位置なし {unlocated}、番号の重複 {duplicates}、非公開にした連絡先など {private}"
        )?;
        if schedules.converted + schedules.original > 0 {
            writeln!(
                out,
                "  開所日時: 規則に変換 {}、原文のまま {}",
                schedules.converted, schedules.original
            )?;
        }
    } else {
        writeln!(
            out,
            "{file}: {profile} ({encoding}), data set {dataset}, license {license}"
        )?;
        writeln!(
            out,
            "  {rows} rows: {created} created, {updated} updated, {unchanged} unchanged, {rejected} rejected, \
             {held} waiting for a decision, {merged} merged into a place, {gone} gone from the file (kept)"
        )?;
        writeln!(
            out,
            "  {unlocated} without a position, {duplicates} with a repeated number, {private} kept private"
        )?;
        if schedules.converted + schedules.original > 0 {
            writeln!(
                out,
                "  opening hours: {} converted, {} kept in the words of the file",
                schedules.converted, schedules.original
            )?;
        }
    }
    for (name, japanese, Counts { created, updated }) in [
        ("services", "サービス", &report.services),
        ("organizations", "団体", &report.organizations),
    ] {
        match (created + updated, ja) {
            (0, _) => {}
            (_, true) => writeln!(out, "  {japanese}: 新規 {created}、更新 {updated}")?,
            (_, false) => writeln!(out, "  {name}: {created} created, {updated} updated")?,
        }
    }
    list(&report.changes, ja, out, |change, out| changed(change, ja, out))?;
    let open = report
        .matches
        .iter()
        .filter(|found| found.outcome != "renumbered");
    let open: Vec<&Match> = open.collect();
    list(&open, ja, out, |found, out| matched(found, ja, out))?;
    let told = report
        .issues
        .iter()
        .filter(|issue| issue.rule != "possible-match");
    let told: Vec<&Issue> = told.collect();
    list(&told, ja, out, |issue, out| odd(issue, language, out))?;
    let state = match (report.applied, ja) {
        (true, true) => "取り込みました",
        (true, false) => "applied",
        (false, true) => "試行です。何も変更していません",
        (false, false) => "dry run, nothing was changed",
    };
    writeln!(out, "  {state}")
}

/// The first ones, and how many more there are.
fn list<T, W: Write>(
    items: &[T],
    ja: bool,
    out: &mut W,
    mut show: impl FnMut(&T, &mut W) -> io::Result<()>,
) -> io::Result<()> {
    for item in items.iter().take(SHOWN) {
        show(item, out)?;
    }
    let more = items.len().saturating_sub(SHOWN);
    match (more, ja) {
        (0, _) => Ok(()),
        (more, true) => writeln!(out, "  … ほか {more} 件（--report FILE.json に全件）"),
        (more, false) => writeln!(out, "  ... and {more} more; --report FILE.json has all"),
    }
}

fn changed(change: &Changed, ja: bool, out: &mut impl Write) -> io::Result<()> {
    let name = plain(&change.name);
    match ja {
        true => writeln!(out, "  {} 行目 {name}: 更新", change.line)?,
        false => writeln!(out, "  line {}, {name}: updated", change.line)?,
    }
    for FieldChange { field, old, new } in &change.fields {
        let nothing = if ja { "（なし）" } else { "(nothing)" };
        let word = |value: &Option<String>| value.as_deref().map_or_else(|| nothing.to_owned(), short);
        writeln!(out, "    {field}: {} → {}", word(old), word(new))?;
    }
    Ok(())
}

fn matched(found: &Match, ja: bool, out: &mut impl Write) -> io::Result<()> {
    let line = found.line;
    let (name, known) = (plain(&found.name), plain(&found.place_name));
    let address = plain(found.place_address.as_deref().unwrap_or_default());
    let distance = found
        .distance_m
        .map(|meters| format!(", {meters:.0} m"))
        .unwrap_or_default();
    if ja {
        let reason = match found.reason {
            "name and address" => "名前と住所が同じ",
            "name, nearby" => "名前が同じで近い",
            _ => "法人番号が同じ",
        };
        let outcome = match found.outcome {
            "merged" => "統合",
            "new" => "別の場所",
            _ => "判断待ち",
        };
        writeln!(
            out,
            "  {line} 行目 {name} = {known}（{address}）? {reason}{distance}: {outcome}"
        )
    } else {
        let (reason, outcome) = (found.reason, found.outcome);
        writeln!(
            out,
            "  line {line}, {name} = {known} ({address})? same {reason}{distance}: {outcome}"
        )
    }
}

fn odd(issue: &Issue, language: Language, out: &mut impl Write) -> io::Result<()> {
    let ja = language == Language::Ja;
    let cell = [plain(&issue.column), plain(&issue.value)];
    let cell = cell.iter().filter(|text| !text.is_empty()).map(String::as_str);
    let cell = cell.collect::<Vec<_>>().join(" ");
    let place = match (issue.line, ja) {
        (0, true) => format!("ファイル全体 {cell}"),
        (0, false) => format!("whole file {cell}"),
        (line, true) => format!("{line} 行目 {cell}"),
        (line, false) => format!("line {line} {cell}"),
    };
    let action = match ja {
        true => action_in_japanese(issue.action),
        false => issue.action,
    };
    let (rule, sentence) = (issue.rule, plain(issue.sentence(language)));
    writeln!(out, "  {}: {action} ({rule}): {sentence}", place.trim_end())
}

fn action_in_japanese(action: &str) -> &str {
    match action {
        "rejected" => "取り込めない",
        "held back" => "判断待ち",
        "left out" => "空欄扱い",
        "repaired" => "修正",
        "noted" => "確認",
        other => other,
    }
}

/// Enough to recognize a value by.
fn short(text: &str) -> String {
    const LENGTH: usize = 60;
    let text = plain(text);
    match text.char_indices().nth(LENGTH) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}

/// Nothing in a cell may speak to the terminal.
fn plain(text: &str) -> String {
    text.replace(char::is_control, " ")
}
