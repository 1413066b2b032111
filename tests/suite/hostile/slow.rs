//! A reader that never reads: what waits for it is bounded, and after a while it is left.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use serde_json::json;
use tests::{Backend, Server};

use super::Bystander;

/// The server waits ten seconds for a message to get away.
const PATIENCE: Duration = Duration::from_secs(40);
const HANDSHAKE: &str = "GET /graphql HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n\
    sec-websocket-version: 13\r\nsec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\
    sec-websocket-protocol: graphql-transport-ws\r\n\r\n";

/// A text frame with a mask of zeros (RFC 6455, 5.2), of 126 to 65,535 bytes.
fn frame(text: &str) -> Vec<u8> {
    let padded = format!("{text:<200}");
    let length = u16::try_from(padded.len()).unwrap();
    let mut frame = vec![0x81, 0x80 | 126];
    frame.extend(length.to_be_bytes());
    frame.extend([0; 4]);
    frame.extend(padded.bytes());
    frame
}

async fn open_sockets(server: &Server) -> String {
    let metrics = server.client.get("/metrics").await.body;
    let line = metrics.lines().find(|line| line.starts_with("ibasho_sockets "));
    line.unwrap_or_default().to_owned()
}

#[tokio::test]
async fn a_socket_that_never_reads_is_left_and_nobody_waits_for_it() {
    let server = Server::with_town(Backend::Sqlite).await;
    let bystander = Bystander::of(&server);
    let mut stream = TcpStream::connect(server.address).unwrap();
    stream
        .set_write_timeout(Some(Duration::from_millis(200)))
        .unwrap();
    stream.write_all(HANDSHAKE.as_bytes()).unwrap();
    let mut answer = [0; 12];
    stream.read_exact(&mut answer).unwrap();
    assert_eq!(&answer, b"HTTP/1.1 101");
    assert_eq!(open_sockets(&server).await, "ibasho_sockets 1");

    // Some hundred kilobytes for each question, which soon fill every buffer on the way.
    stream
        .write_all(&frame(&json!({ "type": "connection_init" }).to_string()))
        .unwrap();
    let query = "{ a: places(first: 100) { nodes { id name summary address { formatted } sources { name url license } } } \
        b: places(first: 100) { nodes { id name summary address { formatted } sources { name url license } } } }";
    let began = Instant::now();
    let mut number = 0;
    while open_sockets(&server).await == "ibasho_sockets 1" {
        assert!(
            began.elapsed() < PATIENCE,
            "after {number} questions it is still open"
        );
        let question =
            json!({ "type": "subscribe", "id": number.to_string(), "payload": { "query": query } });
        // Once it is full, not even questions get through.
        number += usize::from(stream.write_all(&frame(&question.to_string())).is_ok());
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    bystander.was_served().await;
    assert!(
        began.elapsed() >= Duration::from_secs(9),
        "it was left for another reason"
    );
}
