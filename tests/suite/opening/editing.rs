//! Schedules as editors enter them: kept in one spelling, seen at once, and every fault named with its path.

use serde_json::{Value, json};
use tests::on_both;

use super::{CREATE, create, place, with_key};

const UPDATE: &str = "mutation($input: PlaceUpdateInput!) { placeUpdate(input: $input) {
    place { id version schedules { rule timeZone } openState { isOpen reason } } userErrors { code field message } } }";

on_both! {
    async fn every_form_of_a_schedule_is_kept_and_answers_at_once(backend) {
        let (_server, client) = with_key(backend).await;
        let id = create(&client, "サロン", json!({
            "schedules": [
                { "rule": "tu  09:00-12:00 ; PH off", "note": "二階" },
                { "weekly": [{ "day": "SATURDAY", "weeksOfMonth": [2, 4], "opens": "11:00", "closes": "14:00" }], "closedOnHolidays": true },
                { "rrule": "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", "anchor": "2026-11-26", "opens": "18:00", "closes": "20:00" },
                { "original": "たまに日曜も" }
            ],
            "specialHours": [{ "from": "2026-12-01", "to": "2026-12-01", "reason": "工事" }]
        })).await;
        let found = place(&client, &id, "
            schedules { rule rrule anchor opens closes original note timeZone }
            openState { isOpen closesAt opensAt reason } regularity
            nextOpenings(first: 4) { startsAt endsAt note service { id } place { id } }").await;
        assert_eq!(found["schedules"], json!([
            { "rule": "Tu 09:00-12:00; PH off", "rrule": null, "anchor": null, "opens": null, "closes": null, "original": null, "note": "二階", "timeZone": "Asia/Tokyo" },
            { "rule": "Sa[2,4] 11:00-14:00; PH off", "rrule": null, "anchor": null, "opens": null, "closes": null, "original": null, "note": null, "timeZone": "Asia/Tokyo" },
            { "rule": null, "rrule": "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", "anchor": "2026-11-26", "opens": "18:00", "closes": "20:00", "original": null, "note": null, "timeZone": "Asia/Tokyo" },
            { "rule": null, "rrule": null, "anchor": null, "opens": null, "closes": null, "original": "たまに日曜も", "note": null, "timeZone": "Asia/Tokyo" }
        ]));
        // The server's clock stands at Tuesday, 24 November 2026, 10:00 in Japan.
        assert_eq!(found["openState"], json!({ "isOpen": true, "closesAt": "2026-11-24T03:00:00Z", "opensAt": null, "reason": "二階" }));
        assert_eq!(found["regularity"], "WEEKLY");
        let opening = |starts: &str, ends: &str, note: Value| json!({ "startsAt": starts, "endsAt": ends, "note": note, "service": null, "place": { "id": id } });
        assert_eq!(found["nextOpenings"], json!([
            opening("2026-11-24T00:00:00Z", "2026-11-24T03:00:00Z", json!("二階")),
            opening("2026-11-26T09:00:00Z", "2026-11-26T11:00:00Z", Value::Null),
            opening("2026-11-28T02:00:00Z", "2026-11-28T05:00:00Z", Value::Null),
            opening("2026-12-08T00:00:00Z", "2026-12-08T03:00:00Z", json!("二階")),
        ]));

        let update = |version: i32, fields: Value| json!({ "input": { "id": id, "expectedVersion": version, "place": fields } });
        let closed = client.data(UPDATE, update(1, json!({ "temporarilyClosed": true }))).await["placeUpdate"].clone();
        assert_eq!(closed["place"]["openState"], json!({ "isOpen": false, "reason": "temporarily closed" }));
        let moved = client.data(UPDATE, update(2, json!({ "temporarilyClosed": false, "timeZone": "Asia/Seoul", "schedules": [{ "rule": "24/7" }] }))).await["placeUpdate"].clone();
        assert_eq!(moved["place"]["schedules"], json!([{ "rule": "24/7", "timeZone": "Asia/Seoul" }]));
        assert_eq!(moved["place"]["openState"]["isOpen"], true);
        let erased = client.data(UPDATE, update(3, json!({ "schedules": null }))).await["placeUpdate"].clone();
        assert_eq!(erased["place"]["schedules"], json!([]));
        assert_eq!(erased["place"]["openState"]["isOpen"], Value::Null);
    }
}

on_both! {
    async fn every_fault_of_every_schedule_is_named_at_once(backend) {
        let (server, client) = with_key(backend).await;
        let input = json!({ "place": { "kinds": ["GATHERING_PLACE"], "name": "サロン", "schedules": [
            { "rule": "Mo 25:99" },
            { "rule": "Mo 10:00-12:00", "rrule": "FREQ=SECONDLY" },
            { "weekly": [{ "day": "MONDAY", "weeksOfMonth": [], "opens": "10:00", "closes": "12:00" },
                         { "day": "TUESDAY", "weeksOfMonth": [7], "opens": "1000", "closes": "24:00" }] },
            {},
            { "rule": "Mo 10:00-12:00", "validFrom": "2026-12-02", "validThrough": "2026-12-01" },
            { "rule": "SH 10:00-12:00" }
        ], "specialHours": [{ "from": "2026-12-02", "to": "2026-12-01" }] } });
        let made = client.data(CREATE, json!({ "input": input })).await["placeCreate"].clone();
        assert_eq!(made["place"], Value::Null);
        let fields: Vec<String> = made["userErrors"].as_array().unwrap().iter()
            .map(|error| error["field"].as_array().unwrap().iter().map(|part| part.as_str().unwrap()).collect::<Vec<_>>().join("."))
            .collect();
        for expected in [
            "input.place.schedules.0.rule",
            "input.place.schedules.1.rrule",
            "input.place.schedules.2.weekly.0.weeksOfMonth",
            "input.place.schedules.2.weekly.1.weeksOfMonth",
            "input.place.schedules.2.weekly.1.opens",
            "input.place.schedules.3.rule",
            "input.place.schedules.4.validThrough",
            "input.place.schedules.5.rule",
            "input.place.specialHours.0.to",
        ] {
            assert!(fields.iter().any(|field| field.starts_with(expected)), "{expected}: {fields:?}");
        }
        let count = server.client.data("{ places { totalCount } }", json!({})).await;
        assert_eq!(count["places"]["totalCount"], 0);
    }
}
