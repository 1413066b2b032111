//! Dates of a cell: ISO, with slashes or dots, Japanese eras, and the serial numbers of spreadsheets.
//!
//! Only whole dates count: one without a year, or with day and month in doubt, is left out.

use chrono::{DateTime, NaiveDate, TimeDelta, TimeZone, Utc};
use domain::import::RowAction;

use super::{Cells, Col, text::narrow};

/// Eras by their names and letters, with the year before their first.
const ERAS: [(&[&str], i32); 5] = [
    (&["令和", "R", "r"], 2018),
    (&["平成", "H", "h"], 1988),
    (&["昭和", "S", "s"], 1925),
    (&["大正", "T", "t"], 1911),
    (&["明治", "M", "m"], 1867),
];

impl Cells<'_> {
    /// The start of the day, in Japan.
    pub fn day(&mut self, column: Col) -> Option<DateTime<Utc>> {
        let line = self.line(column)?;
        let text = narrow(&line);
        let Some((date, repair)) = date(text.trim()) else {
            let detail = "Not one whole date with its year.";
            self.note(column, "date-unclear", RowAction::LeftOut, detail);
            return None;
        };
        if let Some(rule) = repair {
            self.note(column, rule, RowAction::Repaired, format!("Read as {date}."));
        }
        let midnight = chrono_tz::Asia::Tokyo.from_local_datetime(&date.and_hms_opt(0, 0, 0)?);
        Some(midnight.single()?.with_timezone(&Utc))
    }
}

/// The date, and the repair that it took.
fn date(text: &str) -> Option<(NaiveDate, Option<&'static str>)> {
    if let Some(serial) = text
        .parse::<i64>()
        .ok()
        .filter(|serial| (20_000..=80_000).contains(serial))
    {
        let epoch = NaiveDate::from_ymd_opt(1899, 12, 30)?;
        return Some((
            epoch.checked_add_signed(TimeDelta::days(serial))?,
            Some("date-serial"),
        ));
    }
    let era = ERAS
        .iter()
        .find_map(|(names, before)| Some((names.iter().find_map(|name| text.strip_prefix(name))?, *before)));
    let (text, before) = era.unwrap_or((text, 0));
    let text = text.trim_start().replacen('元', "1", 1);
    let whole = text.split('T').next()?.trim_end_matches('日');
    // A time of day may follow.
    let whole = whole.split_once("  ").map_or(whole, |(date, _)| date);
    let parts: Vec<&str> = whole.split(['-', '/', '.', '年', '月']).map(str::trim).collect();
    let [first, second, third] = parts.as_slice() else {
        return None;
    };
    let third = third.split(' ').next()?.trim_end_matches('日');
    let number = |text: &str| {
        text.parse::<i32>()
            .ok()
            .filter(|_| text.bytes().all(|b| b.is_ascii_digit()))
    };
    let (first, second, third) = (number(first)?, number(second)?, number(third)?);
    let ymd = |year, month, day| {
        NaiveDate::from_ymd_opt(year, u32::try_from(month).ok()?, u32::try_from(day).ok()?)
    };
    let plausible = |year: i32| (1868..=2100).contains(&year);
    if before > 0 {
        return Some((ymd(before + first, second, third)?, Some("date-era")));
    }
    if plausible(first) {
        return Some((ymd(first, second, third)?, None));
    }
    // 5/16/2020: the month comes first where the second number can be no month.
    if plausible(third) && second > 12 {
        return Some((ymd(third, first, second)?, Some("date-month-first")));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::tests::{Nth, with_cells};

    #[test]
    fn whole_dates_have_one_reading() {
        let read = |text: &str| {
            with_cells(&[text], |cells| {
                cells
                    .day(Nth(0))
                    .map(|day| day.to_rfc3339_opts(chrono::SecondsFormat::Secs, true))
            })
        };
        let day = Some("2022-05-16T15:00:00Z".to_owned());
        for text in [
            "2022-05-17",
            "2022/5/17",
            "2022.5.17",
            "2022年5月17日",
            "２０２２／５／１７",
            "2022-05-17 09:00",
        ] {
            assert_eq!(read(text), (day.clone(), vec![]), "{text}");
        }
        for (text, rule) in [
            ("44698", "date-serial"),
            ("R4.5.17", "date-era"),
            ("令和4年5月17日", "date-era"),
            ("Ｒ４. ５.１７", "date-era"),
            ("5/17/2022", "date-month-first"),
        ] {
            assert_eq!(read(text), (day.clone(), vec![(rule, "repaired")]), "{text}");
        }
        assert_eq!(read("令和元年5月1日").0.as_deref(), Some("2019-04-30T15:00:00Z"));
        for text in [
            "4月頃",
            "5/6/2022",
            "2022/13/1",
            "2022-02-30",
            "17.5.22",
            "2022",
            "随時",
        ] {
            assert_eq!(read(text), (None, vec![("date-unclear", "left out")]), "{text}");
        }
    }
}
