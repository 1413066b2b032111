//! Days and hours as Japanese files write them, read as a rule where they are certain.
//!
//! Never guesses: what is not wholly understood (a word too many, two cells that disagree, a start without an end,
//! every other week without a first one) is not determinable, with the reason. The caller keeps the original words
//! either way. 平日 are Monday to Friday without holidays; 年末年始 is 29 December to 3 January, as for national offices
//! (行政機関の休日に関する法律, Article 1), unless the words say their own days; 原則 leaves a rule a rule.
//!
//! [`tokens`] tells the words apart, [`clauses`] makes statements of them, [`compose`] joins those of all cells
//! to a [`plan`], which has the rule's text.

mod clauses;
mod compose;
mod notes;
mod plan;
mod tokens;

use std::fmt;

use crate::rule::Rule;

/// What a column says, in the words of the file's own header.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// 利用可能曜日, 開催曜日.
    Days,
    /// 開催日: days, perhaps with hours.
    Dates,
    /// 開催頻度: days in words, or a number whose meaning differs from city to city.
    Frequency,
    /// 開始時間.
    Opens,
    /// 終了時間.
    Closes,
    /// 特記事項.
    Notes,
    /// Hours of Monday to Friday, of Saturday, of Sunday and holidays, a column each.
    Weekdays,
    Saturdays,
    SundaysAndHolidays,
}

/// What the cells of one row say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reading {
    Certain(Rule),
    NotDeterminable(Reason),
}

/// Why words are not a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    NoDays,
    NoHours,
    NoClosingTime,
    /// 不定期, 変更あり, または.
    Irregular,
    /// 隔週.
    EveryOther,
    /// 開所日のみ, 友引.
    Condition,
    /// 休止中.
    Suspended,
    /// 非公開.
    Secret,
    /// A number of times a week or month without the days, or one that does not fit them.
    HowOftenOnly,
    /// 開催頻度 is a bare number.
    Code,
    Contradiction,
    NotUnderstood,
    /// The rule would be too long.
    TooMuch,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Reason::NoDays => "no days are given",
            Reason::NoHours => "no hours are given",
            Reason::NoClosingTime => "no closing time is given",
            Reason::Irregular => "the days or hours vary",
            Reason::EveryOther => "every other week or month, without a first one to count from",
            Reason::Condition => "it depends on something that is not in the file",
            Reason::Suspended => "it is suspended",
            Reason::Secret => "the hours are not public",
            Reason::HowOftenOnly => "how often is given, but not on which days",
            Reason::Code => "how often is a number that means different things in different cities",
            Reason::Contradiction => "the cells contradict each other",
            Reason::NotUnderstood => "the words are not understood in full",
            Reason::TooMuch => "the rule would be too long",
        })
    }
}

/// Reads the cells of one row; blank ones say nothing.
pub fn read(cells: &[(Part, &str)]) -> Reading {
    match compose::rule(cells) {
        Ok(rule) => Reading::Certain(rule),
        Err(reason) => Reading::NotDeterminable(reason),
    }
}

/// Reads days alone, without hours: `第2・4土曜日` is `Sa[2,4]`. For judging a column of days by itself.
pub fn read_days(part: Part, cell: &str) -> Result<String, Reason> {
    compose::days_alone(part, cell)
}

/// Reads free text that has it all: `毎週月曜・木曜　17時～19時`.
pub fn read_text(text: &str) -> Reading {
    read(&[(Part::Dates, text)])
}

#[cfg(test)]
mod tests;
