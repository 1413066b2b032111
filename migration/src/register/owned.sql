-- Rows that several kinds of record own: exactly one owner column is set in each row.
CREATE TABLE schedule (
    id UUID NOT NULL PRIMARY KEY,
    place_id UUID REFERENCES place (id),
    service_id UUID REFERENCES service (id),
    service_at_place_id UUID REFERENCES service_at_place (id),
    ordinal INTEGER NOT NULL,
    rule TEXT CHECK (length(rule) BETWEEN 1 AND 512),
    rrule TEXT CHECK (length(rrule) BETWEEN 1 AND 512),
    anchor DATE,
    opens TIME,
    closes TIME,
    original TEXT CHECK (original <> ''),
    valid_from DATE,
    valid_through DATE,
    time_zone TEXT NOT NULL CHECK (time_zone <> ''),
    note TEXT CHECK (note <> ''),
    CHECK (rule IS NOT NULL OR rrule IS NOT NULL OR original IS NOT NULL),
    CHECK (rrule IS NULL OR (anchor IS NOT NULL AND opens IS NOT NULL AND closes IS NOT NULL)),
    CHECK (valid_from <= valid_through),
    CHECK (1 = (CASE WHEN place_id IS NULL THEN 0 ELSE 1 END)
        + (CASE WHEN service_id IS NULL THEN 0 ELSE 1 END)
        + (CASE WHEN service_at_place_id IS NULL THEN 0 ELSE 1 END))
);
CREATE INDEX schedule_place ON schedule (place_id);
CREATE INDEX schedule_service ON schedule (service_id);
CREATE INDEX schedule_service_at_place ON schedule (service_at_place_id);
CREATE TABLE special_hours (
    id UUID NOT NULL PRIMARY KEY,
    place_id UUID NOT NULL REFERENCES place (id),
    ordinal INTEGER NOT NULL,
    from_date DATE NOT NULL,
    to_date DATE NOT NULL,
    opens TIME,
    closes TIME,
    reason TEXT CHECK (reason <> ''),
    CHECK (from_date <= to_date),
    CHECK ((opens IS NULL) = (closes IS NULL))
);
CREATE INDEX special_hours_place ON special_hours (place_id);
CREATE TABLE contact (
    id UUID NOT NULL PRIMARY KEY,
    place_id UUID REFERENCES place (id),
    service_id UUID REFERENCES service (id),
    service_at_place_id UUID REFERENCES service_at_place (id),
    organization_id UUID REFERENCES organization (id),
    ordinal INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('PHONE', 'FAX', 'EMAIL', 'WEB', 'LINE')),
    value TEXT NOT NULL CHECK (value <> ''),
    note TEXT CHECK (note <> ''),
    visibility TEXT NOT NULL CHECK (visibility IN ('PUBLIC', 'PRIVATE')),
    CHECK (1 = (CASE WHEN place_id IS NULL THEN 0 ELSE 1 END)
        + (CASE WHEN service_id IS NULL THEN 0 ELSE 1 END)
        + (CASE WHEN service_at_place_id IS NULL THEN 0 ELSE 1 END)
        + (CASE WHEN organization_id IS NULL THEN 0 ELSE 1 END))
);
CREATE INDEX contact_place ON contact (place_id);
CREATE INDEX contact_service ON contact (service_id);
CREATE INDEX contact_service_at_place ON contact (service_at_place_id);
CREATE INDEX contact_organization ON contact (organization_id);
CREATE TABLE translation (
    id UUID NOT NULL PRIMARY KEY,
    place_id UUID REFERENCES place (id),
    service_id UUID REFERENCES service (id),
    organization_id UUID REFERENCES organization (id),
    district_id UUID REFERENCES district (id),
    term_id UUID REFERENCES term (id),
    scheme_code TEXT REFERENCES scheme (code),
    language TEXT NOT NULL CHECK (language <> ''),
    name TEXT CHECK (name <> ''),
    summary TEXT CHECK (summary <> ''),
    UNIQUE (place_id, language),
    UNIQUE (service_id, language),
    UNIQUE (organization_id, language),
    UNIQUE (district_id, language),
    UNIQUE (term_id, language),
    UNIQUE (scheme_code, language),
    CHECK (1 = (CASE WHEN place_id IS NULL THEN 0 ELSE 1 END)
        + (CASE WHEN service_id IS NULL THEN 0 ELSE 1 END)
        + (CASE WHEN organization_id IS NULL THEN 0 ELSE 1 END)
        + (CASE WHEN district_id IS NULL THEN 0 ELSE 1 END)
        + (CASE WHEN term_id IS NULL THEN 0 ELSE 1 END)
        + (CASE WHEN scheme_code IS NULL THEN 0 ELSE 1 END))
);
CREATE TABLE verification (
    id UUID NOT NULL PRIMARY KEY,
    place_id UUID REFERENCES place (id),
    service_id UUID REFERENCES service (id),
    verified_at TIMESTAMPTZ,
    expires_at DATE,
    organization_id UUID REFERENCES organization (id),
    method TEXT CHECK (method IN ('VISIT', 'PHONE', 'DOCUMENT', 'OPERATOR_STATEMENT', 'IMPORT')),
    disputed BOOLEAN NOT NULL,
    UNIQUE (place_id),
    UNIQUE (service_id),
    CHECK (1 = (CASE WHEN place_id IS NULL THEN 0 ELSE 1 END)
        + (CASE WHEN service_id IS NULL THEN 0 ELSE 1 END))
);
