//! Every minute of two years, for random rules.

use chrono::{Days, NaiveDate};
use chrono_tz::Tz;
use domain::Schedule;
use hours::{Expansion, Holidays, Pattern};
use proptest::prelude::*;

use crate::draw::{self, Part};
use crate::meaning::{self, Meaning};
use crate::{cases, two_years};

/// Two years from here pass the end of the table of holidays, a year of 53 weeks and a leap day.
pub fn start() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 5, 1).unwrap()
}

pub fn schedule(parts: &[Part], zone: Tz) -> Schedule {
    Schedule {
        rule: Some(draw::text(parts)),
        time_zone: zone.name().to_owned(),
        ..Schedule::default()
    }
}

/// The state of each minute of a horizon's days by the expansion; a zone without changes of the clock.
fn expanded(expansion: &Expansion, from: u32, to: u32) -> Vec<Meaning> {
    let mut minutes = vec![Meaning::Closed; (to - from) as usize];
    for (spans, meaning) in [
        (expansion.unknown(), Meaning::Unknown),
        (expansion.open(), Meaning::Open),
    ] {
        for span in spans {
            for minute in span.start.max(from)..span.end.min(to) {
                minutes[(minute - from) as usize] = meaning;
            }
        }
    }
    minutes
}

proptest! {
    #![proptest_config(cases(120))]

    #[test]
    fn every_minute_of_two_years_is_what_the_rule_says(parts in draw::rules()) {
        let zone = Tz::Asia__Tokyo;
        let holidays = Holidays::built_in();
        let schedule = schedule(&parts, zone);
        let pattern = Pattern::of(&schedule);
        prop_assert!(matches!(pattern.source, hours::pattern::Source::Rule(_)), "{:?}", schedule.rule);
        for horizon in two_years(start(), zone) {
            let expansion = Expansion::of(&pattern, &horizon, &holidays);
            let (from, to) = horizon.minutes();
            let found = expanded(&expansion, from, to);
            let first = horizon.today() - Days::new(1);
            let days = first.iter_days().take(found.len() / 1440);
            for (day, found) in days.zip(found.chunks(1440)) {
                let meant = meaning::minutes(&parts, day, &holidays);
                if found != meant.as_slice() {
                    let at = found.iter().zip(&meant).position(|(found, meant)| found != meant).unwrap();
                    prop_assert!(
                        false,
                        "{} on {day} at {:02}:{:02}: {:?}, not {:?}",
                        schedule.rule.as_deref().unwrap(), at / 60, at % 60, found[at], meant[at]
                    );
                }
            }
            // One opening where they touch, and none longer than a day; longer ones begin and end at midnights.
            for pair in expansion.open().windows(2) {
                let touches = pair[0].end == pair[1].start;
                prop_assert!(pair[0].end <= pair[1].start);
                prop_assert!(!touches || is_midnight(&horizon, pair[1].start));
            }
            prop_assert!(expansion.open().iter().all(|span| span.end - span.start <= 1440));
        }
    }
}

fn is_midnight(horizon: &hours::Horizon, minute: u32) -> bool {
    let local = horizon.moment(minute).with_timezone(&Tz::Asia__Tokyo);
    local.time() == chrono::NaiveTime::MIN
}
