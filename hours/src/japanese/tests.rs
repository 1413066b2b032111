//! Cells of real files, each read by a person before: what they say, and what they do not.

use super::Part::{Closes, Dates, Days, Frequency, Notes, Opens, Saturdays, SundaysAndHolidays, Weekdays};
use super::*;

fn certain(cells: &[(Part, &str)]) -> String {
    match read(cells) {
        Reading::Certain(rule) => rule.text().to_owned(),
        Reading::NotDeterminable(reason) => panic!("{cells:?}: {reason}"),
    }
}

fn unsure(cells: &[(Part, &str)]) -> Reason {
    match read(cells) {
        Reading::Certain(rule) => panic!("{cells:?}: {}", rule.text()),
        Reading::NotDeterminable(reason) => reason,
    }
}

/// Every distinct cell of 開催日 in the children's cafeterias of the 23 wards; with its day rule, or none.
const DATES: &[(&str, Option<&str>)] = &[
    ("毎月第１第３木曜日", Some("Th[1,3]")),
    ("毎週", None),
    ("不定期開催　10時～", None),
    ("月1回　17時～19時", None),
    ("月1回不定期　12時～", None),
    ("毎月第2・第4土曜日", Some("Sa[2,4]")),
    ("第3日曜日", Some("Su[3]")),
    ("不定", None),
    ("第２金曜日", Some("Fr[2]")),
    ("月2", None),
    ("毎日", Some("Mo-Su")),
    ("第2・4水曜日 15時～19時", Some("We[2,4]")),
    ("第3水曜日 17時30分～19時30分", Some("We[3]")),
    ("月1回　土曜日　10時30分～", None),
    ("月1回　15時～", None),
    ("月1回  金曜日　16時～", None),
    ("毎週月曜・木曜　17時～19時", Some("Mo,Th")),
    ("月2回不定期　16時30分～18時", None),
    ("第4金曜日　17時30分～18時", Some("Fr[4]")),
    ("第4日曜日　14時～", Some("Su[4]")),
    ("第3土曜日　15時～", Some("Sa[3]")),
    ("月2回日曜日　13時～", None),
    ("第2火曜・第4木曜　14時～", Some("Tu[2],Th[4]")),
    ("第1日曜日　11時～", Some("Su[1]")),
    ("平日　15時30分～", Some("Mo-Fr; PH off")),
    ("月1回程度　16時～17時30分", None),
    ("第3木曜日　17時～19時", Some("Th[3]")),
    ("年10回　16時～19時", None),
    ("2ヶ月に1回　第2火曜日　16時～18時", None),
    ("第2・第4土曜日　13時～", Some("Sa[2,4]")),
    ("第1水曜日　17時00分～", Some("We[1]")),
    ("不定期　11時～13時", None),
    ("月1、2回　10時～", None),
    ("第3木曜日　17時～18時30分", Some("Th[3]")),
    ("第2土曜日　11時～", Some("Sa[2]")),
    ("第1火曜日　15時50分～17時30分", Some("Tu[1]")),
    ("月１回金曜日　17時30分～", None),
    ("第2水曜日他　15時～17時", None),
    ("月1回　17時30分～18時30分", None),
    ("第2水曜・第4水曜　15時～", Some("We[2,4]")),
    ("月1回土曜日　16時～19時", None),
    ("月1～2回　10時～", None),
    ("不定期開催　13時～", None),
    ("第2金曜日　17時～19時", Some("Fr[2]")),
    ("第3日曜日　12時～15時30分", Some("Su[3]")),
    ("第4土曜日　12時～15時", Some("Sa[4]")),
    ("月1回金曜日　16時～19時", None),
    ("月1回土曜日　17時～", None),
    ("第3金曜日　17時～", Some("Fr[3]")),
    ("月1回　11時30分～14時30分", None),
    ("第4土曜日　10時30分～", Some("Sa[4]")),
    ("月1回不定期　17時～19時", None),
    ("第2金曜日　16時～", Some("Fr[2]")),
    ("月1回土曜日　15時～16時", None),
    ("月2回　9時～11時30分", None),
    ("第2土曜日　13時～", Some("Sa[2]")),
    ("月1回　17時～", None),
    ("毎月第三水曜日", Some("We[3]")),
    ("毎月第二火曜日、第四木曜日", Some("Tu[2],Th[4]")),
    ("毎週月、水、金曜日", Some("Mo,We,Fr")),
    ("毎月第三火曜日とその直後の木曜日", None),
    ("非公開", None),
    ("毎月最終金曜日", Some("Fr[-1]")),
    ("毎月第一火曜日", Some("Tu[1]")),
];

/// The same for 開催頻度.
const FREQUENCIES: &[(&str, Option<&str>)] = &[
    ("1", None),
    ("5", None),
    ("非公開", None),
    ("4", None),
    ("2", None),
    ("3", None),
    ("8", None),
    ("6", None),
    ("月１回", None),
    ("月1回", None),
    ("不定期開催", None),
    ("月２回", None),
    ("毎週水曜日", Some("We")),
    ("毎日", Some("Mo-Su")),
    ("原則第二・第四金曜日", Some("Fr[2,4]")),
    ("毎週土曜日", Some("Sa")),
    ("毎週火曜日", Some("Tu")),
    ("毎月第３木曜日", Some("Th[3]")),
    ("第１・３火曜日", Some("Tu[1,3]")),
    ("平日毎日", Some("Mo-Fr; PH off")),
    ("原則\n第四木曜日", Some("Th[4]")),
    ("原則\n第二金曜日", Some("Fr[2]")),
    ("毎月第3土曜日", Some("Sa[3]")),
    ("毎月１回（最終の水曜日）", Some("We[-1]")),
    ("毎月第二日曜日", Some("Su[2]")),
    ("第2土曜日", Some("Sa[2]")),
    ("毎月第4金曜日", Some("Fr[4]")),
    ("毎月2回\n日曜日", None),
    ("毎月第２日曜日", Some("Su[2]")),
    ("毎週６回", None),
    ("原則第二・第四火曜日", Some("Tu[2,4]")),
    ("原則第一・第三水曜日", Some("We[1,3]")),
    ("原則第一・第三火曜日", Some("Tu[1,3]")),
    ("月2回", None),
    ("月2回\n第2・4火曜日", Some("Tu[2,4]")),
    ("月2回\n第1・3水曜日", Some("We[1,3]")),
    ("週5日\n月～金曜日", Some("Mo-Fr")),
    ("原則毎週土曜日・日曜日", Some("Sa,Su")),
    ("原則第二・第四日曜日", Some("Su[2,4]")),
    ("第３水曜日", Some("We[3]")),
    ("第４または第５土曜日", None),
    ("第４土曜日", Some("Sa[4]")),
    ("第１、第３火曜日", Some("Tu[1,3]")),
    ("第３日曜日", Some("Su[3]")),
    ("毎月第2金曜日", Some("Fr[2]")),
    ("毎週月曜日", Some("Mo")),
    ("毎月第3火曜日", Some("Tu[3]")),
    ("毎月第2・第4水曜日", Some("We[2,4]")),
    ("毎月第1木曜日", Some("Th[1]")),
    ("基本第3水曜日\n(変更あり)", None),
];

#[test]
fn day_cells_are_read_or_refused_as_people_read_them() {
    for (part, cells) in [(Dates, DATES), (Frequency, FREQUENCIES)] {
        for (cell, expected) in cells {
            assert_eq!(read_days(part, cell).ok().as_deref(), *expected, "{cell}");
        }
    }
}

/// Days, beginning, end and remarks of the standard's columns.
#[test]
fn rows_of_the_standard_are_read() {
    let row = |days, opens, closes, notes| {
        certain(&[(Days, days), (Opens, opens), (Closes, closes), (Notes, notes)])
    };
    for (days, opens, closes, notes, expected) in [
        ("月火水木金", "08:30", "17:15", "", "Mo-Fr 08:30-17:15"),
        ("月;火;水;木;金", "9：00", "17：00", "無し", "Mo-Fr 09:00-17:00"),
        ("月火水木金土日", "0:00", "0:00", "", "Mo-Su"),
        ("月火水木金土日", "0:00", "23:59", "終日利用可能", "Mo-Su"),
        ("月火水木金土日", "", "", "24時間対応", "Mo-Su"),
        (
            "月・火・水・木・金・土・日曜日、祝日",
            "9:00",
            "21:00",
            "",
            "Mo-Su 09:00-21:00",
        ),
        ("土日祝以外", "8:30", "1700", "", "Mo-Fr 08:30-17:00; PH off"),
        ("平日", "8:30", "17:00", "", "Mo-Fr 08:30-17:00; PH off"),
        (
            "土日祝",
            "10:00",
            "16:00",
            "",
            "Sa,Su 10:00-16:00; PH 10:00-16:00",
        ),
        ("月火水木金土", "7:30", "26:00", "", "Mo-Sa 07:30-02:00"),
        (
            "火水木金土日",
            "09:00:00",
            "17:00:00",
            "年末年始を除く",
            "Tu-Su 09:00-17:00; Dec 29-Jan 3 off",
        ),
        (
            "月火水木金土",
            "09:30",
            "18:00",
            "祝日、12/29～1/3は終日利用不可",
            "Mo-Sa 09:30-18:00; PH off; Dec 29-Jan 3 off",
        ),
        (
            "火水木金土日",
            "09:00",
            "17:00",
            "12/30～1/1は終日利用不可",
            "Tu-Su 09:00-17:00; Dec 30-Jan 1 off",
        ),
        (
            "月火水木金土日",
            "09:00",
            "21:00",
            "日曜・祝日は17:00まで",
            "Mo-Sa 09:00-21:00; Su 09:00-17:00; PH 09:00-17:00",
        ),
        (
            "月水木金土日",
            "09:00",
            "21:00",
            "日曜・祝日は17:00まで",
            "Mo,We-Sa 09:00-21:00; Su 09:00-17:00; PH 09:00-17:00; Tu off",
        ),
        (
            "月火水木金土日",
            "7:30",
            "21:00",
            "日曜日は9：00～17：00、8/13～8/15、12/29～1/3を除く",
            "Mo-Sa 07:30-21:00; Su 09:00-17:00; Aug 13-Aug 15 off; Dec 29-Jan 3 off",
        ),
        (
            "月火水木金",
            "08:30",
            "17:00",
            "国民の祝日に関する法律に規定する休日及び年末年始（12月29日から翌年の1月3日）は終日利用不可。",
            "Mo-Fr 08:30-17:00; PH off; Dec 29-Jan 3 off",
        ),
        (
            "月火水木金土日",
            "9:00",
            "22：00\n※日曜及び休日は17：00まで",
            "",
            "Mo-Sa 09:00-22:00; Su 09:00-17:00; PH 09:00-17:00",
        ),
        (
            "月火水木金土",
            "9:30",
            "16:00",
            "第３土は10:30～15:30。第３火曜日休。",
            "Mo-Sa 09:30-16:00; Tu[3] off; Sa[3] 10:30-15:30",
        ),
        (
            "月火水木金土日",
            "8:30",
            "17:00",
            "第１・第３水曜日除く",
            "Mo-Su 08:30-17:00; We[1,3] off",
        ),
        (
            "月火水木金",
            "10:00",
            "16:00",
            "利用可能時間は10:00～12:00、13:00～16:00",
            "Mo-Fr 10:00-12:00,13:00-16:00",
        ),
        (
            "火水木金土",
            "9:30",
            "15:00",
            "土曜日のみ9：30～14：30",
            "Tu-Fr 09:30-15:00; Sa 09:30-14:30",
        ),
        (
            "月火水木金土",
            "8:00",
            "18:00",
            "土曜日は12：30まで。祝日、12/29～1/3を除く。",
            "Mo-Fr 08:00-18:00; Sa 08:00-12:30; PH off; Dec 29-Jan 3 off",
        ),
        (
            "月火水木金土日",
            "8:30",
            "17:00",
            "12/29～1/3及び臨時休業日を除く",
            "Mo-Su 08:30-17:00; Dec 29-Jan 3 off",
        ),
        (
            "月水",
            "①10:00\n②13:30",
            "①12:00\n②15:00",
            "先着順、1組30分ではなく自由",
            "Mo,We 10:00-12:00,13:30-15:00",
        ),
        ("金土", "22:00", "2:00", "", "Fr,Sa 22:00-02:00"),
        (
            "月～金",
            "9時",
            "17時半",
            "定員30名、事前予約制",
            "Mo-Fr 09:00-17:30",
        ),
        ("月火水木金", "午前9時30分", "午後5時", "", "Mo-Fr 09:30-17:00"),
    ] {
        if notes.contains("30分") {
            assert_eq!(
                unsure(&[(Days, days), (Opens, opens), (Closes, closes), (Notes, notes)]),
                Reason::NotUnderstood,
                "minutes may matter"
            );
            continue;
        }
        assert_eq!(
            row(days, opens, closes, notes),
            expected,
            "{days} {opens} {closes} {notes}"
        );
    }
}

#[test]
fn rows_of_cafeterias_are_read() {
    for (cells, expected) in [
        (
            vec![
                (Frequency, "月2回\n第2・4火曜日"),
                (Opens, "17:00"),
                (Closes, "19:00"),
            ],
            "Tu[2,4] 17:00-19:00",
        ),
        (
            vec![
                (Frequency, "3"),
                (Days, "火木"),
                (Dates, "毎月第二火曜日、第四木曜日"),
                (Opens, "16:00"),
                (Closes, "20:00"),
            ],
            "Tu[2],Th[4] 16:00-20:00",
        ),
        (
            vec![
                (Frequency, "2"),
                (Days, "月水金"),
                (Dates, "毎週月、水、金曜日"),
                (Opens, "16:00"),
                (Closes, "19:00"),
            ],
            "Mo,We,Fr 16:00-19:00",
        ),
        (
            vec![
                (Dates, "第3木曜日　17時～19時"),
                (Opens, "17:00"),
                (Closes, "19:00"),
            ],
            "Th[3] 17:00-19:00",
        ),
        (vec![(Dates, "毎週月曜・木曜　17時～19時")], "Mo,Th 17:00-19:00"),
        (
            vec![(Dates, "毎日"), (Opens, "09:00"), (Closes, "20:00")],
            "Mo-Su 09:00-20:00",
        ),
        (
            vec![
                (Frequency, "5"),
                (Opens, "17:30"),
                (Closes, "19:30"),
                (Notes, "第3水開催。"),
            ],
            "We[3] 17:30-19:30",
        ),
        (
            vec![(Dates, "毎月12日"), (Opens, "10:00"), (Closes, "12:00")],
            "Jan 12,Feb 12,Mar 12,Apr 12,May 12,Jun 12,Jul 12,Aug 12,Sep 12,Oct 12,Nov 12,Dec 12 10:00-12:00",
        ),
        (
            vec![
                (Dates, "毎月第3木曜日第4火曜日"),
                (Opens, "10:00"),
                (Closes, "12:00"),
            ],
            "Tu[4],Th[3] 10:00-12:00",
        ),
        (
            vec![
                (Dates, "第２日曜日、第４土曜日"),
                (Opens, "10:00"),
                (Closes, "12:00"),
            ],
            "Sa[4],Su[2] 10:00-12:00",
        ),
        (
            vec![(Dates, "第2土曜日 11時～14時（祝日、年末年始は休み）")],
            "Sa[2] 11:00-14:00; PH off; Dec 29-Jan 3 off",
        ),
    ] {
        assert_eq!(certain(&cells), expected, "{cells:?}");
    }
}

#[test]
fn columns_by_kind_of_day_are_read() {
    let row = |week, saturday, sunday| {
        [
            (Weekdays, week),
            (Saturdays, saturday),
            (SundaysAndHolidays, sunday),
        ]
    };
    assert_eq!(
        certain(&row("8：15～15：30", "休", "休")),
        "Mo-Fr 08:15-15:30; PH off"
    );
    assert_eq!(
        certain(&row("8：45～18：15", "8：45～18：15", "13：00～21：00")),
        "Mo-Sa 08:45-18:15; Su 13:00-21:00; PH 13:00-21:00"
    );
    assert_eq!(
        certain(&row("9：00～25：00", "9：00～25：00", "9：00～25：00")),
        "Mo-Su 09:00-01:00"
    );
    assert_eq!(
        unsure(&row("8：00～18：00（18：00～20：00）", "休", "休")),
        Reason::NotUnderstood
    );
    assert_eq!(unsure(&row("7：30～78：30", "休", "休")), Reason::NotUnderstood);
}

#[test]
fn what_is_not_certain_is_refused_with_its_reason() {
    let row = |days, opens, closes, notes| {
        unsure(&[(Days, days), (Opens, opens), (Closes, closes), (Notes, notes)])
    };
    for (days, opens, closes, notes, reason) in [
        ("", "9:00", "17:00", "", Reason::NoDays),
        ("月火", "", "", "", Reason::NoHours),
        ("月火", "9:00", "", "", Reason::NoClosingTime),
        ("月火", "9:00", "非公開", "", Reason::Secret),
        ("月火", "9:00", "5:00", "", Reason::Contradiction),
        ("月火", "日出", "日没", "", Reason::Condition),
        (
            "月火水木金",
            "10:00",
            "15:00",
            "月１回土曜日開設",
            Reason::NotUnderstood,
        ),
        (
            "月火水木金",
            "10:00",
            "15:00",
            "第２土は利用可。",
            Reason::NotUnderstood,
        ),
        (
            "月火水木金土",
            "7:30",
            "19:00",
            "開所日のみ。土曜日は17:00まで。",
            Reason::Condition,
        ),
        (
            "月火水木金土",
            "8:30",
            "17:00",
            "友引、1/1を除く",
            Reason::Condition,
        ),
        (
            "月火水木金土日",
            "9:00",
            "17:00",
            "月曜休館（祝日の場合は翌日）を除く",
            Reason::NotUnderstood,
        ),
        (
            "月火水木金土日",
            "9:00",
            "17:00",
            "8/1～8/20は8:00～18:10",
            Reason::NotUnderstood,
        ),
        (
            "月水",
            "12:00",
            "13:30",
            "お盆、お正月は休み。",
            Reason::NotUnderstood,
        ),
        (
            "土",
            "15:00",
            "17:00",
            "夏季は30分後ろ倒し",
            Reason::NotUnderstood,
        ),
        ("火", "17:30", "19:30", "食堂休業中", Reason::Suspended),
        ("木", "17:30", "19:00", "休止中", Reason::Suspended),
        (
            "月火水木金",
            "9:00",
            "17:00",
            "日曜日は12:00まで",
            Reason::Contradiction,
        ),
        (
            "月火水木金土日",
            "9:00",
            "22:00",
            "平日・土22:00日17:00",
            Reason::NotUnderstood,
        ),
        ("利用休止中", "9:00", "17:00", "", Reason::Suspended),
        (
            "通常は施錠、必要時のみ開錠。",
            "9:00",
            "17:00",
            "",
            Reason::NotUnderstood,
        ),
    ] {
        assert_eq!(
            row(days, opens, closes, notes),
            reason,
            "{days} {opens} {closes} {notes}"
        );
    }
    for (cells, reason) in [
        (
            vec![
                (Frequency, "1"),
                (Days, "土"),
                (Opens, "12:00"),
                (Closes, "14:00"),
            ],
            Reason::Code,
        ),
        (
            vec![
                (Frequency, "月１回"),
                (Days, "土"),
                (Opens, "12:00"),
                (Closes, "14:00"),
            ],
            Reason::HowOftenOnly,
        ),
        (
            vec![(Dates, "隔週土曜日"), (Opens, "12:00"), (Closes, "14:00")],
            Reason::EveryOther,
        ),
        (
            vec![(Dates, "第2土・日曜日"), (Opens, "12:00"), (Closes, "14:00")],
            Reason::NotUnderstood,
        ),
        (vec![(Dates, "第3土曜日 15時～")], Reason::NoClosingTime),
        (
            vec![
                (Dates, "第3土曜日 15時～17時"),
                (Opens, "15:00"),
                (Closes, "18:00"),
            ],
            Reason::Contradiction,
        ),
        (
            vec![
                (Days, "日"),
                (Dates, "第3土曜日"),
                (Opens, "15:00"),
                (Closes, "18:00"),
            ],
            Reason::Contradiction,
        ),
        (
            vec![(Dates, "12日"), (Opens, "15:00"), (Closes, "18:00")],
            Reason::NotUnderstood,
        ),
        (
            vec![
                (Frequency, "月2回"),
                (Dates, "第1土曜日"),
                (Opens, "15:00"),
                (Closes, "18:00"),
            ],
            Reason::HowOftenOnly,
        ),
        (vec![], Reason::NoDays),
    ] {
        assert_eq!(unsure(&cells), reason, "{cells:?}");
    }
}
