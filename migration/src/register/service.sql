-- What is offered, and where.
CREATE TABLE service (
    id UUID NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL CHECK (version >= 1),
    organization_id UUID REFERENCES organization (id),
    name TEXT NOT NULL CHECK (name <> ''),
    summary TEXT CHECK (summary <> ''),
    is_free BOOLEAN,
    fee TEXT CHECK (fee <> ''),
    eligibility TEXT CHECK (eligibility <> ''),
    minimum_age INTEGER CHECK (minimum_age BETWEEN 0 AND 150),
    maximum_age INTEGER CHECK (maximum_age BETWEEN 0 AND 150),
    id_required BOOLEAN,
    reservation_required BOOLEAN,
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL,
    CHECK (minimum_age <= maximum_age)
);
CREATE INDEX service_organization ON service (organization_id);
CREATE TABLE service_mode (
    service_id UUID NOT NULL REFERENCES service (id),
    ordinal INTEGER NOT NULL,
    mode TEXT NOT NULL CHECK (mode IN ('AT_PLACE', 'PHONE', 'ONLINE', 'HOME_VISIT')),
    PRIMARY KEY (service_id, mode)
);
CREATE TABLE service_area (
    service_id UUID NOT NULL REFERENCES service (id),
    ordinal INTEGER NOT NULL,
    district_id UUID NOT NULL REFERENCES district (id),
    PRIMARY KEY (service_id, district_id)
);
CREATE INDEX service_area_district ON service_area (district_id);
CREATE TABLE service_term (
    service_id UUID NOT NULL REFERENCES service (id),
    ordinal INTEGER NOT NULL,
    term_id UUID NOT NULL REFERENCES term (id),
    PRIMARY KEY (service_id, term_id)
);
CREATE INDEX service_term_term ON service_term (term_id);
CREATE TABLE required_document (
    service_id UUID NOT NULL REFERENCES service (id),
    ordinal INTEGER NOT NULL,
    document TEXT NOT NULL CHECK (document <> ''),
    PRIMARY KEY (service_id, ordinal)
);
CREATE TABLE service_at_place (
    id UUID NOT NULL PRIMARY KEY,
    service_id UUID NOT NULL REFERENCES service (id),
    place_id UUID NOT NULL REFERENCES place (id),
    ordinal INTEGER NOT NULL,
    note TEXT CHECK (note <> ''),
    UNIQUE (service_id, place_id)
);
CREATE INDEX service_at_place_place ON service_at_place (place_id);
