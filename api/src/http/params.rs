//! The query string of every path that lists places, as the same checked query that GraphQL makes.

use chrono::{DateTime, Utc};
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
#[derive(Debug, Clone)]
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
        let known: Vec<&str> = FILTERS.iter().chain(others).copied().collect();
        Given::parse_only(query_string, &known)
    }

    /// These parameters and no others.
    pub(crate) fn parse_only(query_string: &str, known: &[&str]) -> Result<Given, Problem> {
        let mut given: Vec<(String, String)> = Vec::new();
        for (name, value) in pairs(query_string)? {
            if !known.contains(&name.as_str()) {
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

    /// All of them but one.
    pub(crate) fn without(&self, name: &str) -> Vec<(String, String)> {
        let others = self.0.iter().filter(|(given, _)| given != name);
        others.cloned().collect()
    }

    /// Takes a box of six numbers, heights included, for the box on the ground: nothing here has a height.
    pub(crate) fn flatten_box(&mut self) -> Result<(), Problem> {
        let Some((_, text)) = self.0.iter_mut().find(|(name, _)| name == "bbox") else {
            return Ok(());
        };
        if text.split(',').count() == 6 {
            let form = "west,south,east,north in degrees, or with heights west,south,low,east,north,high";
            let [west, south, low, east, north, high] = numbers("bbox", text, form)?;
            if low > high {
                return Err(Problem::parameter(
                    "bbox",
                    "the low height must not be greater than the high one",
                ));
            }
            *text = format!("{west},{south},{east},{north}");
        }
        Ok(())
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
        let updated = get("datetime").map(interval).transpose()?.unwrap_or_default();
        let filter = PlaceFilter {
            text: text.map_err(|violation| Problem::violations("text", &[violation]))?,
            kinds: get("kinds").map(kinds).transpose()?.unwrap_or_default(),
            terms: get("terms")
                .map(|text| terms(text, snapshot))
                .transpose()?
                .unwrap_or_default(),
            updated_since: updated.0,
            updated_until: updated.1,
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
    /// Reads a query string about places on the map; whatever is wrong is named.
    pub(crate) fn parse(query_string: &str, read: &Read) -> Result<PlaceParams, Problem> {
        let given = Given::parse(query_string, &["limit", "after"])?;
        let limit = given.get("limit").map(limit).transpose()?.unwrap_or(LIMIT);
        given.into_params(read, Listed::OnMap, limit)
    }

    /// The same where there are no pages.
    pub(crate) fn whole(query_string: &str, read: &Read) -> Result<PlaceParams, Problem> {
        Given::parse(query_string, &[])?.into_params(read, Listed::OnMap, LIMIT)
    }

    /// The same for a file that holds all there is unless it is told to hold less.
    pub(crate) fn parse_all(query_string: &str, read: &Read, listed: Listed) -> Result<PlaceParams, Problem> {
        let given = Given::parse(query_string, &["limit", "after"])?;
        let limit = given.get("limit").map(limit).transpose()?;
        let all = read.snapshot.place_count();
        given.into_params(read, listed, limit.unwrap_or(all))
    }

    /// Whether nothing narrows it.
    pub(crate) fn is_everything(&self) -> bool {
        self.given.is_empty() && self.after.is_none()
    }
}

/// Which places an answer can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Listed {
    /// Those with a position.
    OnMap,
    /// Those without one, too, unless an area is asked for.
    Anywhere,
}

impl Given {
    /// The question, nearest first or in the one order.
    pub(crate) fn into_params(
        self,
        read: &Read,
        listed: Listed,
        limit: usize,
    ) -> Result<PlaceParams, Problem> {
        let Asked {
            near,
            mut within,
            filter,
        } = self.places(read)?;
        let field = if near.is_some() {
            OrderField::Distance
        } else {
            OrderField::Curve
        };
        let order = Some(PlaceOrder {
            field,
            descending: false,
        });
        if listed == Listed::OnMap && near.is_none() && within.is_empty() {
            // Only places on the map are listed, wherever they are.
            within.push(Within::Box(world()?));
        }
        let query = PlaceQuery::new(near, within, filter, order)
            .map_err(|violation| Problem::violations("near", &[violation]))?;
        let after = match self.get("after") {
            None => None,
            Some(text) => Some(
                query
                    .cursor(text)
                    .ok_or_else(|| Problem::parameter("after", "is not a cursor of this query"))?,
            ),
        };
        let Given(mut given) = self;
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
        text => DateTime::parse_from_rfc3339(text)
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

/// First and last moment; an end that is open is `None`.
pub(crate) type Interval = (Option<DateTime<Utc>>, Option<DateTime<Utc>>);

/// `FROM/TO` with `..` or nothing for an open end, or one moment: both ends belong to it.
pub(crate) fn interval(text: &str) -> Result<Interval, Problem> {
    let refused = || {
        let message = "must be a moment, or FROM/TO with .. for an open end, each RFC 3339 with an offset or a date, such \
                       as 2026-05-06T14:00:00Z/..";
        Problem::parameter("datetime", message)
    };
    // The bounds of a moment: a date is the whole day, in UTC.
    let bounds = |text: &str| {
        if let Ok(moment) = DateTime::parse_from_rfc3339(text) {
            return Ok((moment.to_utc(), moment.to_utc()));
        }
        let day = chrono::NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| refused())?;
        let first = day.and_time(chrono::NaiveTime::MIN).and_utc();
        let last = first + chrono::TimeDelta::days(1) - chrono::TimeDelta::microseconds(1);
        Ok((first, last))
    };
    let is_open = |text: &str| text.is_empty() || text == "..";
    match text.split_once('/') {
        None => bounds(text).map(|(first, last)| (Some(first), Some(last))),
        Some((from, to)) if is_open(from) && is_open(to) => Ok((None, None)),
        Some((from, to)) => {
            let from = (!is_open(from)).then(|| bounds(from)).transpose()?;
            let to = (!is_open(to)).then(|| bounds(to)).transpose()?;
            let (from, to) = (from.map(|(first, _)| first), to.map(|(_, last)| last));
            if from.zip(to).is_some_and(|(from, to)| from > to) {
                return Err(Problem::parameter("datetime", "ends before it begins"));
            }
            Ok((from, to))
        }
    }
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

pub(super) fn bounding_box(text: &str) -> Result<BoundingBox, Problem> {
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
pub(super) fn terms(text: &str, snapshot: &Snapshot) -> Result<Vec<Vec<TermId>>, Problem> {
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
