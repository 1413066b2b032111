//! `GET /coverage.geojson` and `/coverage.csv`: what districts have and lack, for maps and for spreadsheets.

use actix_web::{HttpRequest, HttpResponse, web};
use domain::{DistrictLevel, NodeId};
use hours::Regularity;
use readmodel::DistrictCoverage;
use readmodel::encode::geojson::{drawn, time};
use serde_json::json;

use super::charge;
use super::etag::Etag;
use super::params::{Given, district};
use super::problem::Problem;
use crate::app::App;
use crate::graphql::context::Read;

/// What all districts cost.
const POINTS: usize = 10;

const COLUMNS: [&str; 7] = [
    "officialCode",
    "name",
    "level",
    "placeCount",
    "regularCount",
    "unknownCount",
    "nextOpening",
];

pub(crate) async fn as_geojson(request: HttpRequest, app: web::Data<App>) -> HttpResponse {
    respond(
        &request,
        &app,
        "coverage.geojson",
        "application/geo+json",
        geojson,
    )
}

pub(crate) async fn as_csv(request: HttpRequest, app: web::Data<App>) -> HttpResponse {
    respond(
        &request,
        &app,
        "coverage.csv",
        "text/csv; charset=utf-8; header=present",
        csv,
    )
}

fn respond(
    request: &HttpRequest,
    app: &App,
    format: &str,
    media: &'static str,
    encode: impl FnOnce(&Read, &[DistrictCoverage<'_>]) -> String,
) -> HttpResponse {
    let read = app.read();
    let coverage = match coverage(request.query_string(), &read) {
        Ok(coverage) => coverage,
        Err(problem) => return problem.response(),
    };
    let etag = Etag::new(&read, format, true);
    if etag.is_known(request) {
        return etag.unchanged();
    }
    if let Some(refused) = charge(request, app, POINTS) {
        return refused;
    }
    etag.answer(media, encode(&read, &coverage))
}

fn coverage<'a>(query_string: &str, read: &'a Read) -> Result<Vec<DistrictCoverage<'a>>, Problem> {
    let snapshot = &read.snapshot;
    let given = Given::parse(query_string, &["parent", "level", "regularity"])?;
    let needed = |name: &str, form: &str| {
        given
            .get(name)
            .ok_or_else(|| Problem::parameter(name, format!("is needed: {form}")))
    };
    let parent = needed("parent", "the district as LEVEL:CODE, such as PREFECTURE:130001")?;
    let parent = district("parent", parent, snapshot)?;
    let levels = || {
        DistrictLevel::ALL
            .iter()
            .map(|level| level.code())
            .collect::<Vec<_>>()
            .join(", ")
    };
    let level = needed("level", &format!("one of {}", levels()))?;
    let level = DistrictLevel::parse(level).ok_or_else(|| {
        Problem::parameter(
            "level",
            format!("{level:?} is not a level; known are {}", levels()),
        )
    })?;
    let regularity = match given.get("regularity") {
        None => Regularity::AtLeastMonthly,
        Some(text) => Regularity::parse(text).ok_or_else(|| {
            let known: Vec<&str> = Regularity::ALL.iter().map(|known| known.code()).collect();
            let known = known.join(", ");
            Problem::parameter("regularity", format!("{text:?} is not known; known are {known}"))
        })?,
    };
    let query = given.places(read)?.anywhere()?;
    Ok(snapshot.coverage(parent, level, &query, regularity, read.now))
}

fn geojson(read: &Read, coverage: &[DistrictCoverage<'_>]) -> String {
    let mut text = String::from("{\"type\":\"FeatureCollection\",\"features\":[");
    for (position, of_one) in coverage.iter().enumerate() {
        if position > 0 {
            text.push(',');
        }
        let DistrictCoverage {
            district,
            places,
            regular,
            unknown,
            next,
        } = of_one;
        let properties = json!({
            "officialCode": district.official_code,
            "name": district.name,
            "level": district.level.code(),
            "placeCount": places,
            "regularCount": regular,
            "unknownCount": unknown,
            "nextOpening": next.as_ref().map(|next| time(next.starts)),
        });
        let id = json!(NodeId::District(district.id).encode());
        // The geometry is kept as text: drawing it anew each time takes longer than all else.
        let geometry = drawn(&read.snapshot, district.id).unwrap_or("null");
        text.push_str(&format!(
            "{{\"type\":\"Feature\",\"id\":{id},\"geometry\":{geometry},\"properties\":{properties}}}"
        ));
    }
    text.push_str("]}");
    text
}

/// With a byte order mark, by which spreadsheets know UTF-8.
fn csv(_: &Read, coverage: &[DistrictCoverage<'_>]) -> String {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    // Writing to memory cannot fail.
    let _ = writer.write_record(COLUMNS);
    for of_one in coverage {
        let district = of_one.district;
        let next = of_one.next.as_ref().map(|next| time(next.starts));
        let _ = writer.write_record([
            &plain(district.official_code.as_deref().unwrap_or_default()),
            &plain(&district.name),
            district.level.code(),
            &of_one.places.to_string(),
            &of_one.regular.to_string(),
            &of_one.unknown.to_string(),
            &next.unwrap_or_default(),
        ]);
    }
    let bytes = writer.into_inner().unwrap_or_default();
    format!("\u{feff}{}", String::from_utf8_lossy(&bytes))
}

/// No cell begins as a formula does.
fn plain(text: &str) -> String {
    if text
        .trim_start()
        .starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'])
    {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}
