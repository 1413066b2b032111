//! Exact counts by grid cell.

use std::sync::Arc;

use async_graphql::{Object, SimpleObject};
use readmodel::{Cluster, PlaceQuery, Zoom};

use super::place_connection::KindCount;
use super::{GeoPoint, Place};
use crate::graphql::connection::count;
use crate::graphql::context::Read;

/// Matches by cell.
#[derive(Debug)]
pub struct PlaceClusters {
    read: Arc<Read>,
    query: PlaceQuery,
    zoom: Zoom,
    clusters: Vec<Cluster>,
}

impl PlaceClusters {
    pub fn new(read: &Arc<Read>, query: PlaceQuery, zoom: Zoom) -> PlaceClusters {
        let (zoom, clusters) = read.snapshot.clusters(&query, zoom, read.now);
        PlaceClusters {
            read: read.clone(),
            query,
            zoom,
            clusters,
        }
    }
}

/// Matches by cell.
#[Object]
impl PlaceClusters {
    /// The zoom that was used: coarser than asked when there would be too many cells.
    async fn zoom(&self) -> i32 {
        count(self.zoom.level())
    }

    /// The cells that hold a match.
    async fn clusters(&self) -> Vec<PlaceCluster> {
        let cell = |cluster: &Cluster| PlaceCluster {
            cell: cluster.cell.clone(),
            centroid: cluster.centroid.into(),
            count: count(cluster.count),
            south: cluster.south,
            west: cluster.west,
            north: cluster.north,
            east: cluster.east,
            expansion_zoom: count(cluster.expansion_zoom),
            kind_counts: KindCount::list(&cluster.kinds),
            place: cluster.only.and_then(|row| Place::at(&self.read, row)),
        };
        self.clusters.iter().map(cell).collect()
    }

    /// How many matches the cells hold together.
    async fn total_count(&self) -> i32 {
        count(self.clusters.iter().map(|cluster| cluster.count).sum::<u64>())
    }

    /// Matches that have no known position and so are on no map, wherever one looks.
    async fn unmapped_count(&self) -> i32 {
        count(self.read.snapshot.count_unmapped(&self.query, self.read.now))
    }

    /// The change number that this answer reflects.
    async fn seq(&self) -> String {
        self.read.snapshot.seq().to_string()
    }
}

/// The matches in one cell.
#[derive(Debug, SimpleObject)]
pub struct PlaceCluster {
    /// Tile z/x/y of the cell: stable while panning.
    cell: String,
    /// The mean of the positions.
    centroid: GeoPoint,
    /// How many matches.
    count: i32,
    /// Extent of the matches: least latitude.
    south: f64,
    /// Least longitude.
    west: f64,
    /// Greatest latitude.
    north: f64,
    /// Greatest longitude.
    east: f64,
    /// The zoom at which they fall into several cells; 22 when they never do.
    expansion_zoom: i32,
    /// Their kinds; each kind of a place is counted, so the sum may exceed the count.
    kind_counts: Vec<KindCount>,
    /// Set when count = 1.
    place: Option<Place>,
}
