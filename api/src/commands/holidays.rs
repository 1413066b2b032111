//! `ibasho holidays import`: the Cabinet Office's list of public holidays, in place of the one in the program.

use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context as _;
use chrono::{NaiveDate, TimeDelta};
use domain::{Actor, Clock as _};
use hours::Holidays;
use store::{OpenMode, Store, StoreError};

use crate::clock::System;
use crate::config::Config;

/// A table that ends so soon is worth a warning, in days.
const SOON: i64 = 60;
/// Lines that are wrong and shown.
const SHOWN: usize = 20;

/// Reads the list and keeps it; refused with every line that is wrong.
pub async fn import(config: &Config, file: &Path) -> anyhow::Result<ExitCode> {
    let shown = file.display();
    let bytes = std::fs::read(file).with_context(|| format!("{shown} cannot be read"))?;
    let text = match formats::text(bytes) {
        Ok(text) => text,
        Err(refusal) => anyhow::bail!("{shown}: {refusal}"),
    };
    let holidays = match Holidays::parse_csv(&text) {
        Ok(holidays) => holidays,
        Err(violations) => {
            let mut err = std::io::stderr();
            for violation in violations.iter().take(SHOWN) {
                writeln!(err, "{shown}: {} {}", violation.path.join(" "), violation.message)?;
            }
            if let Some(more @ 1..) = violations.len().checked_sub(SHOWN) {
                writeln!(err, "{shown}: and {more} more")?;
            }
            anyhow::bail!("{shown} is not the list of public holidays; nothing was changed");
        }
    };
    let days: Vec<(NaiveDate, String)> = holidays
        .iter()
        .map(|(day, name)| (day, name.to_owned()))
        .collect();
    let (count, known) = (days.len(), holidays.known());
    let store = Store::open(&config.database.url.0, OpenMode::Guest).await?;
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    store
        .replace_holidays(&Actor::at_the_console(), days, &name, System.now())
        .await?;
    store.close().await?;
    if let Some((first, last)) = known {
        writeln!(
            std::io::stdout(),
            "{count} holidays from {first} to {last}; a server that runs takes them in when its day turns or it starts"
        )?;
        if last
            < Holidays::built_in()
                .known()
                .map_or(NaiveDate::MIN, |(_, last)| last)
        {
            writeln!(
                std::io::stderr(),
                "ibasho: the list in the program reaches further and goes on being used"
            )?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The list that reaches furthest: the imported one, else that of the program.
pub(crate) async fn load(store: &Store) -> Result<Arc<Holidays>, StoreError> {
    let imported = Holidays::of(store.holidays().await?);
    let built_in = Holidays::built_in();
    let last = |holidays: &Holidays| holidays.known().map(|(_, last)| last);
    Ok(if last(&imported) >= last(&built_in) {
        Arc::new(imported)
    } else {
        built_in
    })
}

/// Says that the list ends soon, beyond which rules that name holidays are unknown.
pub(crate) fn warn_of_end(holidays: &Holidays, today: NaiveDate) {
    match holidays.known() {
        Some((_, last)) if ends_soon(last, today) => tracing::warn!(
            %last,
            "the list of public holidays ends soon; rules that name holidays are unknown beyond it: \
             ibasho holidays import FILE takes the Cabinet Office's list (syukujitsu.csv)"
        ),
        _ => {}
    }
}

fn ends_soon(last: NaiveDate, today: NaiveDate) -> bool {
    last - today < TimeDelta::days(SOON)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_that_ends_within_sixty_days_is_worth_a_warning() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert!(!ends_soon(day("2027-12-31"), day("2027-11-01")));
        assert!(ends_soon(day("2027-12-31"), day("2027-11-02")));
        assert!(ends_soon(day("2027-12-31"), day("2028-03-01")));
    }
}
