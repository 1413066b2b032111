//! A client that knows only the public contract: addresses, documents, JSON.

use serde_json::{Value, json};

/// Speaks to one server.
#[derive(Debug, Clone)]
pub struct Client {
    http: reqwest::Client,
    base: String,
    key: Option<String>,
}

/// What came back.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    pub headers: reqwest::header::HeaderMap,
    pub body: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("not JSON ({error}): {}", self.body))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }
}

impl Client {
    pub(crate) fn new(base: String) -> Client {
        Client {
            http: reqwest::Client::new(),
            base,
            key: None,
        }
    }

    /// A client of a server that runs elsewhere.
    pub fn of(base: &str) -> Client {
        Client::new(base.to_owned())
    }

    /// The same client with a key.
    pub fn with_key(&self, key: &str) -> Client {
        Client {
            key: Some(key.to_owned()),
            ..self.clone()
        }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.get_with(path, &[]).await
    }

    pub async fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = self.http.get(format!("{}{path}", self.base));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        answer(request).await
    }

    pub async fn post(&self, path: &str, content_type: &str, body: impl Into<Vec<u8>>) -> Answer {
        self.post_with(path, &[("content-type", content_type)], body)
            .await
    }

    pub async fn post_with(&self, path: &str, headers: &[(&str, &str)], body: impl Into<Vec<u8>>) -> Answer {
        self.send("POST", path, headers, body).await
    }

    /// Any request at all.
    pub async fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Vec<u8>>,
    ) -> Answer {
        let method = reqwest::Method::from_bytes(method.as_bytes()).expect("a method");
        let mut request = self.http.request(method, format!("{}{path}", self.base));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(key) = &self.key {
            request = request.bearer_auth(key);
        }
        answer(request.body(body.into())).await
    }

    /// The whole answer to a document.
    pub async fn query(&self, document: &str, variables: Value) -> Value {
        let body = json!({ "query": document, "variables": variables }).to_string();
        self.post("/graphql", "application/json", body).await.json()
    }

    /// The data of a document that must succeed.
    pub async fn data(&self, document: &str, variables: Value) -> Value {
        let answer = self.query(document, variables).await;
        assert!(answer.get("errors").is_none(), "{document}: {answer}");
        answer.get("data").cloned().unwrap_or_default()
    }
}

async fn answer(request: reqwest::RequestBuilder) -> Answer {
    let response = request.send().await.expect("the server answers");
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    let body = response.text().await.expect("the answer is text");
    Answer {
        status,
        headers,
        body,
    }
}
