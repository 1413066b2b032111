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

/// `cells.tsv` has every distinct cell of 開催日 and 開催頻度 in the list of children's cafeterias of the 23 wards, with
/// the day rule that a person read in it, or `-` where no days can be determined.
#[test]
fn day_cells_are_read_or_refused_as_people_read_them() {
    let mut lines = 0;
    for line in include_str!("cells.tsv").lines() {
        let [column, cell, expected] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("{line}");
        };
        let part = if column == "開催日" { Dates } else { Frequency };
        let cell = cell.replace("\\n", "\n");
        assert_eq!(
            read_days(part, &cell).as_deref().unwrap_or("-"),
            expected,
            "{cell}"
        );
        lines += 1;
    }
    assert_eq!(lines, 64 + 50);
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
            "月火水木金",
            "9:30",
            "15:30",
            "第３土は10:30～15:30。第３火曜日休。",
            "Mo-Fr 09:30-15:30; Sa[3] 10:30-15:30; Tu[3] off",
        ),
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
        (
            "月火水木金土日",
            "9:00",
            "18:00",
            "7/1～8/31のみ",
            Reason::NotUnderstood,
        ),
        (
            "月水木金土日",
            "9:00",
            "21:00",
            "①9：00～21時（日曜日は9：00～17：00）②10：00～17：00※火曜休館日",
            Reason::NotUnderstood,
        ),
        (
            "月火木金",
            "10:30",
            "17:00",
            "第５週木・金は休診",
            Reason::NotUnderstood,
        ),
        (
            "月火水木金",
            "9:00",
            "21:00",
            "浴室は10：00～20：00",
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
