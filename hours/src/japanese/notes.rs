//! Remarks beside days and hours: what they change, and which of them change nothing.

use super::Reason;
use super::clauses::{Statement, clauses, statements};
use super::tokens::{Token, is_circled, plain};

/// Words and letters without which a remark cannot be about days and hours.
const ABOUT_TIME: &[&str] = &[
    "曜",
    "休",
    "祝",
    "日",
    "月",
    "時",
    "分",
    "週",
    "年",
    "期",
    "間",
    "頃",
    "ごろ",
    "季",
    "変更",
    "変動",
    "中止",
    "不定",
    "定期",
    "のみ",
    "限",
    "以外",
    "除",
    "開",
    "閉",
    "午",
    "朝",
    "昼",
    "夕",
    "夜",
    "盆",
    "正月",
    "随",
    "応じ",
    "場合",
    "要確認",
    "回",
];

/// What remarks say. A sentence about anything else than time says nothing; one about time that is not understood
/// makes all unsure.
pub(super) fn read(text: &str) -> Result<Vec<Statement>, Reason> {
    // ① and ② are two things with hours of their own.
    if text.chars().any(is_circled) {
        return Err(Reason::NotUnderstood);
    }
    let mut found = Vec::new();
    for clause in clauses(text) {
        match statements(&clause, false) {
            // Hours of nothing in particular: of a room, of a course.
            Ok(statements)
                if clause.first() != Some(&Token::Filler)
                    && statements
                        .iter()
                        .any(|one| matches!(one, Statement::Hours(None, _))) =>
            {
                return Err(Reason::NotUnderstood);
            }
            Ok(statements) => found.extend(statements),
            Err(_) if is_harmless(&clause) => {}
            Err(reason) => return Err(reason),
        }
    }
    Ok(found)
}

/// Whether a clause is about something else: it has letters nobody knows here, and none that tell time.
fn is_harmless(clause: &[Token]) -> bool {
    // 開催時間以外は…: about the time when it is not open.
    let mut subject = clause.iter().skip_while(|token| **token == Token::And);
    if subject.next() == Some(&Token::Filler)
        && subject.find(|token| **token != Token::Filler) == Some(&Token::OtherThan)
    {
        return true;
    }
    let mut words = String::new();
    for token in clause {
        match token {
            Token::Unknown(c) => words.push(*c),
            // Between other words these are grammar.
            Token::Particle | Token::And | Token::To => words.push(' '),
            // 30名, 100円; numbers of time have units of their own.
            Token::Number(_) => words.push(' '),
            _ => return false,
        }
    }
    !words.trim().is_empty() && !ABOUT_TIME.iter().any(|word| words.contains(word))
}

/// Cells that say nothing: なし, a dash.
pub(super) fn is_blank(text: &str) -> bool {
    let text = plain(text);
    matches!(
        text.trim(),
        "" | "無し" | "なし" | "無" | "~" | "特になし" | "特に無し"
    )
}
