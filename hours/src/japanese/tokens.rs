//! Japanese words about days and hours, told apart. Longest words first; what is not known is [`Token::Unknown`].
//!
//! Only words are here, no meaning of sentences: see `clauses.rs`.

use unicode_normalization::UnicodeNormalization;

/// One word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// 月 to 日: 0 to 6.
    Weekday(u8),
    /// 祝日.
    Holiday,
    /// 休日: holidays, where it stands beside Sunday.
    RestDay,
    /// 平日: Monday to Friday, but not on holidays.
    WorkingDays,
    /// 毎日, 年中無休.
    Daily,
    EveryWeek,
    EveryMonth,
    /// 第2, 最終 (-1).
    Nth(i32),
    /// A number whose meaning its neighbors decide.
    Number(u32),
    /// 12日.
    DayOfMonth(u32),
    /// 12/29, 12月29日.
    Date(u32, u32),
    /// 年末年始.
    YearEnd,
    /// Minutes of the day, up to 48:00.
    Time(u32),
    /// 24時間.
    AroundTheClock,
    /// ～, から.
    To,
    /// まで.
    Until,
    /// Between items of a list: 、・及び.
    And,
    /// は, のみ, の, も and other words that join days and hours.
    Particle,
    /// 除く.
    Except,
    /// 以外.
    OtherThan,
    /// 休み, 休館, 利用不可.
    Closed,
    /// 開催, 開館, 実施, 利用可.
    Open,
    /// 月2回.
    TimesAMonth(u32),
    /// 週5日.
    TimesAWeek(u32),
    /// 原則, 開催日, 利用時間: says nothing of its own.
    Filler,
    /// The end of a sentence, a line, a pair of brackets.
    Break,
    /// Words that make a rule uncertain, with what they say.
    Vague(Vague),
    Unknown(char),
}

/// Why words are no rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Vague {
    Irregular,
    EveryOther,
    Condition,
    Suspended,
    Secret,
}

const WORDS: &[(&str, Token)] = &[
    ("国民の祝日に関する法律に規定する休日", Token::Holiday),
    ("国民の祝日", Token::Holiday),
    ("祝祭日", Token::Holiday),
    ("祝日", Token::Holiday),
    ("祝", Token::Holiday),
    ("休日", Token::RestDay),
    ("平日", Token::WorkingDays),
    ("年中無休", Token::Daily),
    ("365日", Token::Daily),
    ("毎日", Token::Daily),
    ("毎週", Token::EveryWeek),
    ("毎月", Token::EveryMonth),
    ("最終", Token::Nth(-1)),
    ("最後", Token::Nth(-1)),
    ("年末年始", Token::YearEnd),
    ("24時間対応", Token::AroundTheClock),
    ("24時間営業", Token::AroundTheClock),
    ("24時間利用可能", Token::AroundTheClock),
    ("24時間", Token::AroundTheClock),
    ("から翌年の", Token::To),
    ("から翌年", Token::To),
    ("から翌", Token::To),
    ("から", Token::To),
    ("~翌年の", Token::To),
    ("~翌年", Token::To),
    ("~翌", Token::To),
    ("~", Token::To),
    ("まで", Token::Until),
    ("並びに", Token::And),
    ("ならびに", Token::And),
    ("および", Token::And),
    ("及び", Token::And),
    ("と", Token::And),
    ("、", Token::And),
    ("・", Token::And),
    (",", Token::And),
    ("/", Token::And),
    (";", Token::And),
    ("を除く", Token::Except),
    ("は除く", Token::Except),
    ("除く", Token::Except),
    ("以外", Token::OtherThan),
    ("は終日利用不可", Token::Closed),
    ("終日利用不可", Token::Closed),
    ("利用不可", Token::Closed),
    ("はお休みです", Token::Closed),
    ("はお休み", Token::Closed),
    ("は休みです", Token::Closed),
    ("は休み", Token::Closed),
    ("お休み", Token::Closed),
    ("定休日", Token::Closed),
    ("定休", Token::Closed),
    ("休館日", Token::Closed),
    ("休館", Token::Closed),
    ("休業中", Token::Vague(Vague::Suspended)),
    ("休止中", Token::Vague(Vague::Suspended)),
    ("休止", Token::Vague(Vague::Suspended)),
    ("休業日", Token::Closed),
    ("休業", Token::Closed),
    ("休所", Token::Closed),
    ("休園", Token::Closed),
    ("休診日", Token::Closed),
    ("休診", Token::Closed),
    ("閉館", Token::Closed),
    ("閉所", Token::Closed),
    ("休み", Token::Closed),
    ("休", Token::Closed),
    // Closures nobody can foresee are special hours, whoever announces them.
    ("及び臨時休業日", Token::Filler),
    ("、臨時休業日", Token::Filler),
    ("及び臨時休館日", Token::Filler),
    ("、臨時休館日", Token::Filler),
    ("開催日時", Token::Filler),
    ("開催時間", Token::Filler),
    ("開催日", Token::Filler),
    ("利用可能時間", Token::Filler),
    ("利用時間", Token::Filler),
    ("開館時間", Token::Filler),
    ("開所時間", Token::Filler),
    ("開放時間", Token::Filler),
    ("営業時間", Token::Filler),
    ("終日利用可能", Token::Filler),
    ("通年利用可能", Token::Filler),
    ("終日利用可", Token::Filler),
    ("原則として", Token::Filler),
    ("原則", Token::Filler),
    ("基本的に", Token::Filler),
    ("基本", Token::Filler),
    ("開催", Token::Open),
    ("実施", Token::Open),
    ("開館", Token::Open),
    ("曜日", Token::Particle),
    ("曜", Token::Particle),
    ("のみ", Token::Particle),
    ("は", Token::Particle),
    ("の", Token::Particle),
    (":", Token::Particle),
    ("不定期", Token::Vague(Vague::Irregular)),
    ("不定", Token::Vague(Vague::Irregular)),
    ("随時", Token::Vague(Vague::Irregular)),
    ("または", Token::Vague(Vague::Irregular)),
    ("又は", Token::Vague(Vague::Irregular)),
    ("もしくは", Token::Vague(Vague::Irregular)),
    ("程度", Token::Vague(Vague::Irregular)),
    ("変更", Token::Vague(Vague::Irregular)),
    ("変動", Token::Vague(Vague::Irregular)),
    ("他", Token::Vague(Vague::Irregular)),
    ("ほか", Token::Vague(Vague::Irregular)),
    ("など", Token::Vague(Vague::Irregular)),
    ("等", Token::Vague(Vague::Irregular)),
    ("頃", Token::Vague(Vague::Irregular)),
    ("ごろ", Token::Vague(Vague::Irregular)),
    ("隔週", Token::Vague(Vague::EveryOther)),
    ("隔月", Token::Vague(Vague::EveryOther)),
    ("開所日", Token::Vague(Vague::Condition)),
    ("開館日", Token::Vague(Vague::Condition)),
    ("開校日", Token::Vague(Vague::Condition)),
    ("開園日", Token::Vague(Vague::Condition)),
    ("友引", Token::Vague(Vague::Condition)),
    ("日出", Token::Vague(Vague::Condition)),
    ("日没", Token::Vague(Vague::Condition)),
    ("日の出", Token::Vague(Vague::Condition)),
    ("日の入", Token::Vague(Vague::Condition)),
    ("非公開", Token::Vague(Vague::Secret)),
    ("正午", Token::Time(12 * 60)),
    ("月", Token::Weekday(0)),
    ("火", Token::Weekday(1)),
    ("水", Token::Weekday(2)),
    ("木", Token::Weekday(3)),
    ("金", Token::Weekday(4)),
    ("土", Token::Weekday(5)),
    ("日", Token::Weekday(6)),
    ("。", Token::Break),
    ("\n", Token::Break),
    ("※", Token::Break),
    ("(", Token::Break),
    (")", Token::Break),
];

/// Whether a text numbers its items with ① and so on.
pub(super) fn is_circled(c: char) -> bool {
    ('①'..='⑳').contains(&c)
}

/// One form of letters for a text: narrow digits, one kind of dash and wave, no spaces.
pub(super) fn plain(text: &str) -> String {
    let folded: String = text.chars().nfkc().collect();
    folded
        .chars()
        .filter_map(|c| match c {
            '\r' => None,
            '\n' => Some('\n'),
            c if c.is_whitespace() => None,
            '〜' | '∼' | '⁓' | '～' | '-' | '‐' | '‑' | '–' | '—' | '―' | '−' | 'ー' | '─' => {
                Some('~')
            }
            '，' => Some(','),
            '･' => Some('・'),
            '（' | '[' | '［' | '【' | '「' | '{' => Some('('),
            '）' | ']' | '］' | '】' | '」' | '}' => Some(')'),
            '.' => Some('。'),
            c => Some(c),
        })
        .collect()
}

/// The words of a text in its plain form.
pub(super) fn tokens(plain: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = plain;
    while let Some(c) = rest.chars().next() {
        let (token, length) = word(rest)
            .or_else(|| number(rest))
            .unwrap_or((Token::Unknown(c), c.len_utf8()));
        tokens.push(token);
        rest = rest.get(length..).unwrap_or_default();
    }
    tokens
}

/// The longest known word at the beginning, with its bytes; numbers that make a longer one win.
fn word(text: &str) -> Option<(Token, usize)> {
    let known = WORDS
        .iter()
        .filter(|(word, _)| text.starts_with(word))
        .max_by_key(|(word, _)| word.len())
        .map(|(word, token)| (token.clone(), word.len()));
    let counted = counted(text);
    match (known, counted) {
        (Some(known), Some(counted)) if counted.1 <= known.1 => Some(known),
        (_, Some(counted)) => Some(counted),
        (known, None) => known,
    }
}

/// 第2, 月2回, 毎月1回, 週5日, 午後1時: words that hold a number.
fn counted(text: &str) -> Option<(Token, usize)> {
    let after = |prefix: &str| text.strip_prefix(prefix).map(|rest| (rest, prefix.len()));
    let found = |prefixes: &[&str]| prefixes.iter().find_map(|prefix| after(prefix));
    if let Some((rest, length)) = after("第") {
        let (nth, digits) = digits(rest).or_else(|| kanji(rest))?;
        // Of 第2週土曜日 nobody knows whether it is the second Saturday or that of the second week.
        let is_week = rest.get(digits..)?.starts_with('週');
        let nth = i32::try_from(nth).ok().filter(|nth| (1..=5).contains(nth))?;
        return (!is_week).then_some((Token::Nth(nth), length + digits));
    }
    if let Some((rest, length)) = found(&["毎月", "月に", "月"]) {
        let (count, digits) = digits(rest).or_else(|| kanji(rest))?;
        rest.get(digits..)?.strip_prefix("回")?;
        return Some((Token::TimesAMonth(count), length + digits + "回".len()));
    }
    if let Some((rest, length)) = found(&["毎週", "週に", "週"]) {
        let (count, digits) = digits(rest).or_else(|| kanji(rest))?;
        let unit = ["回", "日"]
            .iter()
            .find(|unit| rest.get(digits..).is_some_and(|rest| rest.starts_with(**unit)))?;
        return Some((Token::TimesAWeek(count), length + digits + unit.len()));
    }
    if let Some((rest, length)) = found(&["午前", "AM"]) {
        let (minutes, bytes) = time(rest)?;
        return (minutes <= 12 * 60).then_some((Token::Time(minutes), length + bytes));
    }
    if let Some((rest, length)) = found(&["午後", "PM"]) {
        let (minutes, bytes) = time(rest)?;
        let noon = if minutes < 12 * 60 { 12 * 60 } else { 0 };
        return Some((Token::Time(minutes + noon), length + bytes));
    }
    None
}

/// Numbers and what stands behind them.
fn number(text: &str) -> Option<(Token, usize)> {
    if let Some((minutes, bytes)) = time(text) {
        return Some((Token::Time(minutes), bytes));
    }
    let (value, length) = digits(text)?;
    let rest = text.get(length..)?;
    if let Some(after) = rest.strip_prefix('/').or_else(|| rest.strip_prefix('月'))
        && let Some((day, day_length)) = digits(after)
        && (1..=12).contains(&value)
        && (1..=31).contains(&day)
    {
        let joint = if rest.starts_with('/') { 1 } else { "月".len() };
        let end = after.get(day_length..)?;
        let tail = if end.starts_with('日') { "日".len() } else { 0 };
        // 12月3 without 日 is no date.
        if rest.starts_with('/') || tail > 0 {
            return Some((Token::Date(value, day), length + joint + day_length + tail));
        }
    }
    if rest.starts_with('日') && (1..=31).contains(&value) {
        return Some((Token::DayOfMonth(value), length + "日".len()));
    }
    Some((Token::Number(value), length))
}

/// `9:00`, `09:00:00`, `9時`, `9時半`, `9時30分`; up to 48:00.
fn time(text: &str) -> Option<(u32, usize)> {
    let (hour, length) = digits(text).filter(|(hour, length)| *hour <= 48 && *length <= 2)?;
    let rest = text.get(length..)?;
    let (minute, more) = if let Some(rest) = rest.strip_prefix(':') {
        let (minute, digits_) = digits(rest).filter(|(_, length)| *length == 2)?;
        let after = rest.get(digits_..)?;
        let seconds = after.strip_prefix(":00").map_or(0, |_| 3);
        (minute, 1 + digits_ + seconds)
    } else {
        let rest = rest.strip_prefix("時").filter(|rest| !rest.starts_with('間'))?;
        let mark = "時".len();
        if rest.starts_with('半') {
            (30, mark + "半".len())
        } else {
            match digits(rest) {
                Some((minute, length)) => {
                    rest.get(length..)?.strip_prefix("分")?;
                    (minute, mark + length + "分".len())
                }
                None => (0, mark),
            }
        }
    };
    let minutes = hour * 60 + minute;
    (minute < 60 && minutes <= 48 * 60).then_some((minutes, length + more))
}

/// A number of up to four digits, with its bytes.
fn digits(text: &str) -> Option<(u32, usize)> {
    let length = text.bytes().take_while(u8::is_ascii_digit).count();
    let number = text.get(..length)?;
    (1..=4)
        .contains(&length)
        .then(|| number.parse().ok())
        .flatten()
        .map(|number| (number, length))
}

fn kanji(text: &str) -> Option<(u32, usize)> {
    let c = text.chars().next()?;
    let value = (1..)
        .zip("一二三四五六七".chars())
        .find(|(_, known)| *known == c)?
        .0;
    Some((value, c.len_utf8()))
}
