//! `GET /tiles/{z}/{x}/{y}.mvt`: places as vector tiles; `GET /tiles.json` describes them (TileJSON 3.0).
//!
//! A tile is made once for a snapshot and kept, packed, within a bound of memory.

use std::collections::BTreeSet;
use std::sync::Arc;

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};
use domain::PlaceKind;
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use readmodel::{CROWD, QueryHash, TileAddress, Zoom};
use serde_json::{Map, Value, json};

use super::charge;
use super::client::own_address;
use super::etag::Etag;
use super::packed::Packed;
use super::params::{PlaceParams, written};
use super::problem::Problem;
use crate::app::App;
use crate::graphql::context::Read;

const MEDIA: &str = "application/vnd.mapbox-vector-tile";
/// What a tile costs that is not kept yet.
const POINTS: usize = 8;
/// How large a typical tile is, which is what there is room for at first.
const TYPICAL_BYTES: u64 = 4_000;
/// What a kept tile takes beside its bytes.
const BESIDE: usize = 200;

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Key {
    epoch: String,
    seq: i64,
    query: QueryHash,
    /// Of questions about time.
    minute: Option<i64>,
    address: TileAddress,
}

#[derive(Debug)]
struct Kept {
    body: Packed,
    /// The minute that it speaks of, if it speaks of one.
    minute: Option<i64>,
}

#[derive(Debug, Clone)]
struct Size;

impl Weighter<Key, Arc<Kept>> for Size {
    fn weight(&self, key: &Key, kept: &Arc<Kept>) -> u64 {
        (BESIDE + key.epoch.len() + kept.body.size()) as u64
    }
}

/// Tiles that were made before; those of older snapshots are pushed out by newer ones.
pub(crate) struct Tiles(Cache<Key, Arc<Kept>, Size>);

impl std::fmt::Debug for Tiles {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tiles").finish_non_exhaustive()
    }
}

impl Tiles {
    pub(crate) fn new(megabytes: u64) -> Tiles {
        let room = megabytes * 1_000_000;
        let typical = usize::try_from(room / TYPICAL_BYTES).unwrap_or_default();
        Tiles(Cache::with_weighter(typical, room, Size))
    }
}

pub(crate) async fn tile(
    request: HttpRequest,
    path: web::Path<(String, String, String)>,
    app: web::Data<App>,
) -> HttpResponse {
    let read = app.read();
    let asked = address(&path).and_then(|address| {
        let params = PlaceParams::whole(request.query_string(), &read)?;
        Ok((address, params))
    });
    let (address, params) = match asked {
        Ok(asked) => asked,
        Err(problem) => return problem.response(),
    };
    let etag = Etag::new(&read, "mvt", true);
    if etag.is_known(&request) {
        return etag.unchanged();
    }
    let now = read.now.timestamp() / 60;
    let key = Key {
        epoch: read.snapshot.epoch().to_owned(),
        seq: read.snapshot.seq(),
        query: params.query.hash(),
        minute: params.query.filter.open_at.map(|_| now),
        address,
    };
    let kept = app.tiles.0.get(&key);
    let kept = kept.filter(|kept| kept.minute.is_none_or(|minute| minute == now));
    let points = if kept.is_some() { 1 } else { POINTS };
    if let Some(refused) = charge(&request, &app, points) {
        return refused;
    }
    let kept = kept.unwrap_or_else(|| {
        let tile = read.snapshot.tile(&params.query, address, read.now, CROWD);
        let made = Arc::new(Kept {
            body: Packed::new(tile.bytes),
            minute: tile.by_minute.then_some(now),
        });
        app.tiles.0.insert(key, made.clone());
        made
    });
    let mut response = if kept.body.is_empty() {
        HttpResponse::NoContent()
    } else {
        HttpResponse::Ok()
    };
    response
        .content_type(MEDIA)
        .insert_header((header::ETAG, etag.0))
        .insert_header((header::CACHE_CONTROL, "no-cache"));
    if kept.body.is_empty() {
        return response.finish();
    }
    kept.body.answer(&request, response)
}

fn address((z, x, y): &(String, String, String)) -> Result<TileAddress, Problem> {
    // Digits alone: a sign or a space is no other way to write a tile.
    let number = |name: &str, text: &str| {
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        let number = text.parse::<u32>().ok().filter(|_| digits);
        number.ok_or_else(|| Problem::parameter(name, format!("must be a whole number, not {text:?}")))
    };
    let (level, x, y) = (number("z", z)?, number("x", x)?, number("y", y)?);
    let zoom = i32::try_from(level).ok().and_then(Zoom::new);
    let zoom =
        zoom.ok_or_else(|| Problem::parameter("z", format!("must lie between 0 and 22, not {level}")))?;
    let most = (1_u32 << zoom.level()) - 1;
    TileAddress::new(zoom, x, y).ok_or_else(|| {
        let (name, value) = if x > most { ("x", x) } else { ("y", y) };
        Problem::parameter(
            name,
            format!("must lie between 0 and {most} at zoom {level}, not {value}"),
        )
    })
}

pub(crate) async fn description(request: HttpRequest, app: web::Data<App>) -> HttpResponse {
    let read = app.read();
    let params = match PlaceParams::whole(request.query_string(), &read) {
        Ok(params) => params,
        Err(problem) => return problem.response(),
    };
    let etag = Etag::new(&read, "tilejson", params.query.filter.open_at.is_some());
    if etag.is_known(&request) {
        return etag.unchanged();
    }
    if let Some(refused) = charge(&request, &app, POINTS) {
        return refused;
    }
    let described = describe(
        &read,
        &params,
        &own_address(&request, &app.config),
        &app.config.site.name,
    );
    etag.answer("application/json", described.to_string())
}

fn describe(read: &Read, params: &PlaceParams, own: &str, name: &str) -> Value {
    let snapshot = &read.snapshot;
    let mut tiles = format!("{own}/tiles/{{z}}/{{x}}/{{y}}.mvt");
    if !params.given.is_empty() {
        tiles.push('?');
        tiles.push_str(&written(&params.given));
    }
    let mut counts: Map<String, Value> = Map::new();
    counts.insert("count".to_owned(), json!("How many places"));
    counts.insert(
        "expansionZoom".to_owned(),
        json!("The zoom at which they fall into several cells; 22 when they never do"),
    );
    counts.insert("id".to_owned(), json!("The only place"));
    counts.insert("name".to_owned(), json!("Its name"));
    for kind in PlaceKind::ALL {
        counts.insert(kind.code().to_owned(), json!("How many of this kind"));
    }
    json!({
        "tilejson": "3.0.0",
        "name": name,
        "scheme": "xyz",
        "tiles": [tiles],
        "minzoom": 0,
        "maxzoom": 22,
        "bounds": bounds(read, params),
        "attribution": attributions(read, params),
        "vector_layers": [
            {
                "id": "places",
                "description": "Places one by one, in tiles that hold so few",
                "minzoom": 0,
                "maxzoom": 22,
                "fields": {
                    "id": "The place's id, as in GraphQL",
                    "name": "Its name",
                    "kinds": "Its kinds, separated by commas",
                    "state": "open, closed or unknown at this minute",
                },
            },
            {
                "id": "clusters",
                "description": "Places by cell, in tiles where they would crowd",
                "minzoom": 0,
                "maxzoom": 22,
                "fields": counts,
            },
        ],
        "seq": snapshot.seq().to_string(),
    })
}

/// What the matches extend over, and a little more: programs that draw take no tile beyond.
fn bounds(read: &Read, params: &PlaceParams) -> [f64; 4] {
    const MARGIN: f64 = 0.01;
    let coarse = Zoom::new(0).map(|zoom| read.snapshot.clusters(&params.query, zoom, read.now).1);
    let bounds = coarse.unwrap_or_default().into_iter().fold(None, |bounds, cell| {
        let [west, south, east, north] = bounds.unwrap_or([180.0, 90.0, -180.0, -90.0]);
        Some([
            cell.west.min(west),
            cell.south.min(south),
            cell.east.max(east),
            cell.north.max(north),
        ])
    });
    match bounds {
        None => [-180.0, -85.051_129, 180.0, 85.051_129],
        Some([west, south, east, north]) => [
            (west - MARGIN).max(-180.0),
            (south - MARGIN).max(-90.0),
            (east + MARGIN).min(180.0),
            (north + MARGIN).min(90.0),
        ],
    }
}

/// What the sources of the matches ask to be said, as text that may stand in HTML.
fn attributions(read: &Read, params: &PlaceParams) -> String {
    let said: BTreeSet<&str> = read
        .snapshot
        .sources_of(&params.query, read.now)
        .map(|source| source.attribution.as_deref().unwrap_or(&source.name))
        .collect();
    let said: Vec<String> = said
        .into_iter()
        .filter(|text| !text.is_empty())
        .map(html)
        .collect();
    said.join(", ")
}

/// Programs that draw put an attribution into their pages as it is.
fn html(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
