//! The plain scan: which places answer a question, in which order, by the words of the contract.

use std::cell::OnceCell;
use std::cmp::{Ordering, Reverse};
use std::collections::HashMap;

use chrono::TimeDelta;
use domain::contents::Contents;
use domain::{District, DistrictId, Place, PlaceId, PlaceStatus, Point, TermId, VerificationStatus};
use readmodel::{OrderField, PlaceFilter};

use crate::ask::{Question, Where};
use crate::choices::now;
use crate::grid::{in_box, in_polygon, in_units, meters, spot};
use crate::texts::{Folded, name_key};

/// A register and what the scan remembers of it.
pub struct Brute<'a> {
    pub contents: &'a Contents,
    pub folded: OnceCell<HashMap<PlaceId, Folded>>,
}

impl<'a> Brute<'a> {
    pub fn new(contents: &'a Contents) -> Brute<'a> {
        Brute {
            contents,
            folded: OnceCell::new(),
        }
    }

    /// The term and all above it.
    pub fn with_ancestors(&self, mut id: TermId) -> Vec<TermId> {
        let mut line = vec![id];
        while let Some(parent) = self
            .contents
            .terms
            .iter()
            .find(|term| term.id == id)
            .and_then(|term| term.parent)
        {
            line.push(parent);
            id = parent;
        }
        line
    }

    pub fn services_of(&self, place: PlaceId) -> impl Iterator<Item = &domain::Service> {
        self.contents
            .services
            .iter()
            .filter(move |service| service.places.iter().any(|offer| offer.place == place))
    }

    pub fn passes(&self, filter: &PlaceFilter, text: Option<&str>, place: &Place) -> bool {
        let any = |list: bool, found: bool| list || found;
        let has_term = |of_scheme: &Vec<TermId>| {
            let own = place
                .terms
                .iter()
                .chain(self.services_of(place.id).flat_map(|service| &service.terms));
            of_scheme.is_empty()
                || own
                    .into_iter()
                    .any(|id| self.with_ancestors(*id).iter().any(|id| of_scheme.contains(id)))
        };
        let has_feature = |feature| {
            place
                .accessibility
                .iter()
                .any(|entry| entry.feature == feature && entry.available == Some(true))
        };
        let from_source = filter.source.as_ref().is_none_or(|wanted| {
            place.sources.iter().any(|source| {
                source.dataset.as_deref() == Some(wanted.dataset.as_str())
                    && (wanted.external_id.is_none() || wanted.external_id == source.external_id)
            })
        });
        (filter.include_archived || place.status != PlaceStatus::Archived)
            && any(
                filter.kinds.is_empty(),
                place.kinds.iter().any(|kind| filter.kinds.contains(kind)),
            )
            && filter.terms.iter().all(has_term)
            && any(
                filter.organizations.is_empty(),
                place
                    .organization
                    .is_some_and(|id| filter.organizations.contains(&id)),
            )
            && filter.accessibility.iter().all(|feature| has_feature(*feature))
            && any(
                filter.verification.is_empty(),
                filter.verification.contains(&verification_of(place)),
            )
            && filter.updated_since.is_none_or(|since| since <= place.updated_at)
            && from_source
            && filter
                .service
                .is_none_or(|wanted| self.services_of(place.id).any(|service| service.id == wanted))
            && ((filter.open_at.is_none() && filter.regularity.is_empty()) || self.passes_time(filter, place))
            && text.is_none_or(|text| self.tier(text, place).is_some())
    }

    /// All polygons of a district: its own and, for a prefecture or municipality, those of the municipalities in it.
    pub fn area(&self, id: DistrictId) -> Vec<Vec<Vec<crate::grid::Spot>>> {
        self.contents
            .districts
            .iter()
            .filter(|district| self.made_of(district).contains(&id))
            .flat_map(|district| district.polygons.iter().map(in_units))
            .collect()
    }

    /// The districts whose area the polygons of this one belong to.
    pub fn made_of(&self, district: &District) -> Vec<DistrictId> {
        let mut line = vec![district.id];
        let mut below = district;
        while let Some(above) = self
            .contents
            .districts
            .iter()
            .find(|above| Some(above.id) == below.parent)
        {
            if !below.level.is_administrative() || !above.level.is_administrative() {
                break;
            }
            line.push(above.id);
            below = above;
        }
        line
    }

    pub fn holds(&self, id: DistrictId, point: Point) -> bool {
        self.area(id).iter().any(|rings| in_polygon(rings, spot(point)))
    }

    pub fn is_in(&self, place: &Place, area: &Where) -> bool {
        let Some(point) = place.location else { return false };
        match area {
            Where::Box(edges) => in_box(*edges, spot(point)),
            Where::Shapes(shapes) => shapes.iter().any(|rings| in_polygon(rings, spot(point))),
            Where::Districts(ids) => ids.iter().any(|id| self.holds(*id, point)),
        }
    }

    pub fn passes_question(&self, question: &Question, place: &Place) -> bool {
        self.passes(&question.filter, question.text(), place)
    }

    pub fn answers(&self, question: &Question, place: &Place) -> bool {
        let near = || {
            question
                .near
                .is_none_or(|(from, radius)| place.location.is_some_and(|at| within(from, at, radius)))
        };
        near()
            && question.within.iter().all(|area| self.is_in(place, area))
            && self.passes_question(question, place)
    }

    /// The whole answer in order. (The order along the curve is judged elsewhere: here it is by id.)
    pub fn list(&self, question: &Question) -> Vec<PlaceId> {
        let mut found: Vec<&Place> = self
            .contents
            .places
            .iter()
            .filter(|place| self.answers(question, place))
            .collect();
        if question.order().field == OrderField::NextOpening {
            // What has none comes last in both directions.
            let turn = |next: i64| if question.order().descending { -next } else { next };
            found.sort_by_cached_key(|place| {
                let next = self
                    .next_opening(&question.filter, place)
                    .map(i64::from)
                    .map(turn);
                (next.is_none(), next, place.id)
            });
            return found.into_iter().map(|place| place.id).collect();
        }
        found.sort_by(|a, b| self.compare(question, a, b).then(a.id.cmp(&b.id)));
        found.into_iter().map(|place| place.id).collect()
    }

    /// Whatever has no value comes last in both directions.
    fn compare(&self, question: &Question, a: &Place, b: &Place) -> Ordering {
        let order = question.order();
        let name = |place: &Place| name_key(&place.name, place.name_kana.as_deref());
        let turn = |ordering: Ordering| {
            if order.descending {
                ordering.reverse()
            } else {
                ordering
            }
        };
        match order.field {
            OrderField::Distance => {
                let from = question.near.unwrap().0;
                let distance = |place: &Place| from.distance_m(place.location.unwrap());
                turn(distance(a).total_cmp(&distance(b)))
            }
            OrderField::Name if order.descending => {
                let key = |place| (name(place).0, Reverse(name(place).1));
                key(a).cmp(&key(b))
            }
            OrderField::Name => name(a).cmp(&name(b)),
            OrderField::UpdatedAt => turn(a.updated_at.cmp(&b.updated_at)),
            OrderField::Relevance => {
                let tier = |place| self.tier(question.text().unwrap(), place);
                turn(tier(a).cmp(&tier(b))).then_with(|| name(a).cmp(&name(b)))
            }
            OrderField::NextOpening | OrderField::Curve => Ordering::Equal,
        }
    }
}

/// On the edge of the circle, to a micrometer, the distance function itself decides.
pub fn within(from: Point, at: Point, radius: f64) -> bool {
    let distance = meters(from, at);
    if (distance - radius).abs() < 1e-6 {
        from.distance_m(at) <= radius
    } else {
        distance < radius
    }
}

fn verification_of(place: &Place) -> VerificationStatus {
    let verification = &place.verification;
    match (verification.disputed, verification.verified_at) {
        (true, _) => VerificationStatus::Disputed,
        (false, None) => VerificationStatus::Unverified,
        (false, Some(at)) => {
            // Japan is nine hours ahead and has no summer time.
            let today = (now() + TimeDelta::hours(9)).date_naive();
            let stale = verification
                .expires_at
                .map_or(at + TimeDelta::days(365) < now(), |last| last < today);
            if stale {
                VerificationStatus::Stale
            } else {
                VerificationStatus::Verified
            }
        }
    }
}
