//! Pages of the change log: the one thing that is read from the database, bounded by the request's snapshot.

use std::sync::Arc;

use async_graphql::Result;
use domain::{ChangeId, LogEntry};
use readmodel::{ChangeQuery, QueryHash, history_hash};
use store::{LogRange, Store};
use uuid::Uuid;

use super::connection::PageInfo;
use super::context::Read;
use super::error::unreadable;
use super::types::{Change, ChangeConnection};

/// Changes read at a time while looking for those of an area.
const ROUND: usize = 500;

/// Changes looked at in one request; then the page ends, wherever it stands.
const MOST_LOOKED_AT: usize = 10_000;

/// Entries, and how the page ends.
#[derive(Debug, Default)]
struct Found {
    entries: Vec<LogEntry>,
    has_next: bool,
    /// Set when the search was cut short: the last change that was looked at.
    cut_at: Option<ChangeId>,
}

/// The first changes after this one that the question lists, in commit order.
pub async fn changes(
    store: &Store,
    read: &Arc<Read>,
    query: &ChangeQuery,
    (after, text): (Option<ChangeId>, Option<&String>),
    first: usize,
) -> Result<ChangeConnection> {
    let feed = read.snapshot.feed(query);
    let mut found = Found::default();
    let mut range = LogRange {
        types: query.types(),
        after,
        up_to: read.snapshot.seq(),
        // Without an area every change of the types is listed.
        limit: if query.needs_traces() { ROUND } else { first + 1 },
        traces: query.needs_traces(),
    };
    let mut looked_at = 0;
    while !found.has_next {
        read.count_log_read()?;
        let entries = store.log(&range).await.map_err(|error| unreadable(&error))?;
        let is_end = entries.len() < range.limit;
        for entry in entries {
            looked_at += 1;
            range.after = Some(entry.id);
            if feed.lists(&entry) {
                if found.entries.len() == first {
                    found.has_next = true;
                    break;
                }
                found.entries.push(entry);
            }
        }
        if is_end {
            break;
        }
        if !found.has_next && looked_at >= MOST_LOOKED_AT {
            found.has_next = true;
            found.cut_at = range.after;
        }
    }
    let shown = |entry: &LogEntry| feed.shows(entry.subject_type, entry.subject_id);
    Ok(page(read, found, &query.hash(&read.snapshot), text, shown))
}

/// The history of one record, newest first.
pub async fn history(
    store: &Store,
    read: &Arc<Read>,
    subject: Uuid,
    after: Option<&String>,
    (before, first): (Option<ChangeId>, usize),
) -> Result<ChangeConnection> {
    let seq = read.snapshot.seq();
    read.count_log_read()?;
    let entries = store.history(subject, before, seq, first + 1).await;
    let mut entries = entries.map_err(|error| unreadable(&error))?;
    let has_next = entries.len() > first;
    entries.truncate(first);
    let found = Found {
        entries,
        has_next,
        cut_at: None,
    };
    let feed = read.snapshot.whole_feed();
    let shown = |entry: &LogEntry| feed.shows(entry.subject_type, entry.subject_id);
    Ok(page(read, found, &history_hash(subject), after, shown))
}

/// Single changes by their numbers.
pub async fn by_id(store: &Store, read: &Arc<Read>, ids: &[ChangeId]) -> Result<Vec<Change>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    read.count_log_read()?;
    let entries = store.changes(ids, read.snapshot.seq()).await;
    let entries = entries.map_err(|error| unreadable(&error))?;
    let feed = read.snapshot.whole_feed();
    let change = |entry: LogEntry| {
        let shown = feed.shows(entry.subject_type, entry.subject_id);
        Change::new(read, entry, shown)
    };
    Ok(entries.into_iter().map(change).collect())
}

fn page(
    read: &Arc<Read>,
    found: Found,
    hash: &QueryHash,
    after: Option<&String>,
    shown: impl Fn(&LogEntry) -> bool,
) -> ChangeConnection {
    let cursor = |entry: &LogEntry| hash.change_cursor(entry.id);
    let cut_at = found.cut_at.map(|id| hash.change_cursor(id));
    let page_info = PageInfo::new(
        found.has_next,
        after,
        found.entries.first().map(cursor),
        cut_at.or_else(|| found.entries.last().map(cursor)),
    );
    let edges = found.entries.into_iter().map(|entry| {
        let (cursor, shown) = (cursor(&entry), shown(&entry));
        (cursor, Change::new(read, entry, shown))
    });
    ChangeConnection::new(edges, page_info)
}
