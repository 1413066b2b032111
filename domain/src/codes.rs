//! Official codes: municipalities (全国地方公共団体コード) and their check digit.
//!
//! Formula: 総務省「全国地方公共団体コード」, weights 6 5 4 3 2, modulus 11.

/// The check digit of a five-digit municipality code, or `None` if these are not five digits.
fn check_digit(five: &str) -> Option<char> {
    let mut sum = 0;
    let mut count = 0;
    for (digit, weight) in five.chars().zip([6, 5, 4, 3, 2]) {
        sum += digit.to_digit(10)? * weight;
        count += 1;
    }
    if count != 5 || five.len() != 5 {
        return None;
    }
    let check = if sum < 11 { 11 - sum } else { 11 - sum % 11 };
    char::from_digit(check % 10, 10)
}

/// The six-digit code that a text of two, five or six digits names.
///
/// Two digits are a prefecture (`13` is 130001), five lack their check digit, six must have the right one.
pub fn municipality_code(text: &str) -> Option<String> {
    let five = match text.len() {
        2 => format!("{text}000"),
        5 | 6 => text.get(..5)?.to_owned(),
        _ => return None,
    };
    let check = check_digit(&five)?;
    let code = format!("{five}{check}");
    (text.len() < 6 || code == text).then_some(code)
}

/// The prefecture that a six-digit municipality code belongs to.
pub fn prefecture_of(municipality_code: &str) -> Option<String> {
    self::municipality_code(municipality_code.get(..2)?)
}

/// Designated cities (政令指定都市), whose wards are municipalities of their own: five digits each.
const DESIGNATED_CITIES: [&str; 20] = [
    "01100", "04100", "11100", "12100", "14100", "14130", "14150", "15100", "22100", "22130", "23100",
    "26100", "27100", "27140", "28100", "33100", "34100", "40100", "40130", "43100",
];

/// The six-digit code of the designated city that a ward with this code belongs to, if it is such a ward.
pub fn city_of_ward(municipality_code: &str) -> Option<String> {
    let five = municipality_code.get(..5)?;
    if DESIGNATED_CITIES.contains(&five) {
        return None;
    }
    let city = DESIGNATED_CITIES.iter().rev().find(|city| {
        // Ward numbers follow their city's; the next city of the prefecture starts at its own hundred or ten.
        city.get(..2) == five.get(..2) && **city < five && five.get(2..3) == Some("1")
    })?;
    self::municipality_code(city)
}

/// Whether a text is a 法人番号: thirteen digits, the first of which checks the others.
///
/// Formula: 法人番号の指定等に関する省令, weights 1 and 2 from the right, modulus 9.
pub fn is_corporate_number(text: &str) -> bool {
    let digits: Option<Vec<u32>> = text.chars().map(|c| c.to_digit(10)).collect();
    let Some((check, rest)) = digits.as_deref().and_then(<[u32]>::split_first) else {
        return false;
    };
    let weighted = rest.iter().rev().zip([1, 2].into_iter().cycle());
    let sum: u32 = weighted.map(|(digit, weight)| digit * weight).sum();
    rest.len() == 12 && *check == 9 - sum % 9
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_codes_have_these_check_digits() {
        // From the 総務省 list.
        for code in [
            "131016", "011002", "401307", "402036", "272078", "112305", "252123", "342131", "232149",
        ] {
            assert_eq!(municipality_code(code.get(..5).unwrap()).as_deref(), Some(code));
            assert_eq!(municipality_code(code).as_deref(), Some(code));
        }
        assert_eq!(municipality_code("13").as_deref(), Some("130001"));
        assert_eq!(municipality_code("01").as_deref(), Some("010006"));
    }

    #[test]
    fn wrong_codes_are_refused() {
        for text in [
            "",
            "1",
            "131",
            "1310",
            "131017",
            "1310160",
            "１３１０１",
            "13-01",
            "abcde",
        ] {
            assert_eq!(municipality_code(text), None, "{text}");
        }
    }

    #[test]
    fn wards_know_their_city() {
        assert_eq!(city_of_ward("011011").as_deref(), Some("011002"));
        assert_eq!(city_of_ward("141186").as_deref(), Some("141003"));
        assert_eq!(city_of_ward("141312").as_deref(), Some("141305"));
        assert_eq!(city_of_ward("271411").as_deref(), Some("271403"));
        assert_eq!(city_of_ward("271276").as_deref(), Some("271004"));
        assert_eq!(
            city_of_ward("131016"),
            None,
            "the special wards of Tokyo are no city's"
        );
        assert_eq!(city_of_ward("172022"), None);
        assert_eq!(city_of_ward("011002"), None);
        assert_eq!(city_of_ward("271403"), None, "堺市 is no ward of 大阪市");
    }

    #[test]
    fn corporate_numbers_check_themselves() {
        // From the list of 国税庁: its own, 東京都, 札幌市.
        for number in ["7000012050002", "8000020130001", "9000020011002"] {
            assert!(is_corporate_number(number), "{number}");
        }
        for text in [
            "",
            "7000012050003",
            "700001205000",
            "70000120500020",
            "４00020130001",
            "4.00E+12",
        ] {
            assert!(!is_corporate_number(text), "{text}");
        }
    }
}
