//! Everything public, in one consistent view: what the read model is built from.

use domain::contents::Contents;
use domain::{Place, Term};
use futures_util::future::{try_join, try_join_all};
use sea_orm::{ConnectionTrait, DatabaseTransaction, Statement};
use uuid::Uuid;

use crate::connect::Store;
use crate::error::StoreError;
use crate::follow::last_change;
use crate::rows::{
    Owners, load_districts, load_organizations, load_places, load_schemes, load_services, load_terms,
};
use crate::write::read_seq;

/// Connections that load at the same time.
const READERS: usize = 3;

/// Places in one piece, and where each piece ends: bounds the texts that the database hands over.
const PIECE_ENDS: &str = "SELECT id FROM \
    (SELECT id, row_number() OVER (ORDER BY id) AS number FROM place) AS numbered \
    WHERE number % 20000 = 0 ORDER BY number";

/// The ids after the first up to the second; open where there is none.
type Piece = (Option<Uuid>, Option<Uuid>);

impl Store {
    /// Loads the whole public register.
    pub async fn load(&self) -> Result<Contents, StoreError> {
        let first = self.begin_read().await?;
        let seq = read_seq(&first).await?;
        let mut readers = vec![first];
        while readers.len() < READERS {
            let reader = self.begin_read().await?;
            // Somebody wrote in between: what this connection sees is not the same register.
            if read_seq(&reader).await? != seq {
                break;
            }
            readers.push(reader);
        }
        let Some(first) = readers.first() else {
            return Ok(Contents::default());
        };
        let pieces = pieces(first).await?;
        let share = |number: usize| pieces.iter().copied().skip(number).step_by(readers.len());
        let shares = readers
            .iter()
            .enumerate()
            .map(|(number, reader)| load_pieces(reader, share(number)));
        let (tables, places) = try_join(tables(first, seq), try_join_all(shares)).await?;
        let mut places: Vec<Vec<Place>> = places.into_iter().flatten().collect();
        places.sort_by_key(|piece| piece.first().map(|place| place.id));
        let contents = Contents {
            places: places.into_iter().flatten().collect(),
            ..tables
        };
        for reader in readers {
            reader.commit().await?;
        }
        Ok(contents)
    }

    /// The vocabulary alone.
    pub async fn terms(&self) -> Result<Vec<Term>, StoreError> {
        load_terms(&self.db).await
    }
}

/// Everything but the places.
async fn tables(tx: &DatabaseTransaction, seq: i64) -> Result<Contents, StoreError> {
    Ok(Contents {
        seq,
        last_change: last_change(tx, seq).await?,
        schemes: load_schemes(tx).await?,
        terms: load_terms(tx).await?,
        districts: load_districts(tx).await?,
        organizations: load_organizations(tx, Owners::All).await?,
        services: load_services(tx, Owners::All).await?,
        places: Vec::new(),
    })
}

async fn pieces(tx: &DatabaseTransaction) -> Result<Vec<Piece>, StoreError> {
    let query = Statement::from_string(tx.get_database_backend(), PIECE_ENDS);
    let mut ends: Vec<Option<Uuid>> = vec![None];
    for row in tx.query_all_raw(query).await? {
        ends.push(Some(row.try_get("", "id")?));
    }
    ends.push(None);
    Ok(ends.iter().copied().zip(ends.iter().copied().skip(1)).collect())
}

async fn load_pieces(
    tx: &DatabaseTransaction,
    pieces: impl Iterator<Item = Piece>,
) -> Result<Vec<Vec<Place>>, StoreError> {
    let mut loaded = Vec::new();
    for (after, up_to) in pieces {
        loaded.push(load_places(tx, Owners::Between(after, up_to)).await?);
    }
    Ok(loaded)
}
