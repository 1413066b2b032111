//! Several schedules with owners and special hours, by hand.

use chrono::{NaiveDate, NaiveTime};
use chrono_tz::Tz;
use domain::{Schedule, SpecialHours};

use super::*;
use crate::holidays::Holidays;
use crate::pattern::Pattern;

const TOKYO: Tz = Tz::Asia__Tokyo;
const PLACE: &str = "place";

/// A day of December 2026, its hours and the reason.
type Special = (u32, Option<(u32, u32)>, &'static str);

struct World {
    horizon: Horizon,
    schedules: Vec<(&'static str, Expansion, Option<&'static str>)>,
    exceptions: Exceptions,
    is_closed: bool,
}

/// At noon on Friday, 27 November 2026, in Japan.
fn world(schedules: &[(&'static str, &str)]) -> World {
    let horizon = Horizon::at("2026-11-27T03:00:00Z".parse().unwrap(), TOKYO).unwrap();
    let expand = |rule: &str| {
        let schedule = match rule.strip_prefix('?') {
            Some(words) => Schedule::from_original(words.to_owned()),
            None => Schedule {
                rule: Some(rule.to_owned()),
                time_zone: "Asia/Tokyo".to_owned(),
                ..Schedule::default()
            },
        };
        Expansion::of(&Pattern::of(&schedule), &horizon, &Holidays::built_in())
    };
    World {
        schedules: schedules
            .iter()
            .map(|(owner, rule)| (*owner, expand(rule), None))
            .collect(),
        exceptions: Exceptions::default(),
        is_closed: false,
        horizon,
    }
}

impl World {
    fn special(mut self, rows: &[Special]) -> World {
        let time = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
        let rows: Vec<SpecialHours> = rows
            .iter()
            .map(|(day, hours, reason)| {
                let date = NaiveDate::from_ymd_opt(2026, 12, *day).unwrap();
                SpecialHours {
                    from: date,
                    to: date,
                    opens: hours.map(|(opens, _)| time(opens)),
                    closes: hours.map(|(_, closes)| time(closes)),
                    reason: Some((*reason).to_owned()),
                }
            })
            .collect();
        self.exceptions = Exceptions::of(&rows, TOKYO, &self.horizon);
        self
    }

    fn ask<T>(&self, question: impl FnOnce(&Agenda<&'static str>) -> T) -> T {
        let entries: Vec<Entry<&'static str>> = self
            .schedules
            .iter()
            .map(|(owner, expansion, note)| Entry {
                owner: *owner,
                expansion,
                note: *note,
            })
            .collect();
        question(&Agenda {
            schedules: &entries,
            exceptions: &self.exceptions,
            place: PLACE,
            is_closed: self.is_closed,
        })
    }

    /// Local times in Japan, December 2026: `05 11:00`.
    fn at(&self, text: &str) -> u32 {
        let text = format!("2026-12-{}:00+09:00", text.replace(' ', "T"));
        self.horizon.minute(text.parse().unwrap()).unwrap()
    }

    fn clock(&self, minute: u32) -> String {
        self.horizon
            .moment(minute)
            .with_timezone(&TOKYO)
            .format("%d %H:%M")
            .to_string()
    }

    /// Open, until or from when, and whose.
    fn state(&self, text: &str) -> (Option<bool>, Option<String>, Option<&'static str>) {
        self.ask(|agenda| {
            let state = agenda.state(self.at(text), &self.horizon);
            assert_eq!(agenda.is_open(self.at(text)), state.is_open);
            assert_eq!(
                agenda.opens_within(self.at(text), self.at(text)),
                state.is_open == Some(true)
            );
            assert!(state.closes.is_none() || state.opens.is_none());
            (
                state.is_open,
                state.closes.or(state.opens).map(|minute| self.clock(minute)),
                state.owner,
            )
        })
    }

    fn reason(&self, text: &str) -> String {
        self.ask(|agenda| match agenda.state(self.at(text), &self.horizon).reason {
            Some(Reason::Said(words)) => words.to_owned(),
            Some(Reason::Unknown) => "unknown".to_owned(),
            Some(Reason::TemporarilyClosed) => "closed".to_owned(),
            None => String::new(),
        })
    }

    fn openings(&self, text: &str, first: usize) -> Vec<String> {
        self.ask(|agenda| {
            let list = agenda.openings(self.at(text), &self.horizon).take(first);
            let list: Vec<Opening<&'static str>> = list.collect();
            let start = list.first().map(|opening| opening.span.start);
            assert_eq!(agenda.next_opening(self.at(text), &self.horizon), start);
            list.iter()
                .map(|opening| {
                    let (start, end) = (self.clock(opening.span.start), self.clock(opening.span.end));
                    format!("{start} {end} {} {}", opening.owner, opening.note.unwrap_or("-"))
                })
                .collect()
        })
    }
}

fn owned(text: &str) -> Option<String> {
    Some(text.to_owned())
}

#[test]
fn a_place_is_open_when_it_or_a_service_is_and_the_answer_names_it() {
    let world = world(&[
        (PLACE, "Sa 10:00-14:00"),
        ("meal", "Sa 12:00-16:00"),
        ("desk", "Mo 09:00-10:00"),
    ]);
    assert_eq!(world.state("05 09:59"), (Some(false), owned("05 10:00"), None));
    assert_eq!(
        world.state("05 10:00"),
        (Some(true), owned("05 16:00"), Some(PLACE))
    );
    assert_eq!(
        world.state("05 15:00"),
        (Some(true), owned("05 16:00"), Some("meal"))
    );
    assert_eq!(world.state("05 16:00"), (Some(false), owned("07 09:00"), None));
    assert_eq!(
        world.openings("05 13:00", 3),
        [
            "05 10:00 05 14:00 place -",
            "05 12:00 05 16:00 meal -",
            "07 09:00 07 10:00 desk -"
        ]
    );
}

#[test]
fn unknown_is_between_open_and_closed() {
    let unsure = world(&[(PLACE, "Sa 10:00-14:00"), ("meal", "?不定期")]);
    assert_eq!(unsure.state("05 11:00").0, Some(true));
    assert_eq!(unsure.state("05 15:00"), (None, owned("12 10:00"), None));
    assert_eq!(
        world(&[]).state("05 15:00"),
        (None, None, None),
        "no schedule is not closed"
    );
    assert_eq!(unsure.reason("05 15:00"), "unknown");
}

#[test]
fn special_hours_that_shorten_a_day_or_close_it_win_over_every_schedule() {
    let world = world(&[(PLACE, "Mo-Su 10:00-18:00"), ("meal", "?不定期")]).special(&[
        (5, Some((13, 15)), "行事"),
        (6, None, "清掃"),
        (6, Some((9, 10)), "説明会"),
        (7, None, "停電"),
    ]);
    assert_eq!(world.state("05 11:00"), (Some(false), owned("05 13:00"), None));
    assert_eq!(
        world.state("05 14:00"),
        (Some(true), owned("05 15:00"), Some(PLACE))
    );
    assert_eq!(
        world.state("06 09:30").0,
        Some(true),
        "an open row beats a closed one"
    );
    assert_eq!(
        world.state("06 11:00"),
        (Some(false), owned("08 10:00"), None),
        "known, though a schedule is words"
    );
    assert_eq!(world.state("08 19:00").0, None, "unknown again on other days");
    assert_eq!(world.reason("05 14:00"), "行事");
    assert_eq!(world.reason("06 11:00"), "清掃");
    assert_eq!(world.reason("07 11:00"), "停電");
    assert_eq!(
        world.openings("04 12:00", 4),
        [
            "04 10:00 04 18:00 place -",
            "05 13:00 05 15:00 place 行事",
            "06 09:00 06 10:00 place 説明会",
            "08 10:00 08 18:00 place -"
        ]
    );
}

#[test]
fn an_opening_that_began_the_evening_before_runs_on_into_a_closed_day() {
    let world = world(&[(PLACE, "Mo-Su 22:00-02:00")]).special(&[(5, None, "休み")]);
    assert_eq!(
        world.state("05 01:00"),
        (Some(true), owned("05 02:00"), Some(PLACE))
    );
    assert_eq!(world.state("05 23:00"), (Some(false), owned("06 22:00"), None));
    assert_eq!(
        world.state("06 01:00").0,
        Some(false),
        "what began on the closed day is not there"
    );
}

#[test]
fn a_special_night_ends_on_the_next_day() {
    let world =
        world(&[(PLACE, "Mo-Su 10:00-12:00")]).special(&[(5, Some((22, 2)), "夜"), (6, None, "休み")]);
    assert_eq!(
        world.state("06 01:00"),
        (Some(true), owned("06 02:00"), Some(PLACE))
    );
    assert_eq!(world.state("06 11:00").0, Some(false));
}

#[test]
fn what_never_closes_has_no_closing_time_and_is_listed_day_by_day() {
    let always = world(&[(PLACE, "24/7")]);
    assert_eq!(always.state("05 12:00"), (Some(true), None, Some(PLACE)));
    assert_eq!(
        always.openings("05 12:00", 2),
        ["05 00:00 06 00:00 place -", "06 00:00 07 00:00 place -"]
    );
    let closed = world(&[(PLACE, "24/7")]).special(&[(8, None, "停電")]);
    assert_eq!(
        closed.state("05 12:00"),
        (Some(true), owned("08 00:00"), Some(PLACE))
    );
    assert_eq!(closed.state("08 12:00"), (Some(false), owned("09 00:00"), None));
    let two = world(&[(PLACE, "Mo-Su 00:00-12:00"), ("meal", "Mo-Su 12:00-24:00")]);
    assert_eq!(
        two.state("05 13:00").1,
        None,
        "one takes over from the other for ever"
    );
}

#[test]
fn windows_are_half_open() {
    let world =
        world(&[(PLACE, "Sa 10:00-14:00")]).special(&[(12, None, "休み"), (13, Some((9, 10)), "代わり")]);
    let within = |from: &str, to: &str| world.ask(|agenda| agenda.opens_within(world.at(from), world.at(to)));
    assert!(!within("05 08:00", "05 10:00") && within("05 08:00", "05 10:01"));
    assert!(within("05 13:59", "05 20:00") && !within("05 14:00", "05 20:00"));
    assert!(within("01 00:00", "31 00:00") && !within("06 00:00", "13 09:00"));
    assert!(within("06 00:00", "13 09:01"));
    assert!(within("05 10:00", "05 10:00") && !within("05 14:00", "05 14:00"));
}

#[test]
fn temporarily_closed_beats_all() {
    let mut world = world(&[(PLACE, "24/7")]).special(&[(5, Some((9, 10)), "特別")]);
    world.is_closed = true;
    assert_eq!(world.state("05 09:30"), (Some(false), None, None));
    assert_eq!(world.openings("05 09:30", 5), Vec::<String>::new());
    assert_eq!(world.ask(|agenda| agenda.regularity()), Regularity::Irregular);
    assert_eq!(world.reason("05 09:30"), "closed");
    assert!(!world.ask(|agenda| agenda.opens_within(world.at("01 00:00"), world.at("31 00:00"))));
}

#[test]
fn notes_come_from_the_rule_then_from_the_schedule() {
    let mut world = world(&[(PLACE, "Sa 10:00-14:00 \"餅つき\""), ("meal", "Sa 11:00-12:00")]);
    for schedule in &mut world.schedules {
        schedule.2 = Some("予約制");
    }
    assert_eq!(
        world.openings("01 00:00", 2),
        ["05 10:00 05 14:00 place 餅つき", "05 11:00 05 12:00 meal 予約制"]
    );
}

#[test]
fn the_list_ends_with_the_horizon() {
    let world = world(&[(PLACE, "Mo-Su 10:00-12:00")]);
    // 26 November to 25 February.
    let all = world.ask(|agenda| agenda.openings(0, &world.horizon).count());
    assert_eq!(all, 92);
}
