//! Closed sets as GraphQL enums; the values are those of `domain`.

use async_graphql::Enum;

macro_rules! remote_enum {
    ($(#[$meta:meta])* $name:ident of $remote:literal { $($(#[$value_meta:meta])* $value:ident),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
        #[graphql(remote = $remote)]
        pub enum $name { $($(#[$value_meta])* $value),+ }
    };
}

remote_enum! {
    /// What sort of place it is.
    PlaceKind of "domain::PlaceKind" {
        /// A place to be: salon, community living room, 居場所.
        GatheringPlace,
        /// A children's cafeteria (こども食堂).
        ChildrensCafeteria,
        /// Food to take home (フードパントリー).
        FoodPantry,
        /// Help with learning.
        LearningSupport,
        /// Somebody who listens and advises.
        ConsultationDesk,
        /// Nurseries and support for families with small children.
        Childcare,
        /// Care for older people.
        ElderlyCare,
        /// Support for people with disabilities.
        DisabilitySupport,
        /// Hospitals and clinics.
        Medical,
        /// Libraries, halls, community centers.
        PublicFacility,
        /// Where to go in a disaster.
        EvacuationSite,
        /// Anything else.
        Other,
    }
}

remote_enum! {
    /// Whether one can count on a place.
    PlaceStatus of "domain::PlaceStatus" {
        /// Listed.
        Published,
        /// Listed, but closed for the time being.
        TemporarilyClosed,
        /// No longer listed; still readable by id.
        Archived,
    }
}

remote_enum! {
    /// How much of a position the public sees.
    LocationPrecision of "domain::LocationPrecision" {
        /// The point itself.
        Exact,
        /// The center of its mesh of about 250 m.
        Block,
        /// The center of its mesh of about 1 km.
        Town,
        /// No public point.
        Hidden,
        /// Not known.
        Unknown,
    }
}

remote_enum! {
    /// Something that makes a place usable for more people.
    AccessibilityFeature of "domain::AccessibilityFeature" {
        /// Wheelchairs can get in.
        Wheelchair,
        /// Wheelchairs are lent.
        WheelchairLoan,
        /// A toilet for wheelchair users.
        AccessibleToilet,
        /// A toilet for people with a stoma.
        OstomateToilet,
        /// An elevator or a ramp.
        ElevatorOrRamp,
        /// Tactile paving.
        TactilePaving,
        /// Braille or reading aloud.
        BrailleOrReading,
        /// Assistance dogs are welcome.
        AssistanceDog,
        /// Captions.
        Captions,
        /// Help in writing.
        WritingSupport,
        /// Sign language.
        SignLanguage,
        /// Priority parking.
        PriorityParking,
        /// A room for nursing.
        NursingRoom,
        /// A place to change diapers.
        DiaperChanging,
        /// Strollers can get in.
        Stroller,
    }
}

remote_enum! {
    /// How far a record can be trusted now.
    VerificationStatus of "domain::VerificationStatus" {
        /// Nobody has confirmed it.
        Unverified,
        /// Confirmed, and the confirmation still holds.
        Verified,
        /// Confirmed too long ago.
        Stale,
        /// Somebody says that it is wrong.
        Disputed,
    }
}

remote_enum! {
    /// How a record was confirmed.
    VerificationMethod of "domain::VerificationMethod" {
        /// Somebody went there.
        Visit,
        /// Somebody called.
        Phone,
        /// By a document.
        Document,
        /// The operator of the place says so.
        OperatorStatement,
        /// The imported file had a survey date.
        Import,
    }
}

remote_enum! {
    /// A channel.
    ContactKind of "domain::ContactKind" {
        /// Telephone.
        Phone,
        /// Fax.
        Fax,
        /// E-mail.
        Email,
        /// A web page.
        Web,
        /// A LINE account.
        Line,
    }
}

remote_enum! {
    /// Who may see a contact.
    Visibility of "domain::Visibility" {
        /// Everybody.
        Public,
        /// Only those who edit the record.
        Private,
    }
}

remote_enum! {
    /// How facts arrived.
    SourceKind of "domain::SourceKind" {
        /// A file, such as a city's CSV.
        File,
        /// A visit.
        Visit,
        /// An answer to a survey.
        Survey,
        /// A resident's suggestion.
        Suggestion,
        /// The operator of the register.
        Operator,
    }
}

remote_enum! {
    /// What sort of body an organization is.
    OrganizationKind of "domain::OrganizationKind" {
        /// A council of social welfare (社会福祉協議会).
        WelfareCouncil,
        /// A municipality.
        Municipality,
        /// A nonprofit body.
        Nonprofit,
        /// A group of residents.
        ResidentsGroup,
        /// A company.
        Company,
        /// A school.
        School,
        /// Anything else.
        Other,
    }
}

remote_enum! {
    /// How one gets a service.
    ServiceMode of "domain::ServiceMode" {
        /// By going there.
        AtPlace,
        /// By telephone.
        Phone,
        /// Online.
        Online,
        /// Somebody comes to you.
        HomeVisit,
    }
}

remote_enum! {
    /// The kind of an area.
    DistrictLevel of "domain::DistrictLevel" {
        /// A prefecture.
        Prefecture,
        /// A city, ward, town or village.
        Municipality,
        /// The district of a junior high school.
        JuniorHighSchoolDistrict,
        /// The district of an elementary school.
        ElementarySchoolDistrict,
        /// A town block.
        Town,
        /// Anything else.
        Other,
    }
}

/// What places are sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub enum PlaceOrderField {
    /// Nearest first; needs `near`.
    Distance,
    /// By reading, else name; places without a reading last.
    Name,
    /// By the last change.
    UpdatedAt,
    /// By the beginning of the running or next opening, seen from `filter.openAt.from`, else from now; those without a
    /// known one last. The cursor keeps the moment of the first page.
    NextOpening,
    /// Matches in names before readings before addresses before the rest; needs `filter.text`.
    Relevance,
}

/// Which end comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub enum OrderDirection {
    /// Smallest first.
    Asc,
    /// Largest first; what has no value stays last.
    Desc,
}

remote_enum! {
    /// How often something opens, by its rules alone, over the 90 days ahead.
    Regularity of "hours::Regularity" {
        /// No stretch without an opening exceeds 7 days.
        Weekly,
        /// None exceeds 35 days; as a filter it includes WEEKLY.
        AtLeastMonthly,
        /// Less often, or temporarily closed.
        Irregular,
        /// No rule is known.
        Unknown,
    }
}

remote_enum! {
    /// What was done to a record.
    ChangeAction of "domain::ChangeAction" {
        /// It entered the register.
        Created,
        /// Something about it was changed.
        Updated,
        /// Somebody confirmed it.
        Verified,
        /// It was taken off the lists.
        Archived,
        /// It was put back on the lists.
        Restored,
        /// It became part of another record, its survivor.
        Merged,
        /// What the log said of it was blanked.
        Redacted,
    }
}

remote_enum! {
    /// What sort of record was changed.
    SubjectType of "domain::SubjectType" {
        /// A place.
        Place,
        /// A service.
        Service,
        /// An organization.
        Organization,
        /// A district.
        District,
        /// A term of a vocabulary.
        Term,
    }
}
