//! Numbers for operators, in the format of Prometheus. Labels are routes, methods, statuses and codes: nothing that
//! tells a person, a place or an address.

use actix_web::http::Method;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

/// Bounds of the durations, in seconds.
const SECONDS: [f64; 12] = [
    0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0,
];

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    route: String,
    method: &'static str,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    route: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Reason {
    code: &'static str,
}

/// What is counted while the server runs.
#[derive(Debug)]
pub(crate) struct Metrics {
    registry: Registry,
    answered: Family<Answered, Counter>,
    seconds: Family<Route, Histogram, fn() -> Histogram>,
    refused: Family<Reason, Counter>,
    sockets: Gauge,
    seq: Gauge,
    places: Gauge,
    stale: Gauge,
    cached_documents: Gauge,
}

/// What is looked up when it is asked for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Now {
    pub(crate) seq: i64,
    pub(crate) places: usize,
    pub(crate) is_stale: bool,
    pub(crate) cached_documents: usize,
}

impl Metrics {
    pub(crate) fn new() -> Metrics {
        let histogram: fn() -> Histogram = || Histogram::new(SECONDS);
        let mut registry = Registry::with_prefix("ibasho");
        let answered = Family::<Answered, Counter>::default();
        registry.register("http_requests", "Answered requests", answered.clone());
        let seconds = Family::new_with_constructor(histogram);
        registry.register_with_unit(
            "http_request_duration",
            "How long answers took",
            Unit::Seconds,
            seconds.clone(),
        );
        let refused = Family::<Reason, Counter>::default();
        registry.register(
            "graphql_refused",
            "GraphQL requests that were not executed, by code",
            refused.clone(),
        );
        let gauge = |registry: &mut Registry, name: &str, help: &str| {
            let gauge = Gauge::<i64, _>::default();
            registry.register(name, help, gauge.clone());
            gauge
        };
        Metrics {
            sockets: gauge(&mut registry, "sockets", "Open WebSockets"),
            seq: gauge(
                &mut registry,
                "register_seq",
                "The last transaction that answers show",
            ),
            places: gauge(&mut registry, "register_places", "Places in memory"),
            stale: gauge(
                &mut registry,
                "register_stale",
                "1 while the database cannot be followed",
            ),
            cached_documents: gauge(
                &mut registry,
                "graphql_cached_documents",
                "Documents that were judged and are kept",
            ),
            registry,
            answered,
            seconds,
            refused,
        }
    }

    /// One request was answered.
    pub(crate) fn answered(&self, route: &str, method: &Method, status: u16, seconds: f64) {
        let labels = Answered {
            route: route.to_owned(),
            method: known(method),
            status,
        };
        self.answered.get_or_create(&labels).inc();
        let route = Route {
            route: route.to_owned(),
        };
        self.seconds.get_or_create(&route).observe(seconds);
    }

    /// One GraphQL request was refused as a whole.
    pub(crate) fn refused(&self, code: &'static str) {
        self.refused.get_or_create(&Reason { code }).inc();
    }

    /// Counts a socket as open for as long as the value lives.
    pub(crate) fn open_socket(&self) -> OpenSocket {
        self.sockets.inc();
        OpenSocket(self.sockets.clone())
    }

    /// Everything as text.
    pub(crate) fn text(&self, now: Now) -> Result<String, std::fmt::Error> {
        self.seq.set(now.seq);
        self.places.set(i64::try_from(now.places).unwrap_or(i64::MAX));
        self.stale.set(i64::from(now.is_stale));
        self.cached_documents
            .set(i64::try_from(now.cached_documents).unwrap_or(i64::MAX));
        let mut text = String::new();
        encode(&mut text, &self.registry)?;
        Ok(text)
    }
}

/// Of the methods only those that are in use: a client may invent more.
fn known(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "OPTIONS" => "OPTIONS",
        _ => "other",
    }
}

/// A socket that is open.
#[derive(Debug)]
pub(crate) struct OpenSocket(Gauge<i64, std::sync::atomic::AtomicI64>);

impl Drop for OpenSocket {
    fn drop(&mut self) {
        self.0.dec();
    }
}
