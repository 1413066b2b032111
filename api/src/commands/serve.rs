//! `ibasho serve`.

use std::io::Write as _;
use std::sync::Arc;

use crate::clock::System;
use crate::config::Config;
use crate::server;

/// Serves until SIGTERM or SIGINT; says on standard output where, and what to try.
pub(crate) async fn run(config: &Config, try_near: Option<[f64; 2]>) -> anyhow::Result<()> {
    let server = server::bind(config, Arc::new(System), true).await?;
    let base = format!("http://{}", server.address());
    let mut out = std::io::stdout();
    writeln!(out, "listening on {base}")?;
    if let Some([lon, lat]) = try_near {
        writeln!(
            out,
            "\nTry what is near the middle of the invented town:\n\n  \
             curl '{base}/places.geojson?near={lon},{lat}&radius=1000&limit=5'\n\n  \
             curl {base}/graphql -H 'content-type: application/json' -d '{{\"query\":\"{{ places(near: {{point: \
             {{latitude: {lat}, longitude: {lon}}}}}, first: 5) {{ totalCount edges {{ distanceMeters node {{ name \
             kinds }} }} }} }}\"}}'\n\nCtrl-C stops it."
        )?;
    }
    out.flush()?;
    server.run().await
}
