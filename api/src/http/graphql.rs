//! `/graphql` over HTTP: POST for everything, GET for queries. How a request is judged is the same for both and for
//! sockets, see `graphql/ask.rs`.

mod answer;

use std::time::Duration;

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, web};

use crate::app::App;
use crate::auth;
use crate::graphql::ask::{Asker, Carries, Question, prepare};
use crate::graphql::refusal::{Fault, Refusal};
use crate::http::body::{self, Broken};
use crate::http::client;
use crate::usage::Client;
use answer::Media;

/// Bytes of a query string; the largest document fits in with every byte escaped. Beyond 65,534 the HTTP library
/// reads none.
const LONGEST_ADDRESS: usize = 60_000;

pub(crate) async fn post(request: HttpRequest, payload: web::Payload, app: web::Data<App>) -> HttpResponse {
    respond(&request, &app, async |media| {
        let asker = asker(&request, &app).await?;
        is_json(&request)?;
        let patience = Duration::from_secs(app.config.limits.body_seconds);
        let body = body::read(payload, patience).await.map_err(broken)?;
        let question = Question::read(&body)?;
        execute(&app, &asker, question, Carries::QueriesAndMutations, media).await
    })
    .await
}

pub(crate) async fn get(request: HttpRequest, app: web::Data<App>) -> HttpResponse {
    respond(&request, &app, async |media| {
        let asker = asker(&request, &app).await?;
        let query = request.query_string();
        if query.len() > LONGEST_ADDRESS {
            let message = format!("an address may have at most {LONGEST_ADDRESS} bytes");
            return Err(Refusal::new(Fault::AddressTooLong, "DOCUMENT_TOO_LARGE", message));
        }
        let parameters = web::Query::<Vec<(String, String)>>::from_query(query)
            .map_err(|_| Refusal::malformed("the query string cannot be read"))?;
        let question = Question::of_parameters(&parameters)?;
        execute(&app, &asker, question, Carries::Queries, media).await
    })
    .await
}

/// A refusal to whoever has not said which form it should have.
pub(crate) fn refused(refusal: &Refusal) -> HttpResponse {
    answer::refused(refusal, Media::default())
}

/// Agrees on the form of the answer first, so that refusals have it, too.
async fn respond(
    request: &HttpRequest,
    app: &App,
    work: impl AsyncFnOnce(Media) -> Result<HttpResponse, Refusal>,
) -> HttpResponse {
    let media = match Media::wanted(request.headers().get_all(header::ACCEPT)) {
        Some(media) => media,
        None => {
            let message = "answers come as application/graphql-response+json or application/json";
            let refusal = Refusal::new(Fault::NotAcceptable, "BAD_USER_INPUT", message);
            return answer::refused(&refusal, Media::default());
        }
    };
    match work(media).await {
        Ok(response) => response,
        Err(refusal) => {
            app.metrics.refused(refusal.code);
            answer::refused(&refusal, media)
        }
    }
}

/// Whoever holds the key, else whoever has the address.
async fn asker(request: &HttpRequest, app: &App) -> Result<Asker, Refusal> {
    let actor = auth::actor(request, app).await?;
    let client = if actor.role == domain::Role::Anonymous {
        Client::at(client::address(request, &app.config.limits.trusted_proxies))
    } else {
        Client::Key(actor.name.clone())
    };
    Ok(Asker { actor, client })
}

async fn execute(
    app: &App,
    asker: &Asker,
    question: Question,
    carries: Carries,
    media: Media,
) -> Result<HttpResponse, Refusal> {
    let request = prepare(app, asker, question, carries)?;
    Ok(answer::executed(app.schema.execute(request).await, media))
}

/// Only JSON in UTF-8, unpacked. Everything else could be sent by a page of another site without asking, or is
/// larger than it looks.
fn is_json(request: &HttpRequest) -> Result<(), Refusal> {
    let refuse = |message: &str| Err(Refusal::new(Fault::MediaType, "BAD_USER_INPUT", message));
    let sent = request.headers().get(header::CONTENT_TYPE);
    let mut parts = sent
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
        .split(';')
        .map(str::trim);
    if !parts
        .next()
        .is_some_and(|media| media.eq_ignore_ascii_case("application/json"))
    {
        return refuse("send the query as application/json");
    }
    let charset = parts.find_map(|part| {
        let (name, value) = part.split_once('=')?;
        name.trim()
            .eq_ignore_ascii_case("charset")
            .then(|| value.trim().trim_matches('"'))
    });
    if charset.is_some_and(|charset| !["utf-8", "utf8"].contains(&charset.to_ascii_lowercase().as_str())) {
        return refuse("send the query in UTF-8");
    }
    let mut encodings = request.headers().get_all(header::CONTENT_ENCODING);
    if encodings.any(|encoding| encoding != "identity") {
        return refuse("a request may not be compressed");
    }
    Ok(())
}

fn broken(broken: Broken) -> Refusal {
    let largest = body::LARGEST;
    match broken {
        Broken::TooLarge => Refusal::new(
            Fault::TooLarge,
            "DOCUMENT_TOO_LARGE",
            format!("a request may have at most {largest} bytes"),
        ),
        Broken::TooSlow => Refusal::new(
            Fault::TooSlow,
            "BAD_USER_INPUT",
            "the body took too long to arrive",
        ),
        Broken::Interrupted => Refusal::malformed("the body broke off before its end"),
    }
}
