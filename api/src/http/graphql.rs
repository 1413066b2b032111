//! `POST /graphql`.
//!
//! One document in JSON, within bounds that keep stack and time small.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, web};
use futures_util::StreamExt as _;
use serde_json::json;

use crate::app::App;
use crate::auth;
use crate::graphql::gate::{self, Refused};

/// Bytes of a request.
const LARGEST_BODY: usize = 64 * 1024;

pub(crate) async fn post(request: HttpRequest, payload: web::Payload, app: web::Data<App>) -> HttpResponse {
    let json_sent = request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .is_some_and(|media| media.trim().eq_ignore_ascii_case("application/json"));
    if !json_sent {
        return refuse(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "BAD_USER_INPUT",
            "send the query as application/json",
        );
    }
    if request.headers().contains_key(header::CONTENT_ENCODING) {
        let text = "a request may not be compressed";
        return refuse(StatusCode::UNSUPPORTED_MEDIA_TYPE, "BAD_USER_INPUT", text);
    }
    let actor = match auth::actor(&request, &app).await {
        Ok(actor) => actor,
        Err((status, code, text)) => return refuse(status, code, text),
    };
    let body = match read_body(payload).await {
        Ok(body) => body,
        Err(response) => return response,
    };
    let query: async_graphql::Request = match serde_json::from_slice(&body) {
        Ok(query) => query,
        Err(_) if body.trim_ascii_start().starts_with(b"[") => {
            return refuse(
                StatusCode::BAD_REQUEST,
                "BATCH_NOT_SUPPORTED",
                "send one query at a time",
            );
        }
        Err(error) => {
            let text = format!("the body is not a GraphQL request in JSON: {error}");
            return refuse(StatusCode::BAD_REQUEST, "BAD_USER_INPUT", &text);
        }
    };
    if let Err(Refused { code, message }) =
        gate::check(&query.query, query.operation_name.as_deref(), &query.variables)
    {
        return refuse(StatusCode::BAD_REQUEST, code, &message);
    }
    let mut response = app
        .schema
        .execute(query.data(app.read()).data(actor).data(app.get_ref().clone()))
        .await;
    let executed = response.data != async_graphql::Value::Null;
    for error in &mut response.errors {
        let extensions = error.extensions.get_or_insert_default();
        if extensions.get("code").is_none() {
            // Outside of every field it is the document that is wrong, inside one an argument.
            let code = if error.path.is_empty() {
                "GRAPHQL_VALIDATION_FAILED"
            } else {
                "BAD_USER_INPUT"
            };
            extensions.set("code", code);
        }
    }
    let status = if executed || response.errors.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::BAD_REQUEST
    };
    HttpResponse::build(status).json(response)
}

async fn read_body(mut payload: web::Payload) -> Result<Vec<u8>, HttpResponse> {
    let mut body = Vec::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|_| {
            refuse(
                StatusCode::BAD_REQUEST,
                "BAD_USER_INPUT",
                "the body broke off before its end",
            )
        })?;
        if body.len() + chunk.len() > LARGEST_BODY {
            let text = format!("a request may have at most {LARGEST_BODY} bytes");
            return Err(refuse(StatusCode::PAYLOAD_TOO_LARGE, "DOCUMENT_TOO_LARGE", &text));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

fn refuse(status: StatusCode, code: &str, message: &str) -> HttpResponse {
    HttpResponse::build(status)
        .json(json!({ "errors": [{ "message": message, "extensions": { "code": code } }] }))
}
