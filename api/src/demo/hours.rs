//! When invented places are open: rules, words nobody has converted, and days that differ.

use chrono::{Datelike, NaiveDate, NaiveTime, TimeDelta};
use domain::schedule::DEFAULT_TIME_ZONE;
use domain::{Schedule, SpecialHours};

use super::maker::Maker;
use super::words;

/// A rule in OpenStreetMap syntax, and the same in words.
pub(super) type Hours = (&'static str, &'static str);

/// A schedule with a rule alone.
pub(super) fn by_rule(rule: &str) -> Schedule {
    Schedule {
        rule: Some(rule.to_owned()),
        time_zone: DEFAULT_TIME_ZONE.to_owned(),
        ..Schedule::default()
    }
}

/// Mostly one of these rules; sometimes words alone, every other week, or nothing at all.
pub(super) fn schedules(maker: &mut Maker, list: &[Hours]) -> Vec<Schedule> {
    let roll = maker.number(0, 99);
    match roll {
        0..78 => {
            let (rule, original) = maker.pick(list);
            if rule.is_empty() {
                return Vec::new();
            }
            let original = maker.chance(0.6).then(|| original.to_owned());
            vec![Schedule {
                original,
                ..by_rule(rule)
            }]
        }
        78..81 => vec![every_other_week(maker)],
        81..90 => vec![Schedule::from_original(
            maker.pick(words::SPOKEN_HOURS).to_owned(),
        )],
        _ => Vec::new(),
    }
}

/// 隔週, which the other syntax cannot say; counted from a Wednesday some weeks ago.
fn every_other_week(maker: &mut Maker) -> Schedule {
    let day = today(maker);
    let since = i64::from(day.weekday().num_days_from_monday()) - 2;
    Schedule {
        rrule: Some("FREQ=WEEKLY;INTERVAL=2;BYDAY=WE".to_owned()),
        anchor: Some(day - TimeDelta::days(since + 7 * maker.number(4, 9))),
        opens: NaiveTime::from_hms_opt(13, 30, 0),
        closes: NaiveTime::from_hms_opt(16, 0, 0),
        original: Some("隔週水曜 13時半〜16時".to_owned()),
        time_zone: DEFAULT_TIME_ZONE.to_owned(),
        ..Schedule::default()
    }
}

/// The local date of the register's moment; Japan is nine hours ahead all year.
fn today(maker: &Maker) -> NaiveDate {
    (maker.at + TimeDelta::hours(9)).date_naive()
}

/// Days that differ: the turn of the year, the summer holidays, a single closed or extra day.
pub(super) fn special_hours(maker: &mut Maker) -> Vec<SpecialHours> {
    let day = today(maker);
    let soon = day + TimeDelta::days(maker.number(2, 60));
    let closed = |from: Option<NaiveDate>, to: Option<NaiveDate>, reason: &str| {
        from.zip(to).map(|(from, to)| SpecialHours {
            from,
            to,
            opens: None,
            closes: None,
            reason: Some(reason.to_owned()),
        })
    };
    let special = match maker.number(0, 3) {
        0 => {
            let turn = NaiveDate::from_ymd_opt(day.year(), 12, 29);
            closed(turn, turn.map(|turn| turn + TimeDelta::days(5)), "年末年始休み")
        }
        1 => {
            let year = if day.month() > 8 {
                day.year() + 1
            } else {
                day.year()
            };
            let summer = NaiveDate::from_ymd_opt(year, 8, 13);
            closed(
                summer,
                summer.map(|summer| summer + TimeDelta::days(2)),
                "お盆休み",
            )
        }
        2 => closed(Some(soon), Some(soon), "設備点検のため臨時休業"),
        _ => Some(SpecialHours {
            from: soon,
            to: soon,
            opens: NaiveTime::from_hms_opt(10, 0, 0),
            closes: NaiveTime::from_hms_opt(15, 0, 0),
            reason: Some("臨時開所".to_owned()),
        }),
    };
    special.into_iter().collect()
}
