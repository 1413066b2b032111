//! Schedules as an editor sends them; what they may hold says the crate `hours`.

use async_graphql::{Enum, InputObject};
use chrono_tz::Tz;
use domain::{Schedule, Violation};

use crate::graphql::scalars::{Date, LocalTime};

/// When something is open. Exactly one of rule, weekly and rrule, or original alone.
#[derive(Debug, Clone, InputObject)]
pub struct ScheduleInput {
    /// OpenStreetMap opening_hours syntax, for example `Sa[2,4] 11:00-14:00; PH off`; at most 512 characters.
    pub rule: Option<String>,
    /// The same as a form.
    pub weekly: Option<Vec<WeeklyHoursInput>>,
    /// With weekly: closed on public holidays.
    #[graphql(default_with = "Some(false)")]
    pub closed_on_holidays: Option<bool>,
    /// An RRULE value, only for what a rule cannot say, e.g. every other week; needs anchor, opens, closes.
    pub rrule: Option<String>,
    /// First day that the rrule counts from.
    pub anchor: Option<Date>,
    /// With rrule.
    pub opens: Option<LocalTime>,
    /// With rrule. At or before `opens`: past midnight.
    pub closes: Option<LocalTime>,
    /// In words. Alone, the hours are unknown: words are not converted.
    pub original: Option<String>,
    /// First day that it holds.
    pub valid_from: Option<Date>,
    /// Last day that it holds.
    pub valid_through: Option<Date>,
    /// What to know about it.
    pub note: Option<String>,
}

/// Hours of one day of the week, or of public holidays, whose rows replace those of the weekday.
#[derive(Debug, Clone, InputObject)]
pub struct WeeklyHoursInput {
    /// The day.
    pub day: DayOfWeek,
    /// Left out = every week; 1 to 5, or -1 for the last.
    pub weeks_of_month: Option<Vec<i32>>,
    /// When it opens.
    pub opens: LocalTime,
    /// At or before `opens`: past midnight; 24:00 is allowed.
    pub closes: LocalTime,
}

/// A day of the week, or any public holiday.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "hours::DayOfWeek")]
pub enum DayOfWeek {
    /// 月曜日
    Monday,
    /// 火曜日
    Tuesday,
    /// 水曜日
    Wednesday,
    /// 木曜日
    Thursday,
    /// 金曜日
    Friday,
    /// 土曜日
    Saturday,
    /// 日曜日
    Sunday,
    /// 祝日
    PublicHoliday,
}

/// The schedules to store, in the zone of their place; all that is wrong with them is added to the violations.
pub fn schedules(
    given: Vec<ScheduleInput>,
    zone: Tz,
    violations: &mut Vec<Violation>,
) -> Option<Vec<Schedule>> {
    let mut unreadable = Vec::new();
    let inputs = given.into_iter().enumerate();
    let inputs = inputs
        .map(|(number, input)| input.read(number, &mut unreadable))
        .collect();
    let checked = hours::input::schedules(inputs, zone);
    let is_readable = unreadable.is_empty();
    // What cannot be read is missing to the rules; their complaint about that would mislead.
    let misled = |violation: &Violation| unreadable.iter().any(|other| other.path == violation.path);
    let broken: Vec<Violation> = checked
        .as_ref()
        .err()
        .into_iter()
        .flatten()
        .filter(|violation| !misled(violation))
        .cloned()
        .collect();
    violations.extend(unreadable);
    violations.extend(broken);
    checked.ok().filter(|_| is_readable)
}

impl ScheduleInput {
    fn read(self, number: usize, unreadable: &mut Vec<Violation>) -> hours::ScheduleInput {
        let number = number.to_string();
        let path = |name| ["schedules", number.as_str(), name];
        let mut keep = |violation| unreadable.push(violation);
        let mut day = |given: Option<Date>, name| given?.day(&path(name)).map_err(&mut keep).ok();
        let (anchor, valid_from, valid_through) = (
            day(self.anchor, "anchor"),
            day(self.valid_from, "validFrom"),
            day(self.valid_through, "validThrough"),
        );
        let opens = self
            .opens
            .and_then(|time| time.start(&path("opens")).map_err(&mut keep).ok());
        let closes = self
            .closes
            .and_then(|time| time.end(&path("closes")).map_err(&mut keep).ok());
        let mut row = |(row, given): (usize, WeeklyHoursInput)| {
            let row = row.to_string();
            let path = |name| ["schedules", number.as_str(), "weekly", row.as_str(), name];
            let opens = given.opens.start(&path("opens")).map_err(&mut keep);
            let closes = given.closes.end(&path("closes")).map_err(&mut keep);
            hours::WeeklyHours {
                day: given.day.into(),
                weeks_of_month: given.weeks_of_month,
                opens: opens.unwrap_or_default(),
                closes: closes.unwrap_or_default(),
            }
        };
        let weekly = self
            .weekly
            .map(|rows| rows.into_iter().enumerate().map(&mut row).collect());
        hours::ScheduleInput {
            rule: self.rule,
            weekly,
            closed_on_holidays: self.closed_on_holidays.unwrap_or(false),
            rrule: self.rrule,
            anchor,
            opens,
            closes,
            original: self.original,
            valid_from,
            valid_through,
            note: self.note,
        }
    }
}
