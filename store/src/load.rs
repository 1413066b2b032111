//! Everything public, in one consistent view: what the read model is built from.

use domain::Term;
use domain::contents::Contents;

use crate::connect::Store;
use crate::error::StoreError;
use crate::follow::last_change;
use crate::rows::{load_districts, load_organizations, load_places, load_schemes, load_services, load_terms};
use crate::write::read_seq;

impl Store {
    /// Loads the whole public register.
    pub async fn load(&self) -> Result<Contents, StoreError> {
        let tx = self.begin_read().await?;
        let seq = read_seq(&tx).await?;
        let contents = Contents {
            seq,
            last_change: last_change(&tx, seq).await?,
            schemes: load_schemes(&tx).await?,
            terms: load_terms(&tx).await?,
            districts: load_districts(&tx).await?,
            organizations: load_organizations(&tx).await?,
            services: load_services(&tx).await?,
            places: load_places(&tx, None).await?,
        };
        tx.commit().await?;
        Ok(contents)
    }

    /// The vocabulary alone.
    pub async fn terms(&self) -> Result<Vec<Term>, StoreError> {
        load_terms(&self.db).await
    }
}
