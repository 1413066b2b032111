//! No bytes make reading and planning panic: the function of the fuzz target, driven by chance from files that are
//! nearly right. Long runs belong to `cargo fuzz`.
#![expect(clippy::unwrap_used, reason = "a seed that cannot be made fails the test")]

#[path = "../fuzz/whole.rs"]
mod whole;

use std::io::{Cursor, Write as _};

use proptest::collection::vec;
use proptest::prelude::*;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const OWN: &str = "id,name,kinds,status,location_precision,latitude,longitude,terms_hazard,contacts,accessibility,schedules,services,further_sources,source_dataset,source_external_id\n\
    UAAAAAAAAAAAAAAAAAAAAAE,ひだまり,OTHER;MEDICAL,PUBLISHED,TOWN,37.04,136.96,flood;tsunami,\"PHONE 0767-53-0001 | 受付\nWEB https://a.example\",WHEELCHAIR yes,\"[{\"\"original\"\":\"\"月\"\",\"\"time_zone\"\":\"\"Asia/Tokyo\"\"}]\",\"[{\"\"name\"\":\"\"食事\"\",\"\"here\"\":{\"\"note\"\":\"\"二階\"\"}}]\",\"[{\"\"dataset\"\":\"\"a\"\"}]\",一覧,7\n";

const HSDS: &str = r#"{"id":"o1","name":"a","description":"b","locations":[{"id":"l1","location_type":"physical","name":"c","latitude":37.0,"longitude":136.9,"addresses":[{"id":"a1","address_1":"1-1","city":"七尾市","country":"JP"}],"schedules":[{"id":"h1","freq":"MONTHLY","byday":"2SA,-1FR","opens_at":"10:00","closes_at":"12:00","dtstart":"2026-11-02","timezone":3}]}],"services":[{"id":"s1","name":"d","status":"active","minimum_age":1,"cost_options":[{"id":"f1","amount":0}],"service_at_locations":[{"id":"z1","location":{"id":"l1"}}],"phones":[{"id":"p1","number":"+81 90 0000 0001"}]}]}"#;

const LIST: &str = "全国地方公共団体コード,ID,名称,住所,緯度,経度,電話番号,災害種別_洪水,備考\n172022,1,公園,七尾市1-1,37°2′53″,136.9,０７６７－５３－０００１（代）,1,\n";

/// A workbook has the same shape: what is in an archive is decided by its parts.
fn archive() -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [
        ("organizations.csv", "id,name,description\no1,a,b\n"),
        (
            "locations.csv",
            "id,location_type,organization_id,name,latitude,longitude\nl1,physical,o1,c,37.0,136.9\n",
        ),
        ("service.json", HSDS),
    ] {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

proptest! {
    #[test]
    fn bytes_of_any_kind_end_well(bytes in vec(any::<u8>(), 0..400)) {
        whole::whole(&bytes);
    }

    #[test]
    fn files_with_damage_end_well(
        seed in 0..4_usize,
        damage in vec((any::<prop::sample::Index>(), any::<u8>(), 0..3_u8), 0..6),
        text in "[\\PC\\\\|;,\"'\\[\\]{}:\n]{0,12}",
    ) {
        let mut bytes = match seed {
            0 => OWN.as_bytes().to_vec(),
            1 => HSDS.as_bytes().to_vec(),
            2 => LIST.as_bytes().to_vec(),
            _ => archive(),
        };
        for (index, byte, what) in damage {
            if bytes.is_empty() {
                break;
            }
            let at = index.index(bytes.len());
            match what {
                0 => bytes.splice(at..=at, [byte]).for_each(drop),
                1 => bytes.splice(at..at, text.bytes()).for_each(drop),
                _ => bytes.truncate(at),
            }
        }
        whole::whole(&bytes);
    }
}

#[test]
fn the_seeds_are_files_that_can_be_read() {
    for bytes in [
        OWN.as_bytes().to_vec(),
        HSDS.as_bytes().to_vec(),
        LIST.as_bytes().to_vec(),
        archive(),
    ] {
        let options = formats::ReadOptions {
            profile: None,
            dataset: None,
            license: None,
            source_url: None,
            publisher: None,
            retrieved_at: chrono::DateTime::UNIX_EPOCH,
        };
        assert_eq!(formats::read(bytes, &options).unwrap().rejected, 0);
    }
}
