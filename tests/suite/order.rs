//! Importing the same files in another order gives the same register, but for ids and times.

use std::collections::BTreeMap;
use std::path::Path;

use domain::{OrganizationId, PlaceId, Source, TermId};
use store::{OpenMode, Store};
use tests::{Backend, TestDatabase, import, made_up_file, on_both, shared};

/// What the register holds, each record in words without ids and times, sorted.
async fn contents(database: &TestDatabase) -> Vec<String> {
    let store = Store::open(&database.url, OpenMode::Guest).await.unwrap();
    let all = store.load().await.unwrap();
    store.close().await.unwrap();
    let terms: BTreeMap<TermId, String> = all
        .terms
        .iter()
        .map(|term| (term.id, format!("{}:{}", term.scheme, term.code)))
        .collect();
    let bodies: BTreeMap<OrganizationId, String> = all
        .organizations
        .iter()
        .map(|one| (one.id, one.name.clone()))
        .collect();
    let names: BTreeMap<PlaceId, String> = all
        .places
        .iter()
        .map(|place| (place.id, place.name.clone()))
        .collect();
    let districts: BTreeMap<_, _> = all
        .districts
        .iter()
        .map(|one| (one.id, (one.official_code.clone(), one.name.clone())))
        .collect();
    let sources = |list: &[Source]| {
        list.iter()
            .map(|s| {
                format!(
                    "{:?} {:?} {:?} {:?}",
                    s.dataset, s.publisher, s.external_id, s.license
                )
            })
            .collect::<Vec<_>>()
    };
    let codes = |list: &[TermId]| list.iter().map(|id| terms[id].clone()).collect::<Vec<_>>();
    let mut words = Vec::new();
    for p in &all.places {
        words.push(format!(
            "place {:?}",
            (
                &p.name,
                &p.name_kana,
                &p.kinds,
                p.status,
                codes(&p.terms),
                p.location,
                &p.address,
                p.organization.map(|id| &bodies[&id]),
                (
                    &p.schedules,
                    &p.contacts,
                    &p.accessibility,
                    &p.translations,
                    &p.summary
                ),
                sources(&p.sources)
            )
        ));
    }
    for s in &all.services {
        let places: Vec<_> = s
            .places
            .iter()
            .map(|at| (&names[&at.place], &at.note, &at.schedules))
            .collect();
        words.push(format!(
            "service {:?}",
            (
                &s.name,
                s.organization.map(|id| &bodies[&id]),
                &s.fee,
                &s.schedules,
                codes(&s.terms),
                places,
                sources(&s.sources)
            )
        ));
    }
    for o in &all.organizations {
        words.push(format!(
            "organization {:?}",
            (&o.name, o.kind, &o.url, &o.contacts, sources(&o.sources))
        ));
    }
    for d in &all.districts {
        words.push(format!(
            "district {:?}",
            (
                d.level,
                &d.official_code,
                &d.name,
                &d.name_kana,
                d.parent.map(|id| &districts[&id]),
                &d.polygons
            )
        ));
    }
    words.sort();
    words
}

async fn register(backend: Backend, files: &[&Path]) -> Vec<String> {
    let database = TestDatabase::new(backend);
    for file in files {
        import(&database, file).await;
    }
    contents(&database).await
}

const CAFETERIAS: &str = "全国地方公共団体コード,ID,名称,住所,緯度,経度,開催曜日,運営団体名,_データセット名,_自治体名\n\
    172022,1,ひだまり食堂,七尾市1-1,37.04,136.96,土,NPO法人ひだまり,一覧,七尾市\n\
    172022,2,こもれび食堂,七尾市1-2,,,,NPO法人ひだまり,一覧,七尾市\n";
const CARE: &str = "ID,介護サービス事業所名称,所在地_連結表記,実施サービス,法人の名称,事業所番号\n\
    1,みどり園,七尾市3-1,訪問介護,社会福祉法人みどり,1\n2,みどり園,七尾市3-1,通所介護,社会福祉法人みどり,1\n";
const TEACHING: &str = r#"{"id":"o1","name":"NPO法人まなび","description":"x","services":[{"id":"s1","name":"学習支援","status":"active",
    "attributes":[{"id":"t1","taxonomy_term":{"id":"k1","code":"activity:study","name":"学習"}}],
    "service_at_locations":[{"id":"z1","location":{"id":"l1","location_type":"physical","name":"まなび館"}}]}]}"#;

on_both! {
    async fn files_in_another_order_give_the_same_register(backend) {
        let files: Vec<_> = [("a.csv", CAFETERIAS), ("b.csv", CARE), ("c.json", TEACHING)].map(|(name, text)| made_up_file(name, text)).into();
        let paths: Vec<&Path> = files.iter().map(|(_, path)| path.as_path()).collect();
        let first = register(backend, &paths).await;
        // Four places, three services, three organizations.
        assert_eq!(first.len(), 4 + 3 + 3, "{first:#?}");
        for order in [[0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
            assert_eq!(register(backend, &order.map(|index| paths[index])).await, first, "{order:?}");
        }
    }
}

on_both! {
    async fn shared_files_in_another_order_give_the_same_register(backend) {
        let names = ["nanao/reference_data.csv", "boundaries/N03-21_17_210101.geojson", "tokyo23/tokyo_kodomoshokudo_final.csv"];
        let Some(files) = names.map(shared).into_iter().collect::<Option<Vec<_>>>() else { return };
        let paths: Vec<&Path> = files.iter().map(std::path::PathBuf::as_path).collect();
        let first = register(backend, &paths).await;
        let turned: Vec<&Path> = paths.iter().rev().copied().collect();
        assert!(register(backend, &turned).await == first, "the order of files matters");
    }
}
