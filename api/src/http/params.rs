//! The query string of every path that lists places, as the same checked query that GraphQL makes.

use domain::{DistrictLevel, PlaceKind, Point, TermId};
use readmodel::{
    BoundingBox, Cursor, Near, OpenWindow, OrderField, PlaceFilter, PlaceOrder, PlaceQuery, Radius,
    SearchText, Snapshot, Within,
};

use super::problem::Problem;
use crate::graphql::context::Read;

/// Features in an answer unless the client says otherwise, and at most.
const LIMIT: usize = 1_000;
const MOST: usize = 10_000;

/// A question about places on the map.
#[derive(Debug)]
pub(crate) struct PlaceParams {
    pub(crate) query: PlaceQuery,
    pub(crate) limit: usize,
    pub(crate) after: Option<Cursor>,
    /// The parameters as given but `after`, for links to further pages.
    pub(crate) given: Vec<(String, String)>,
}

/// What narrows every list of places.
const FILTERS: [&str; 8] = [
    "bbox", "near", "radius", "kinds", "terms", "district", "text", "openAt",
];

/// The parameters of a query string, each once.
#[derive(Debug)]
pub(crate) struct Given(Vec<(String, String)>);

/// Which places are asked for.
#[derive(Debug)]
pub(crate) struct Asked {
    near: Option<Near>,
    within: Vec<Within>,
    filter: PlaceFilter,
}

impl Given {
    /// Those that filter places, and others; whatever else there is, is refused.
    pub(crate) fn parse(query_string: &str, others: &[&str]) -> Result<Given, Problem> {
        let mut given: Vec<(String, String)> = Vec::new();
        for (name, value) in pairs(query_string)? {
            let mut known = FILTERS.iter().chain(others);
            if !known.any(|known| *known == name) {
                let known: Vec<&str> = FILTERS.iter().chain(others).copied().collect();
                let known = known.join(", ");
                return Err(Problem::parameter(
                    &name,
                    format!("is not known here; known are {known}"),
                ));
            }
            if given.iter().any(|(earlier, _)| *earlier == name) {
                return Err(Problem::parameter(&name, "may be given once only"));
            }
            given.push((name, value));
        }
        Ok(Given(given))
    }

    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let mut given = self.0.iter();
        let found = given.find(|(given, _)| given == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The places that the filters describe.
    pub(crate) fn places(&self, read: &Read) -> Result<Asked, Problem> {
        let snapshot = &*read.snapshot;
        let get = |name: &str| self.get(name);
        let near = near(get("near"), get("radius"))?;
        let mut within = Vec::new();
        if let Some(text) = get("bbox") {
            within.push(Within::Box(bounding_box(text)?));
        }
        if let Some(code) = get("district") {
            within.push(Within::Districts(vec![district("district", code, snapshot)?]));
        }
        let text = SearchText::new(get("text").unwrap_or_default());
        let filter = PlaceFilter {
            text: text.map_err(|violation| Problem::violations("text", &[violation]))?,
            kinds: get("kinds").map(kinds).transpose()?.unwrap_or_default(),
            terms: get("terms")
                .map(|text| terms(text, snapshot))
                .transpose()?
                .unwrap_or_default(),
            open_at: get("openAt").map(|text| open_at(text, read)).transpose()?,
            ..PlaceFilter::default()
        };
        Ok(Asked { near, within, filter })
    }
}

impl Asked {
    /// All of them, on the map or not; in no order.
    pub(crate) fn anywhere(self) -> Result<PlaceQuery, Problem> {
        let order = Some(PlaceOrder {
            field: OrderField::Curve,
            descending: false,
        });
        PlaceQuery::new(self.near, self.within, self.filter, order)
            .map_err(|violation| Problem::violations("near", &[violation]))
    }
}

impl PlaceParams {
    /// Reads a query string; whatever is wrong is named.
    pub(crate) fn parse(query_string: &str, read: &Read) -> Result<PlaceParams, Problem> {
        PlaceParams::of(Given::parse(query_string, &["limit", "after"])?, read)
    }

    /// The same where there are no pages.
    pub(crate) fn whole(query_string: &str, read: &Read) -> Result<PlaceParams, Problem> {
        PlaceParams::of(Given::parse(query_string, &[])?, read)
    }

    fn of(given: Given, read: &Read) -> Result<PlaceParams, Problem> {
        let Asked {
            near,
            mut within,
            filter,
        } = given.places(read)?;
        let field = if near.is_some() {
            OrderField::Distance
        } else {
            OrderField::Curve
        };
        let order = Some(PlaceOrder {
            field,
            descending: false,
        });
        if near.is_none() && within.is_empty() {
            // Only places on the map are listed, wherever they are.
            within.push(Within::Box(world()?));
        }
        let query = PlaceQuery::new(near, within, filter, order)
            .map_err(|violation| Problem::violations("near", &[violation]))?;
        let after = match given.get("after") {
            None => None,
            Some(text) => Some(
                query
                    .cursor(text)
                    .ok_or_else(|| Problem::parameter("after", "is not a cursor of this query"))?,
            ),
        };
        let limit = given.get("limit").map(limit).transpose()?.unwrap_or(LIMIT);
        let Given(mut given) = given;
        given.retain(|(name, _)| name != "after");
        Ok(PlaceParams {
            query,
            limit,
            after,
            given,
        })
    }
}

/// Parameters as a query string again.
pub(crate) fn written(given: &[(String, String)]) -> String {
    let parameters: Vec<String> = given
        .iter()
        .map(|(name, value)| format!("{name}={}", escape(value)))
        .collect();
    parameters.join("&")
}

/// Percent-encodes all but the unreserved characters of RFC 3986 and the comma and colon, which queries may hold.
fn escape(value: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~,:".contains(&byte);
    value
        .bytes()
        .map(|byte| {
            if plain(byte) {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}

/// `from/to`, either of which may be missing, or one moment; none is now.
fn open_at(text: &str, read: &Read) -> Result<OpenWindow, Problem> {
    let (from, to) = text.split_once('/').unwrap_or((text, ""));
    let moment = |text: &str| match text.trim() {
        "" | ".." => Ok(None),
        text => chrono::DateTime::parse_from_rfc3339(text)
            .map(|moment| Some(moment.to_utc()))
            .map_err(|_| {
                let message = "must be FROM/TO, each RFC 3339 with an offset or left out, such as \
                               2026-05-06T14:00:00+09:00/2026-05-06T16:00:00+09:00";
                Problem::parameter("openAt", message.to_owned())
            }),
    };
    OpenWindow::new(moment(from)?, moment(to)?, read.now, read.snapshot.horizon())
        .map_err(|violations| Problem::violations("openAt", &violations))
}

fn pairs(query_string: &str) -> Result<Vec<(String, String)>, Problem> {
    let refused = || Problem::parameter("query", "is not made of name=value pairs in UTF-8");
    let pairs = actix_web::web::Query::<Vec<(String, String)>>::from_query(query_string)
        .map_err(|_| refused())?
        .into_inner();
    // Broken UTF-8 is read as the replacement character, which nobody types.
    let broken = pairs
        .iter()
        .any(|(name, value)| name.contains('\u{FFFD}') || value.contains('\u{FFFD}'));
    if broken { Err(refused()) } else { Ok(pairs) }
}

/// Exactly so many numbers, separated by commas.
fn numbers<const N: usize>(name: &str, text: &str, form: &str) -> Result<[f64; N], Problem> {
    let numbers: Option<Vec<f64>> = text.split(',').map(|number| number.trim().parse().ok()).collect();
    numbers
        .filter(|numbers| numbers.iter().all(|number: &f64| number.is_finite()))
        .and_then(|numbers| numbers.try_into().ok())
        .ok_or_else(|| Problem::parameter(name, format!("must be {form}, not {text:?}")))
}

fn near(near: Option<&str>, radius: Option<&str>) -> Result<Option<Near>, Problem> {
    let Some(near) = near else {
        return match radius {
            Some(_) => Err(Problem::parameter("radius", "needs near=longitude,latitude")),
            None => Ok(None),
        };
    };
    let [lon, lat] = numbers("near", near, "longitude,latitude in degrees")?;
    let point = Point::new(lon, lat).map_err(|violations| Problem::violations("near", &violations))?;
    let radius = match radius {
        None => Radius::default(),
        Some(text) => {
            let [meters] = numbers("radius", text, "a number of meters")?;
            Radius::new(meters).map_err(|violation| Problem::violations("radius", &[violation]))?
        }
    };
    Ok(Some(Near { point, radius }))
}

fn bounding_box(text: &str) -> Result<BoundingBox, Problem> {
    let [west, south, east, north] = numbers("bbox", text, "west,south,east,north in degrees")?;
    BoundingBox::new(west, south, east, north).map_err(|violations| Problem::violations("bbox", &violations))
}

fn world() -> Result<BoundingBox, Problem> {
    BoundingBox::new(-180.0, -90.0, 180.0, 90.0)
        .map_err(|violations| Problem::violations("bbox", &violations))
}

/// CODE or LEVEL:CODE.
pub(super) fn district(name: &str, text: &str, snapshot: &Snapshot) -> Result<domain::DistrictId, Problem> {
    let (level, code) = match text.split_once(':') {
        None => (None, text),
        Some((level, code)) => {
            let known: Vec<&str> = DistrictLevel::ALL.iter().map(|level| level.code()).collect();
            let level = DistrictLevel::parse(level).ok_or_else(|| {
                let known = known.join(", ");
                Problem::parameter(name, format!("{level:?} is not a level; known are {known}"))
            })?;
            (Some(level), code)
        }
    };
    let found = snapshot.district_by_code(level, code);
    found
        .map(|district| district.id)
        .ok_or_else(|| Problem::parameter(name, format!("no district has the official code {code:?}")))
}

fn kinds(text: &str) -> Result<Vec<PlaceKind>, Problem> {
    let codes = text.split(',').map(str::trim).filter(|code| !code.is_empty());
    let kind = |code: &str| {
        PlaceKind::parse(code).ok_or_else(|| {
            let known: Vec<&str> = PlaceKind::ALL.iter().map(|kind| kind.code()).collect();
            Problem::parameter(
                "kinds",
                format!("{code:?} is not a kind; known are {}", known.join(", ")),
            )
        })
    };
    codes.map(kind).collect()
}

/// Terms of one scheme OR, of different schemes AND.
fn terms(text: &str, snapshot: &Snapshot) -> Result<Vec<Vec<TermId>>, Problem> {
    let mut schemes: Vec<(&str, Vec<TermId>)> = Vec::new();
    for term in text.split(',').map(str::trim).filter(|term| !term.is_empty()) {
        let (scheme, code) = term
            .split_once(':')
            .ok_or_else(|| Problem::parameter("terms", format!("{term:?} must be scheme:code")))?;
        let found = snapshot
            .term_by_code(scheme, code)
            .ok_or_else(|| Problem::parameter("terms", format!("no term has the code {term:?}")))?;
        match schemes.iter_mut().find(|(earlier, _)| *earlier == scheme) {
            Some((_, of_scheme)) => of_scheme.push(found.id),
            None => schemes.push((scheme, vec![found.id])),
        }
    }
    Ok(schemes.into_iter().map(|(_, terms)| terms).collect())
}

fn limit(text: &str) -> Result<usize, Problem> {
    let limit = text.parse().ok().filter(|limit| (1..=MOST).contains(limit));
    limit.ok_or_else(|| {
        Problem::parameter(
            "limit",
            format!("must be a whole number from 1 to {MOST}, not {text:?}"),
        )
    })
}
