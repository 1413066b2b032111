//! One field of one record changes, and the snapshot that follows is the full build of the register after it: all
//! that hangs on the record has been looked at again.

use domain::contents::{Contents, LastChange};
use domain::{Address, Image, PlaceStatus};
use proptest::prelude::*;
use readmodel::{PlaceQuery, Snapshot};

use crate::aim::question;
use crate::cases;
use crate::choices::{Bits, MUNICIPALITIES, day, now, term_id};
use crate::histories::same;
use crate::history::{Dice, change, make};
use crate::opening;
use crate::world::world;

/// Changes one field; `None` when the register has no such record.
fn edit(contents: &mut Contents, dice: &mut Dice) -> Option<Image> {
    match dice.below(5) {
        0 => edit_district(contents, dice),
        1 => edit_term(contents, dice),
        2 => edit_service(contents, dice),
        3 => edit_place(contents, dice),
        _ => {
            let organization = pick(&mut contents.organizations, dice)?;
            organization.name = format!("{}の", organization.name);
            Some(Image::Organization(Box::new(organization.clone())))
        }
    }
}

fn pick<'a, T>(records: &'a mut [T], dice: &mut Dice) -> Option<&'a mut T> {
    let index = dice.below(records.len().max(1));
    records.get_mut(index)
}

fn edit_district(contents: &mut Contents, dice: &mut Dice) -> Option<Image> {
    let other = pick(&mut contents.districts, dice)?.clone();
    let index = dice.below(contents.districts.len());
    // Only those before it may stand above it, so that there is no loop.
    let above = contents.districts[..index].last().map(|above| above.id);
    let used: Vec<_> = contents
        .districts
        .iter()
        .filter_map(|district| district.official_code.clone())
        .collect();
    let free = MUNICIPALITIES
        .iter()
        .find(|code| used.iter().all(|used| used != *code));
    let district = &mut contents.districts[index];
    match dice.below(6) {
        0 => district.polygons.reverse(),
        1 | 2 if district.polygons.is_empty() => district.polygons = other.polygons,
        1 | 2 => {
            // As many as before, elsewhere: two steps of the grid to the east.
            let positions = district.polygons.iter_mut().flatten().flatten();
            positions.for_each(|[lon, _]| *lon = (*lon + 0.25).min(180.0));
        }
        3 => district.parent = if district.parent.is_some() { None } else { above },
        4 => {
            district.official_code = if district.official_code.is_some() {
                None
            } else {
                free.map(|code| (*code).to_owned())
            }
        }
        _ => district.name = format!("{}の", district.name),
    }
    Some(Image::District(Box::new(district.clone())))
}

fn edit_term(contents: &mut Contents, dice: &mut Dice) -> Option<Image> {
    let index = dice.below(contents.terms.len());
    let first = if index < 5 { 0 } else { 5 };
    let term = contents.terms.iter_mut().find(|term| term.id == term_id(index))?;
    match dice.below(3) {
        // Each below one before it, so that there is no loop.
        0 if term.parent.is_none() && index > first => {
            term.parent = Some(term_id(first + dice.below(index - first)))
        }
        0 => term.parent = None,
        1 => term.code = format!("{}x", term.code),
        _ => term.label = format!("{}の", term.label),
    }
    Some(Image::Term(Box::new(term.clone())))
}

fn edit_service(contents: &mut Contents, dice: &mut Dice) -> Option<Image> {
    let elsewhere = pick(&mut contents.places, dice).map(|place| place.id);
    let service = pick(&mut contents.services, dice)?;
    match dice.below(6) {
        4 => service.schedules = opening::schedules(&mut Bits(dice.below(usize::MAX) as u64)),
        5 => {
            let schedules = opening::schedules(&mut Bits(dice.below(usize::MAX) as u64));
            service.places.first_mut()?.schedules = schedules;
        }
        0 => service.terms = vec![term_id(dice.below(8))],
        1 => {
            service.places.pop();
        }
        2 => {
            // A service is offered at a place once.
            let id = elsewhere.filter(|id| service.places.iter().all(|offer| offer.place != *id))?;
            service.places.first_mut()?.place = id;
        }
        _ => service.name = format!("{}の", service.name),
    }
    Some(Image::Service(Box::new(service.clone())))
}

fn edit_place(contents: &mut Contents, dice: &mut Dice) -> Option<Image> {
    let elsewhere = pick(&mut contents.places, dice)?.location;
    let place = pick(&mut contents.places, dice)?;
    match dice.below(8) {
        5 => place.schedules = opening::schedules(&mut Bits(dice.below(usize::MAX) as u64)),
        6 => place.special_hours = opening::special_hours(&mut Bits(dice.below(usize::MAX) as u64)),
        7 => place.status = PlaceStatus::TemporarilyClosed,
        0 => place.location = elsewhere,
        1 => place.terms = vec![term_id(dice.below(8))],
        2 if place.status == PlaceStatus::Archived => place.status = PlaceStatus::Published,
        2 => place.status = PlaceStatus::Archived,
        3 => {
            let code = MUNICIPALITIES[dice.below(4)].to_owned();
            place.address = Some(Address {
                municipality_code: Some(code),
                ..Address::default()
            });
        }
        _ => place.name = format!("{}の", place.name),
    }
    Some(Image::Place(Box::new(place.clone())))
}

proptest! {
    #![proptest_config(cases(150))]

    #[test]
    fn one_field_changes_and_all_that_hangs_on_it(
        world in world(60), genes in prop::collection::vec(question(), 1..=3), seed: u64
    ) {
        let mut dice = Dice(seed);
        let queries: Vec<PlaceQuery> = genes.iter().map(|gene| gene.aim(&world).query()).collect();
        let mut contents = world.contents;
        let mut snapshot = make(&contents);
        for _ in 0..12 {
            let Some(image) = edit(&mut contents, &mut dice) else { continue };
            contents.seq = snapshot.seq() + 1;
            contents.last_change = Some(LastChange { at: now(), subject_id: image.subject_id() });
            snapshot = snapshot.apply(vec![change(contents.seq, 0, image)]).unwrap();
            same(&snapshot, &Snapshot::build(contents.clone(), "test", &day()), &queries);
        }
    }
}
