//! Errors of the REST paths: problem details as of RFC 9457.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, Responder};
use domain::Violation;
use serde::Serialize;

/// One problem; `parameter` names what the client can mend.
#[derive(Debug, Serialize)]
pub(crate) struct Problem {
    r#type: &'static str,
    title: &'static str,
    status: u16,
    detail: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    parameter: Option<String>,
}

impl Problem {
    /// A parameter broke a rule.
    pub(crate) fn parameter(name: &str, detail: impl Into<String>) -> Problem {
        Problem {
            r#type: "about:blank",
            title: "A parameter is not valid",
            status: 400,
            detail: format!("{name}: {}", detail.into()),
            parameter: Some(name.to_owned()),
        }
    }

    /// Parts of a parameter broke rules.
    pub(crate) fn violations(name: &str, violations: &[Violation]) -> Problem {
        let messages: Vec<&str> = violations
            .iter()
            .map(|violation| violation.message.as_str())
            .collect();
        Problem::parameter(name, messages.join("; "))
    }

    pub(crate) fn not_found() -> Problem {
        Problem::plain(404, "Not found", "there is nothing at this path")
    }

    pub(crate) fn method_not_allowed() -> Problem {
        Problem::plain(405, "Method not allowed", "this path does not answer this method")
    }

    pub(crate) fn internal() -> Problem {
        Problem::plain(
            500,
            "Internal error",
            "the server made a mistake; it has been logged",
        )
    }

    pub(crate) fn overloaded() -> Problem {
        Problem::plain(
            503,
            "Overloaded",
            "the server has too much to do; see Retry-After",
        )
    }

    pub(crate) fn rate_limited() -> Problem {
        let detail = "too much was asked for in too short a time; see Retry-After";
        Problem::plain(429, "Too many requests", detail)
    }

    fn plain(status: u16, title: &'static str, detail: &str) -> Problem {
        Problem {
            r#type: "about:blank",
            title,
            status,
            detail: detail.to_owned(),
            parameter: None,
        }
    }

    /// In one sentence.
    pub(crate) fn detail(&self) -> &str {
        &self.detail
    }

    pub(crate) fn response(&self) -> HttpResponse {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_string(self).unwrap_or_default();
        HttpResponse::build(status)
            .content_type("application/problem+json")
            .body(body)
    }

    pub(crate) fn response_with(&self, name: header::HeaderName, value: &str) -> HttpResponse {
        let mut response = self.response();
        if let Ok(value) = header::HeaderValue::from_str(value) {
            response.headers_mut().insert(name, value);
        }
        response
    }
}

impl Responder for Problem {
    type Body = actix_web::body::BoxBody;

    fn respond_to(self, _request: &HttpRequest) -> HttpResponse {
        self.response()
    }
}
