//! The forms in which names and addresses are compared when rows of different files may be one place.
//!
//! Only proposals are made of it, so it is wider than the identity of rows: `石川県七尾市本町１丁目２番地の３` is
//! `七尾市本町1-2-3`. Stored nowhere.

use domain::text::fold;

/// A name without white space, widths, kana and variants of writing.
pub fn name_form(name: &str) -> String {
    fold(name).split_whitespace().collect()
}

/// An address without its prefecture, numbers joined by dashes whatever stood between them.
pub fn address_form(address: &str) -> String {
    let folded: String = fold(address).split_whitespace().collect();
    let text = without_prefecture(&folded);
    let characters: Vec<char> = text.chars().collect();
    let mut form = String::with_capacity(text.len());
    let mut rest = characters.as_slice();
    while let Some((first, after)) = rest.split_first() {
        if let Some((number, after)) = kanji_number(rest) {
            form.push_str(&number.to_string());
            rest = after;
        } else if let Some(after) = numbering(&form, rest) {
            if !form.ends_with('-') {
                form.push('-');
            }
            rest = after;
        } else {
            form.push(*first);
            rest = after;
        }
    }
    form.replace("大字", "")
        .trim_end_matches("-0")
        .trim_end_matches('-')
        .to_owned()
}

/// 都道府県 end at the third or fourth character; 都 and 府 occur in names of towns, too.
fn without_prefecture(text: &str) -> &str {
    let end = text
        .char_indices()
        .take(4)
        .skip(2)
        .find(|(_, c)| matches!(c, '都' | '道' | '府' | '県'));
    let prefecture = end.and_then(|(start, c)| text.split_at_checked(start + c.len_utf8()));
    match prefecture {
        Some((head, rest)) if is_prefecture(head) && !rest.is_empty() => rest,
        _ => text,
    }
}

fn is_prefecture(text: &str) -> bool {
    match text.chars().last() {
        Some('都') => text == "東京都",
        Some('道') => text == "北海道",
        Some('府') => matches!(text, "京都府" | "大阪府"),
        last => last == Some('県'),
    }
}

/// 丁目, 番地の, 番, 号 and の after a number.
fn numbering<'c>(before: &str, rest: &'c [char]) -> Option<&'c [char]> {
    if !before
        .chars()
        .last()
        .is_some_and(|c| c.is_ascii_digit() || c == '-')
    {
        return None;
    }
    let words: [&[char]; 6] = [
        &['丁', '目'],
        &['番', '地', 'の'],
        &['番', '地'],
        &['番'],
        &['号'],
        &['の'],
    ];
    words.iter().find_map(|word| rest.strip_prefix(*word))
}

/// 一 to 九十九 before 丁目: elsewhere such characters are names.
fn kanji_number(rest: &[char]) -> Option<(u32, &[char])> {
    let digit = |c: char| {
        "一二三四五六七八九"
            .chars()
            .position(|k| k == c)
            .map(|at| at as u32 + 1)
    };
    let length = rest
        .iter()
        .take_while(|c| digit(**c).is_some() || **c == '十')
        .count();
    let (number, after) = rest.split_at_checked(length).filter(|_| length > 0)?;
    after.strip_prefix(&['丁', '目'][..])?;
    let value = match number {
        [one] if *one != '十' => digit(*one)?,
        ['十'] => 10,
        ['十', one] => 10 + digit(*one)?,
        [ten, '十'] => 10 * digit(*ten)?,
        [ten, '十', one] => 10 * digit(*ten)? + digit(*one)?,
        _ => return None,
    };
    Some((value, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_in_many_writings() {
        let same = [
            "石川県七尾市本町１丁目２番地の３",
            "七尾市本町1-2-3",
            "七尾市 本町一丁目2番3号",
            "七尾市本町1丁目2-3-0",
            "石川県七尾市大字本町1‐2‐3",
        ];
        for address in same {
            assert_eq!(address_form(address), address_form(same[0]), "{address}");
        }
        assert_eq!(address_form("二十三丁目4番"), "23-4");
        let different = [
            ("七尾市本町1-2-3", "七尾市本町1-2"),
            ("七尾市本町12-3", "七尾市本町1-23"),
            ("七尾市一本杉町3", "七尾市1本杉町3"),
            ("京都市中京区1", "中京区1"),
            ("府中市1", "中市1"),
        ];
        for (a, b) in different {
            assert_ne!(address_form(a), address_form(b), "{a} {b}");
        }
    }

    #[test]
    fn names_are_folded() {
        assert_eq!(name_form("みんなの　子供食堂"), name_form("ミンナノこども食堂"));
        assert_ne!(name_form("第一集会所"), name_form("第二集会所"));
    }
}
