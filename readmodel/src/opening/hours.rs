//! When one place or one service is open, with names: the answers that people read.
//!
//! A place is one site. A service has a site at each listed place that offers it, where the special hours and the
//! closure of that place hold, and one of its own when it can be had without going anywhere. It is open where any of
//! its sites is. Records that the snapshot does not hold yet are expanded for the question.

use std::borrow::Cow;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::{Place, PlaceId, PlaceStatus, Schedule, Service, ServiceId, ServiceMode};
use hours::agenda::{Agenda, Entry as Scheduled, Reason, State};
use hours::{Exceptions, Expansion, Horizon, Pattern, Regularity, Span};

use super::day::Today;
use crate::filter::is_listed;
use crate::snapshot::Snapshot;

/// What opens one place or one service on the day of a snapshot.
#[derive(Debug)]
pub struct Hours<'a> {
    horizon: Horizon,
    pub(crate) sites: Vec<Site<'a>>,
}

/// One opening, with its true beginning and end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    pub starts: DateTime<Utc>,
    pub ends: DateTime<Utc>,
    /// Where; `None` when it is not at one place.
    pub place: Option<PlaceId>,
    /// Whose schedule it is, when it is not the place's own.
    pub service: Option<ServiceId>,
    pub note: Option<String>,
}

/// Open, closed or (`None`) unknown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenState {
    pub is_open: Option<bool>,
    pub closes: Option<DateTime<Utc>>,
    pub opens: Option<DateTime<Utc>>,
    pub reason: Option<StateReason>,
}

/// Why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StateReason {
    TemporarilyClosed,
    /// The place is archived.
    NoLongerListed,
    /// In the words of the register.
    Said(String),
    /// No schedule is known, or none that says it.
    Unknown,
}

/// Where schedules and special hours meet.
#[derive(Debug)]
pub(crate) struct Site<'a> {
    place: Option<PlaceId>,
    pub(crate) status: PlaceStatus,
    pub(crate) schedules: Vec<Line<'a>>,
    pub(crate) exceptions: Cow<'a, Exceptions>,
}

/// A schedule of a site.
#[derive(Debug)]
pub(crate) struct Line<'a> {
    pub(crate) who: Who,
    pub(crate) pattern: Arc<Pattern>,
    pub(crate) expansion: Arc<Expansion>,
    pub(crate) note: Option<&'a str>,
}

/// Whose an opening is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Who {
    Place,
    /// The number of a schedule that the service has wherever it is offered.
    Service(ServiceId, usize),
    /// Of the service as offered at the place.
    Offer(ServiceId),
}

impl Who {
    pub(crate) fn service(self) -> Option<ServiceId> {
        match self {
            Who::Place => None,
            Who::Service(id, _) | Who::Offer(id) => Some(id),
        }
    }
}

impl Snapshot {
    /// The horizon of what can be asked about.
    pub fn horizon(&self) -> &Horizon {
        &self.today.day.horizon
    }

    /// When a place is open: by its own schedules and those of what is offered there.
    pub fn hours_of_place<'a>(&'a self, place: &'a Place) -> Hours<'a> {
        let mut schedules: Vec<Line<'a>> = self.lines(&place.schedules, |_| Who::Place).collect();
        let services = &self.tables.services;
        for (slot, offer) in services.offers_at(place.id) {
            let service = services.table.at(*slot).map(|entry| &*entry.service);
            let Some((service, at_place)) =
                service.and_then(|of| Some((of, of.places.get(*offer as usize)?)))
            else {
                continue;
            };
            schedules.extend(self.lines(&service.schedules, |number| Who::Service(service.id, number)));
            schedules.extend(self.lines(&at_place.schedules, |_| Who::Offer(service.id)));
        }
        Hours {
            horizon: *self.horizon(),
            sites: vec![self.site(place, schedules)],
        }
    }

    /// When a service is open: at its places, and by itself where nobody needs to go there.
    pub fn hours_of_service<'a>(&'a self, service: &'a Service) -> Hours<'a> {
        let own = || self.lines(&service.schedules, |number| Who::Service(service.id, number));
        let mut sites = Vec::new();
        for at_place in &service.places {
            let place = self.place_row(at_place.place).and_then(|row| self.place(row));
            let Some(place) = place.filter(|place| is_listed(place.status)) else {
                continue;
            };
            let mut schedules: Vec<Line<'a>> = own().collect();
            schedules.extend(self.lines(&at_place.schedules, |_| Who::Offer(service.id)));
            sites.push(self.site(place, schedules));
        }
        if sites.is_empty() || is_had_away(service) {
            sites.push(Site {
                place: None,
                status: PlaceStatus::Published,
                schedules: own().collect(),
                exceptions: Cow::Borrowed(Exceptions::none()),
            });
        }
        Hours {
            horizon: *self.horizon(),
            sites,
        }
    }

    fn lines<'a>(
        &'a self,
        schedules: &'a [Schedule],
        who: impl Fn(usize) -> Who + 'a,
    ) -> impl Iterator<Item = Line<'a>> + 'a {
        schedules.iter().enumerate().map(move |(number, schedule)| Line {
            who: who(number),
            note: schedule.note.as_deref(),
            ..self.line(schedule)
        })
    }

    fn line<'a>(&self, schedule: &Schedule) -> Line<'a> {
        let today: &Today = &self.today;
        let known = self.tables.patterns.id(schedule).and_then(|id| {
            let pattern = self.tables.patterns.list.get(id as usize)?;
            Some((pattern.clone(), today.expansion(id)?.clone()))
        });
        let (pattern, expansion) = known.unwrap_or_else(|| {
            let pattern = Pattern::of(schedule);
            let expansion = today.expand(&pattern);
            (Arc::new(pattern), expansion)
        });
        Line {
            who: Who::Place,
            pattern,
            expansion,
            note: None,
        }
    }

    fn site<'a>(&self, place: &Place, schedules: Vec<Line<'a>>) -> Site<'a> {
        let zone = place.time_zone.parse().unwrap_or(chrono_tz::Asia::Tokyo);
        Site {
            place: Some(place.id),
            status: place.status,
            schedules,
            exceptions: if place.special_hours.is_empty() {
                Cow::Borrowed(Exceptions::none())
            } else {
                Cow::Owned(Exceptions::of(&place.special_hours, zone, self.horizon()))
            },
        }
    }
}

/// Whether a service can be had without going to a place.
pub(crate) fn is_had_away(service: &Service) -> bool {
    service.modes.iter().any(|mode| *mode != ServiceMode::AtPlace)
}

impl Site<'_> {
    fn ask<T>(&self, question: impl FnOnce(&Agenda<'_, Who>) -> T) -> T {
        let schedules: Vec<Scheduled<'_, Who>> = self
            .schedules
            .iter()
            .map(|line| Scheduled {
                owner: line.who,
                expansion: &line.expansion,
                note: line.note,
            })
            .collect();
        question(&Agenda {
            schedules: &schedules,
            exceptions: &self.exceptions,
            place: Who::Place,
            is_closed: self.status != PlaceStatus::Published,
        })
    }

    fn reason(&self, reason: Reason<'_>) -> StateReason {
        match reason {
            Reason::TemporarilyClosed if self.status == PlaceStatus::Archived => StateReason::NoLongerListed,
            Reason::TemporarilyClosed => StateReason::TemporarilyClosed,
            Reason::Said(text) => StateReason::Said(text.to_owned()),
            Reason::Unknown => StateReason::Unknown,
        }
    }
}

impl Hours<'_> {
    /// The state at a moment; `None` when it lies outside of the horizon.
    pub fn state(&self, at: DateTime<Utc>) -> Option<OpenState> {
        let minute = self.horizon.minute(at)?;
        let of_sites = self
            .sites
            .iter()
            .map(|site| site.ask(|agenda| self.state_of(site, agenda, minute)));
        let of_sites: Vec<(Option<bool>, Option<u32>, Option<StateReason>)> = of_sites.collect();
        let moment = |minute: u32| self.horizon.moment(minute);
        let first_reason = |is_open: Option<bool>| {
            let mut reasons = of_sites.iter().filter(|(state, _, _)| *state == is_open);
            // Somewhere it is closed for a reason that says more than that another place is closed.
            let said = reasons.clone().find_map(|(_, _, reason)| match reason {
                Some(StateReason::Said(_)) => reason.clone(),
                _ => None,
            });
            said.or_else(|| reasons.next().and_then(|(_, _, reason)| reason.clone()))
        };
        let any = |wanted: Option<bool>| of_sites.iter().any(|(state, _, _)| *state == wanted);
        if any(Some(true)) {
            return Some(OpenState {
                is_open: Some(true),
                closes: self.open_until(minute).map(moment),
                opens: None,
                reason: of_sites
                    .iter()
                    .find(|(state, _, _)| *state == Some(true))
                    .and_then(|(_, _, reason)| reason.clone()),
            });
        }
        let opens = of_sites.iter().filter_map(|(_, opens, _)| *opens).min();
        let is_open = if any(None) { None } else { Some(false) };
        Some(OpenState {
            is_open,
            closes: None,
            opens: opens.map(moment),
            reason: first_reason(is_open),
        })
    }

    fn state_of(
        &self,
        site: &Site<'_>,
        agenda: &Agenda<'_, Who>,
        minute: u32,
    ) -> (Option<bool>, Option<u32>, Option<StateReason>) {
        let State {
            is_open,
            opens,
            reason,
            ..
        } = agenda.state(minute, &self.horizon);
        (is_open, opens, reason.map(|reason| site.reason(reason)))
    }

    /// The first minute from this one at which no site is open; `None` when that is beyond the horizon.
    fn open_until(&self, minute: u32) -> Option<u32> {
        let mut until = minute;
        loop {
            let mut closes = None;
            for site in &self.sites {
                let state = site.ask(|agenda| {
                    let state = agenda.state(until, &self.horizon);
                    (state.is_open, state.closes)
                });
                match state {
                    (Some(true), None) => return None,
                    (Some(true), end) => closes = closes.max(end),
                    _ => {}
                }
            }
            match closes {
                Some(end) => until = end,
                None => return Some(until),
            }
        }
    }

    /// The first `first` openings from a moment on, the running one included; `None` when it lies outside of the
    /// horizon.
    pub fn openings(&self, from: DateTime<Utc>, first: usize) -> Option<Vec<Opening>> {
        let minute = self.horizon.minute(from)?;
        let mut found: Vec<(Span, Who, Option<PlaceId>, Option<String>)> = Vec::new();
        for site in &self.sites {
            site.ask(|agenda| {
                let openings = agenda.openings(minute, &self.horizon).take(first);
                found.extend(openings.map(|opening| {
                    (
                        opening.span,
                        opening.owner,
                        site.place,
                        opening.note.map(str::to_owned),
                    )
                }));
            });
        }
        // In the order of the sites where they begin and end alike.
        found.sort_by_key(|(span, ..)| *span);
        let mut openings: Vec<(Span, Who, Option<PlaceId>, Option<String>)> = Vec::new();
        for (span, who, place, note) in found {
            let same = openings.iter_mut().rev().take_while(|(other, ..)| *other == span);
            let same = same
                .filter(|_| matches!(who, Who::Service(..)))
                .find(|(_, other, ..)| *other == who);
            match same {
                // One schedule at several places is one opening, at no place in particular.
                Some((_, _, at, _)) => *at = None,
                None => openings.push((span, who, place, note)),
            }
        }
        openings.truncate(first);
        let opening = |(span, who, place, note): (Span, Who, Option<PlaceId>, Option<String>)| Opening {
            starts: self.horizon.moment(span.start),
            ends: self.horizon.moment(span.end),
            place,
            service: who.service(),
            note,
        };
        Some(openings.into_iter().map(opening).collect())
    }

    /// How regularly it opens, by the rules alone.
    pub fn regularity(&self) -> Regularity {
        let of_sites = self
            .sites
            .iter()
            .map(|site| site.ask(|agenda| agenda.regularity()));
        let rank = |regularity: &Regularity| Regularity::ALL.iter().position(|other| other == regularity);
        of_sites.min_by_key(rank).unwrap_or(Regularity::Unknown)
    }
}
