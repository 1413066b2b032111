//! ibasho's own CSV, from database to database: the same bytes again, no change by an unchanged file, and places that
//! stay the same ones through spreadsheets and later editions of their lists.

use domain::{Actor, Contact, ContactKind, Visibility};
use serde_json::{Value, json};
use store::{Filling, OpenMode, Store};
use tests::{Backend, TestDatabase, export, import, made_up_file, on_both, shared, try_import};

/// What a spreadsheet, a parser or a database may stumble over.
const NASTY: [&str; 10] = [
    "=HYPERLINK(\"http://a.example\",\"b\")",
    "'+81",
    "''@b",
    "一行目\n二行目\r\n三行目",
    "\"引用\",;|\\n\\",
    "ＡＢＣ　１２３ｶﾞ",
    "👨‍👩‍👧‍👦 葛\u{e0100}城",
    "שלום \u{202e}abc\u{202c} مرحبا",
    " 前後に空白 ",
    "\tタブ\r",
];

/// An invented town whose texts are as nasty as they come.
async fn nasty_town(backend: Backend) -> TestDatabase {
    let database = TestDatabase::new(backend);
    let store = Store::open(&database.url, OpenMode::Tool).await.unwrap();
    let terms = store.terms().await.unwrap();
    let at = chrono::DateTime::from_timestamp(1_793_491_200, 0).unwrap();
    let mut town = api::demo::invent(11, 300, &terms, at);
    let mut nasty = NASTY.iter().cycle().map(|text| (*text).to_owned());
    let mut next = || nasty.next().unwrap();
    for (place, private) in &mut town.places {
        place.name = next();
        place.summary = Some(next());
        for contact in &mut place.contacts {
            contact.note = Some(next());
        }
        private.contacts.push(Contact {
            kind: ContactKind::Phone,
            value: "090-0000-0001".to_owned(),
            note: Some("架空 花子".to_owned()),
            visibility: Visibility::Private,
        });
    }
    for organization in &mut town.organizations {
        organization.name = next();
        organization.name_kana = Some(next());
    }
    for service in &mut town.services {
        service.fee = Some(next());
        service.required_documents = vec![next(), next()];
        for here in &mut service.places {
            here.note = Some(next());
        }
    }
    let filling = Filling {
        organizations: town.organizations,
        districts: town.districts,
        services: town.services,
        places: town.places,
    };
    store
        .fill(&Actor::at_the_console(), "nasty", filling, at)
        .await
        .unwrap();
    store.close().await.unwrap();
    database
}

async fn imported(database: &TestDatabase, text: &str) -> Value {
    let (_folder, file) = made_up_file("export.csv", text);
    import(database, &file).await
}

/// The export of an empty register into which a file was imported.
async fn again(backend: Backend, file: &str) -> (Value, String) {
    let database = TestDatabase::new(backend);
    let report = imported(&database, file).await;
    (report, export(&database, None).await)
}

/// Into the register it came from, a file that nobody changed does nothing.
async fn changes_nothing(database: &TestDatabase, file: &str) {
    let before = Store::open(&database.url, OpenMode::Guest).await.unwrap();
    let seq = before.seq().await.unwrap();
    before.close().await.unwrap();
    let report = imported(database, file).await;
    let nothing = json!({ "created": 0, "updated": 0 });
    assert_eq!(
        (&report["created"], &report["updated"]),
        (&json!(0), &json!(0)),
        "{}",
        report["changes"]
    );
    assert_eq!(
        (&report["services"], &report["organizations"]),
        (&nothing, &nothing)
    );
    assert_eq!(
        (report["unchanged"].as_u64(), report["seq"].as_i64()),
        (report["rows"].as_u64(), Some(seq))
    );
}

on_both! {
    async fn an_invented_town_comes_back_byte_for_byte(backend) {
        let database = nasty_town(backend).await;
        let file = export(&database, None).await;
        assert!(file.starts_with("\u{feff}id,status,kinds,name,"));
        assert!(!file.contains("090-0000-0001") && !file.contains("花子"), "private contacts stay at home");
        let (report, second) = again(backend, &file).await;
        assert_eq!((&report["profile"], &report["rejected"], &report["updated"]), (&json!("ibasho"), &json!(0), &json!(0)));
        assert_eq!(report["created"], report["rows"]);
        assert!(second == file, "the second export differs");
        changes_nothing(&database, &file).await;
    }
}

on_both! {
    async fn files_of_councils_come_back_byte_for_byte(backend) {
        for (name, profile) in [
            ("nanao/reference_data.csv", None),
            ("tokyo23/tokyo_kodomoshokudo_final.csv", None),
            ("takamatsu/nursing_home.xlsx", Some("takamatsu_nursing_home")),
        ] {
            let Some(path) = shared(name) else { continue };
            let database = TestDatabase::new(backend);
            let profile = || profile.map(str::to_owned);
            try_import(&database, &path, |import| import.profile = profile()).await;
            let file = export(&database, None).await;
            let (report, second) = again(backend, &file).await;
            assert_eq!(report["created"], report["rows"], "{name}");
            assert!(second == file, "{name}: the second export differs");
            changes_nothing(&database, &file).await;
            // The list itself is as unchanged as before.
            let report = try_import(&database, &path, |import| import.profile = profile()).await;
            assert_eq!((&report["applied"], &report["created"], &report["updated"]), (&json!(true), &json!(0), &json!(0)), "{name}");
        }
    }
}

on_both! {
    async fn a_place_stays_itself_from_list_to_spreadsheet_to_the_next_list(backend) {
        let list = |name: &str, address: &str| {
            format!("全国地方公共団体コード,ID,名称,住所,緯度,経度,開催曜日,運営団体名,_データセット名,_自治体名,_ライセンス\n\
                     172022,7,{name},{address},37.04,136.96,土,NPO法人ひだまり,一覧,七尾市,CC BY 4.0\n")
        };
        let database = TestDatabase::new(backend);
        imported(&database, &list("ひだまり食堂", "七尾市1-1")).await;
        let file = export(&database, None).await;
        assert_eq!(export(&database, Some("一覧")).await, file);
        assert_eq!(export(&database, Some("ほか")).await.lines().count(), 1);
        let edited = file.replace("ひだまり食堂", "ひだまり会館");
        let report = imported(&database, &edited).await;
        assert_eq!((&report["created"], &report["updated"], &report["changes"][0]["fields"][0]["new"]), (&json!(0), &json!(1), &json!("ひだまり会館")));
        // The next edition of the list finds the place and its organization, here and where the export went.
        let elsewhere = TestDatabase::new(backend);
        imported(&elsewhere, &edited).await;
        for register in [&database, &elsewhere] {
            let report = imported(register, &list("ひだまり食堂", "七尾市2-2")).await;
            assert_eq!((&report["created"], &report["updated"], &report["organizations"]["created"]), (&json!(0), &json!(1), &json!(0)), "{report}");
        }
        let ids = |file: String| file.lines().skip(1).map(|line| line.split(',').next().unwrap().to_owned()).collect::<Vec<_>>();
        assert_eq!(ids(export(&elsewhere, None).await), ids(file));
    }
}

on_both! {
    async fn what_the_file_says_of_a_blurred_place_leaves_its_exact_point(backend) {
        let database = nasty_town(backend).await;
        let exact = |contents: &[(domain::Place, domain::place::PrivateParts)]| {
            contents.iter().filter_map(|(place, private)| Some((place.id, private.exact_point?, private.contacts.len()))).collect::<Vec<_>>()
        };
        let all = |url: String| async move {
            let store = Store::open(&url, OpenMode::Guest).await.unwrap();
            let ids: Vec<domain::PlaceId> = store.load().await.unwrap().places.iter().map(|place| place.id).collect();
            let places = store.places_for_update(&ids).await.unwrap();
            store.close().await.unwrap();
            places
        };
        let before = exact(&all(database.url.clone()).await);
        assert!(before.len() > 3);
        let file = export(&database, None).await.replace(",Asia/Tokyo,", ",Asia/Seoul,");
        let report = imported(&database, &file).await;
        assert_eq!((&report["created"], &report["updated"]), (&json!(0), &report["rows"]));
        assert_eq!(exact(&all(database.url.clone()).await), before);
    }
}

on_both! {
    async fn a_dry_run_of_an_export_on_nothing_says_what_it_would_do(backend) {
        let file = "id,name,kinds,location_precision\n,ひだまり,GATHERING_PLACE,\n";
        let (_folder, path) = made_up_file("new.csv", file);
        let database = TestDatabase::new(backend);
        let report = try_import(&database, &path, |import| import.dry_run = true).await;
        assert_eq!((&report["applied"], &report["created"], &report["profile"]), (&json!(false), &json!(1), &json!("ibasho")));
    }
}
