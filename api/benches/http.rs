//! How many questions a second over HTTP, with one worker, as a share of the least a POST can cost: a handler
//! that reads its body and answers 8 KB. Both in one run, on this machine.
//!
//! `cargo xtask bench` runs it; `-- --places N` chooses the size of the invented register.
#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a benchmark talks and stops at the first surprise"
)]

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use actix_web::{App, HttpResponse, HttpServer, web};
use api::config::{Config, Database, DatabaseUrl, Graphql, Limits, Server};

/// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Open connections; one worker is busy with eight.
const CONNECTIONS: usize = 8;
const ROUND: Duration = Duration::from_secs(3);
const ROUNDS: usize = 3;

const PAGE: &str = "edges { distanceMeters node { id name kinds location { latitude longitude } } } \
                    pageInfo { hasNextPage endCursor }";

fn main() {
    let mut arguments = std::env::args()
        .skip_while(|argument| argument != "--places")
        .skip(1);
    let places = arguments.next().map_or(200_000, |number| number.parse().unwrap());
    let ceiling = start(|send| {
        let body = "x".repeat(8 * 1024);
        let server = HttpServer::new(move || {
            let body = body.clone();
            App::new().route(
                "/",
                web::post().to(move |_read: web::Bytes| {
                    let body = body.clone();
                    async move { HttpResponse::Ok().body(body) }
                }),
            )
        });
        let server = server.workers(1).disable_signals().bind("127.0.0.1:0").unwrap();
        send(server.addrs().first().copied().unwrap());
        Box::pin(async move { server.run().await.unwrap() })
    });
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("bench.db").display());
    let manifest = folder.path().join("trusted.json");
    let nearest = format!(
        "query($latitude: Float!, $longitude: Float!) {{ places(near: {{ point: {{ latitude: $latitude, \
         longitude: $longitude }}, radiusMeters: 50000 }}, first: 20) {{ {PAGE} }} }}"
    );
    std::fs::write(&manifest, serde_json::json!({ "nearest": nearest }).to_string()).unwrap();
    let config = Config {
        server: Server {
            listen: "127.0.0.1:0".parse().unwrap(),
            workers: 1,
            ..Server::default()
        },
        database: Database {
            url: DatabaseUrl(url),
            ..Database::default()
        },
        graphql: Graphql {
            trusted_documents: manifest.display().to_string(),
            ..Graphql::default()
        },
        limits: Limits {
            points: 0,
            ..Limits::default()
        },
        ..Config::default()
    };
    let began = Instant::now();
    let ours = {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime
            .block_on(api::commands::demo::make(&config, places))
            .unwrap();
        println!("{places} places made in {:.1} s", began.elapsed().as_secs_f64());
        let began = Instant::now();
        let address = start(move |send| {
            Box::pin(async move {
                let server = api::server::bind(&config, Arc::new(api::clock::System), false)
                    .await
                    .unwrap();
                send(server.address());
                server.run().await.unwrap();
            })
        });
        println!(
            "from database to ready in {:.1} s\n",
            began.elapsed().as_secs_f64()
        );
        address
    };

    let [lon, lat] = api::demo::CENTER;
    let trusted = {
        let variables = serde_json::json!({ "latitude": lat, "longitude": lon });
        post(
            "/graphql",
            &serde_json::json!({ "documentId": "nearest", "variables": variables }).to_string(),
        )
    };
    let graphql = |selection: &str| {
        let query = format!(
            "{{ places(near: {{ point: {{ latitude: {lat}, longitude: {lon} }}, radiusMeters: 50000 }}, first: 20) {{ {selection} }} }}"
        );
        post("/graphql", &serde_json::json!({ "query": query }).to_string())
    };
    let cases = [
        (
            "POST that reads its body and answers 8 KB",
            ceiling,
            post("/", &"x".repeat(300)),
        ),
        ("GraphQL, nearest 20", ours, graphql(PAGE)),
        ("GraphQL, nearest 20, trusted document", ours, trusted),
        (
            "GraphQL, least question",
            ours,
            post("/graphql", r#"{"query":"{ __typename }"}"#),
        ),
        (
            "GraphQL, nearest 20 with totalCount",
            ours,
            graphql(&format!("totalCount {PAGE}")),
        ),
        (
            "GeoJSON, nearest 20",
            ours,
            get(&format!("/places.geojson?near={lon},{lat}&radius=2000&limit=20")),
        ),
        (
            "GeoJSON, 1,000 features",
            ours,
            get(&format!(
                "/places.geojson?near={lon},{lat}&radius=50000&limit=1000"
            )),
        ),
    ];
    let mut rates = vec![Vec::new(); cases.len()];
    for _ in 0..ROUNDS {
        for (rates, (_, address, request)) in rates.iter_mut().zip(&cases) {
            rates.push(rate(*address, request));
        }
    }
    println!(
        "{:<44} {:>12} {:>12} {:>8}",
        "1 worker, 8 connections, median of rounds", "requests/s", "KB/answer", "share"
    );
    let mut least = None;
    for ((name, _, _), mut rates) in cases.iter().zip(rates) {
        rates.sort_by(|a, b| a.0.total_cmp(&b.0));
        let (median, size) = rates.get(ROUNDS / 2).copied().unwrap();
        let ceiling = *least.get_or_insert(median);
        println!(
            "{name:<44} {median:>12.0} {:>12.1} {:>7.1}%",
            size / 1024.0,
            100.0 * median / ceiling
        );
    }
    // The servers live until the process ends.
    std::process::exit(0);
}

type Running = std::pin::Pin<Box<dyn Future<Output = ()>>>;

/// Runs a server on a thread of its own and gives its address.
fn start(serve: impl FnOnce(Box<dyn FnOnce(SocketAddr)>) -> Running + Send + 'static) -> SocketAddr {
    let (send, address) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        let local = tokio::task::LocalSet::new();
        local.block_on(&runtime, async move {
            serve(Box::new(move |address| send.send(address).unwrap())).await;
        });
    });
    address.recv().unwrap()
}

fn post(path: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!("POST {path} HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}").into_bytes()
}

fn get(path: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nhost: x\r\n\r\n").into_bytes()
}

/// Requests a second and bytes an answer: each connection asks again as soon as it has its answer.
fn rate(address: SocketAddr, request: &[u8]) -> (f64, f64) {
    let (answers, bytes) = (AtomicU64::new(0), AtomicU64::new(0));
    let began = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..CONNECTIONS {
            scope.spawn(|| {
                let mut stream = TcpStream::connect(address).unwrap();
                stream.set_nodelay(true).unwrap();
                let mut buffer = Vec::new();
                while began.elapsed() < ROUND {
                    stream.write_all(request).unwrap();
                    bytes.fetch_add(read_answer(&mut stream, &mut buffer) as u64, Ordering::Relaxed);
                    answers.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
    });
    let count = answers.into_inner() as f64;
    (
        count / began.elapsed().as_secs_f64(),
        bytes.into_inner() as f64 / count.max(1.0),
    )
}

/// Reads one whole answer and gives the size of its body.
fn read_answer(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> usize {
    buffer.clear();
    let mut chunk = [0; 64 * 1024];
    loop {
        let read = stream.read(&mut chunk).unwrap();
        assert!(read > 0, "the server closed the connection");
        buffer.extend(chunk.iter().take(read));
        let Some(head) = buffer.windows(4).position(|window| window == b"\r\n\r\n") else {
            continue;
        };
        let text = String::from_utf8_lossy(buffer.get(..head).unwrap_or_default()).to_lowercase();
        assert!(text.starts_with("http/1.1 200"), "{text}");
        let length = text
            .lines()
            .find_map(|line| line.strip_prefix("content-length: "))
            .unwrap();
        let length: usize = length.trim().parse().unwrap();
        if buffer.len() >= head + 4 + length {
            return length;
        }
    }
}
