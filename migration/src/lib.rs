//! How the database came to be: each step once, in order, in a transaction of its own.
//!
//! Migrations name no crate of ours: a frozen step that followed live structs would rewrite history. To add
//! one, add a module and a line in `migrations`.

pub use sea_orm_migration::MigratorTrait;
use sea_orm_migration::prelude::*;

mod api_key;
mod dataset;
mod holiday;
mod log_order;
mod register;
mod vocabulary;

/// Runs the steps.
#[derive(Debug)]
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(register::Migration),
            Box::new(vocabulary::Migration),
            Box::new(api_key::Migration),
            Box::new(log_order::Migration),
            Box::new(dataset::Migration),
            Box::new(holiday::Migration),
        ]
    }
}
