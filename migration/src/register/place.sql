-- Somewhere one can go. The public point and the exact point never share a table.
CREATE TABLE place (
    id UUID NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL CHECK (version >= 1),
    status TEXT NOT NULL CHECK (status IN ('PUBLISHED', 'TEMPORARILY_CLOSED', 'ARCHIVED')),
    name TEXT NOT NULL CHECK (name <> ''),
    name_kana TEXT CHECK (name_kana <> ''),
    summary TEXT CHECK (summary <> ''),
    location_precision TEXT NOT NULL
        CHECK (location_precision IN ('EXACT', 'BLOCK', 'TOWN', 'HIDDEN', 'UNKNOWN')),
    address TEXT NOT NULL,
    postal_code TEXT CHECK (postal_code <> ''),
    prefecture TEXT CHECK (prefecture <> ''),
    municipality TEXT CHECK (municipality <> ''),
    town TEXT CHECK (town <> ''),
    municipality_code TEXT CHECK (length(municipality_code) = 6),
    organization_id UUID REFERENCES organization (id),
    time_zone TEXT NOT NULL CHECK (time_zone <> ''),
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL
);
CREATE INDEX place_organization ON place (organization_id);
CREATE TABLE place_kind (
    place_id UUID NOT NULL REFERENCES place (id),
    ordinal INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('GATHERING_PLACE', 'CHILDRENS_CAFETERIA', 'FOOD_PANTRY',
        'LEARNING_SUPPORT', 'CONSULTATION_DESK', 'CHILDCARE', 'ELDERLY_CARE', 'DISABILITY_SUPPORT', 'MEDICAL',
        'PUBLIC_FACILITY', 'EVACUATION_SITE', 'OTHER')),
    PRIMARY KEY (place_id, ordinal),
    UNIQUE (place_id, kind)
);
CREATE TABLE public_point (
    place_id UUID NOT NULL PRIMARY KEY REFERENCES place (id),
    longitude DOUBLE PRECISION NOT NULL CHECK (longitude > -180 AND longitude <= 180),
    latitude DOUBLE PRECISION NOT NULL CHECK (latitude BETWEEN -90 AND 90)
);
CREATE TABLE exact_point (
    place_id UUID NOT NULL PRIMARY KEY REFERENCES place (id),
    longitude DOUBLE PRECISION NOT NULL CHECK (longitude > -180 AND longitude <= 180),
    latitude DOUBLE PRECISION NOT NULL CHECK (latitude BETWEEN -90 AND 90)
);
CREATE TABLE place_term (
    place_id UUID NOT NULL REFERENCES place (id),
    ordinal INTEGER NOT NULL,
    term_id UUID NOT NULL REFERENCES term (id),
    PRIMARY KEY (place_id, term_id)
);
CREATE INDEX place_term_term ON place_term (term_id);
CREATE TABLE accessibility (
    place_id UUID NOT NULL REFERENCES place (id),
    ordinal INTEGER NOT NULL,
    feature TEXT NOT NULL CHECK (feature IN ('WHEELCHAIR', 'WHEELCHAIR_LOAN', 'ACCESSIBLE_TOILET',
        'OSTOMATE_TOILET', 'ELEVATOR_OR_RAMP', 'TACTILE_PAVING', 'BRAILLE_OR_READING', 'ASSISTANCE_DOG',
        'CAPTIONS', 'WRITING_SUPPORT', 'SIGN_LANGUAGE', 'PRIORITY_PARKING', 'NURSING_ROOM', 'DIAPER_CHANGING',
        'STROLLER')),
    available BOOLEAN,
    note TEXT CHECK (note <> ''),
    PRIMARY KEY (place_id, feature)
);
-- A merged record stays readable under its old id and names its survivor.
CREATE TABLE merge_stub (
    place_id UUID NOT NULL PRIMARY KEY REFERENCES place (id),
    survivor_id UUID NOT NULL REFERENCES place (id) CHECK (survivor_id <> place_id)
);
