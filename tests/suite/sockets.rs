//! WebSockets: the npm client graphql-ws, each rule of the protocol broken in turn, and the end of the server.

use tests::{Server, clients, key};

#[tokio::test]
async fn sockets_follow_the_protocol_and_tell_of_changes() {
    let Some(clients) = clients() else { return };
    let server = Server::with_town_and(|config| {
        config.server.socket_origins = vec!["https://map.example".to_owned()];
    })
    .await;
    let key = key(&server.database).await;
    let base = format!("http://{}", server.address);
    clients.run("sockets.mjs", &[&base, &key]).await;
}
