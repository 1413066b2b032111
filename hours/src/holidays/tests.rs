//! The list against the Act (国民の祝日に関する法律, Act 178 of 1948) as a second source, and the reader of lists.

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::Holidays;

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn monday(year: i32, month: u32, nth: u8) -> NaiveDate {
    NaiveDate::from_weekday_of_month_opt(year, month, Weekday::Mon, nth).unwrap()
}

/// The equinox days of 1980 to 2099 (海上保安庁水路部 暦計算研究会編「新こよみ便利帳」).
fn equinox(year: i32, base: f64) -> u32 {
    let since = f64::from(year - 1980);
    (base + 0.242194 * since - f64::from((year - 1980).div_euclid(4))).floor() as u32
}

/// Article 2 and the laws that moved days of single years.
fn named(year: i32) -> Vec<NaiveDate> {
    let games = year == 2020 || year == 2021;
    let mut days = vec![
        day(year, 1, 1),
        monday(year, 1, 2),
        day(year, 2, 11),
        day(year, 3, equinox(year, 20.8431)),
        day(year, 4, 29),
        day(year, 5, 3),
        day(year, 5, 5),
        day(year, 9, equinox(year, 23.2488)),
        day(year, 11, 3),
        day(year, 11, 23),
    ];
    match year {
        ..=2018 => days.push(day(year, 12, 23)),
        2019 => days.extend([day(2019, 5, 1), day(2019, 10, 22)]),
        2020.. => days.push(day(year, 2, 23)),
    }
    if year >= 2007 {
        days.push(day(year, 5, 4));
    }
    days.push(match year {
        2020 => day(2020, 7, 23),
        2021 => day(2021, 7, 22),
        2003.. => monday(year, 7, 3),
        _ => day(year, 7, 20),
    });
    match year {
        2020 => days.push(day(2020, 8, 10)),
        2021 => days.push(day(2021, 8, 8)),
        2016.. => days.push(day(year, 8, 11)),
        _ => {}
    }
    days.push(if year >= 2003 {
        monday(year, 9, 3)
    } else {
        day(year, 9, 15)
    });
    days.push(match year {
        2020 => day(2020, 7, 24),
        2021 => day(2021, 7, 23),
        _ => monday(year, 10, 2),
    });
    assert!(games || days.len() >= 14);
    days
}

/// Article 3: (2) a holiday on a Sunday moves to the next day that is none; until 2006 to the Monday only; (3) a day
/// between two holidays is one; until 2006 not on a Sunday, nor where (2) applies.
fn by_the_act(year: i32) -> Vec<NaiveDate> {
    let named = named(year);
    let mut days = named.clone();
    for holiday in named.iter().filter(|day| day.weekday() == Weekday::Sun) {
        let mut next = *holiday + Days::new(1);
        while year >= 2007 && named.contains(&next) {
            next = next + Days::new(1);
        }
        if !days.contains(&next) {
            days.push(next);
        }
    }
    for holiday in &named {
        let between = *holiday + Days::new(1);
        let enclosed = named.contains(&(between + Days::new(1)));
        if enclosed && !days.contains(&between) && between.weekday() != Weekday::Sun {
            days.push(between);
        }
    }
    days.sort();
    days
}

#[test]
fn the_list_is_what_the_act_says_for_every_year() {
    let list = Holidays::built_in();
    for year in 2000..=2027 {
        let listed: Vec<NaiveDate> = list
            .iter()
            .map(|(day, _)| day)
            .filter(|day| day.year() == year)
            .collect();
        assert_eq!(listed, by_the_act(year), "{year}");
    }
    assert_eq!(list.known(), Some((day(2000, 1, 1), day(2027, 12, 31))));
}

#[test]
fn substitute_and_sandwiched_days_are_holidays() {
    let list = Holidays::built_in();
    let known = [
        (2026, 5, 6),
        (2026, 9, 22),
        (2027, 3, 22),
        (2019, 4, 30),
        (2024, 2, 12),
        (2015, 9, 22),
    ];
    for (year, month, date) in known {
        assert_eq!(
            list.name(day(year, month, date)),
            Some("休日"),
            "{year}-{month}-{date}"
        );
    }
    assert_eq!(list.iter().filter(|(day, _)| day.year() == 2026).count(), 18);
}

#[test]
fn outside_of_the_list_nothing_is_known() {
    let list = Holidays::built_in();
    assert_eq!(list.is_holiday(day(2027, 12, 31)), Some(false));
    assert_eq!(list.is_holiday(day(2028, 1, 1)), None);
    assert_eq!(list.is_holiday(day(1999, 12, 31)), None);
    assert_eq!(Holidays::unknown().is_holiday(day(2026, 1, 1)), None);
}

#[test]
fn the_cabinet_offices_form_is_read() {
    let text =
        "\u{feff}国民の祝日・休日月日,国民の祝日・休日名称\r\n2028/1/1,元日\r\n2028/1/10,成人の日\r\n\r\n";
    let list = Holidays::parse_csv(text).unwrap();
    assert_eq!(list.name(day(2028, 1, 10)), Some("成人の日"));
    assert_eq!(list.known(), Some((day(2028, 1, 1), day(2028, 12, 31))));
}

#[test]
fn all_that_is_wrong_with_a_list_is_named_by_line() {
    let text =
        "月日,名称\n2028/1/1,元日\n2028/13/1,何かの日\n2028/2/11,\n2028/1/1,元日\n2030/5/3,憲法記念日\n";
    let violations = Holidays::parse_csv(text).unwrap_err();
    let paths: Vec<String> = violations
        .iter()
        .map(|violation| violation.path.join(" "))
        .collect();
    assert_eq!(paths, ["line 3", "line 4", "line 5", "year 2029", "year 2030"]);
    assert!(Holidays::parse_csv("").is_err());
    assert!(Holidays::parse_csv("<html><body>404</body></html>").is_err());
}
