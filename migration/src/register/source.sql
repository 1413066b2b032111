-- Where each record and field came from. A row of a data set belongs to one record for ever: the source key.
CREATE TABLE source (
    id UUID NOT NULL PRIMARY KEY,
    place_id UUID REFERENCES place (id),
    service_id UUID REFERENCES service (id),
    organization_id UUID REFERENCES organization (id),
    district_id UUID REFERENCES district (id),
    ordinal INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('FILE', 'VISIT', 'SURVEY', 'SUGGESTION', 'OPERATOR')),
    dataset TEXT CHECK (dataset <> ''),
    publisher TEXT,
    external_id TEXT CHECK (external_id <> ''),
    record_key TEXT CHECK (record_key <> ''),
    name TEXT NOT NULL CHECK (name <> ''),
    url TEXT CHECK (url <> ''),
    license TEXT CHECK (license <> ''),
    attribution TEXT CHECK (attribution <> ''),
    retrieved_at TIMESTAMPTZ NOT NULL,
    fields TEXT NOT NULL,
    digest TEXT CHECK (digest <> ''),
    raw TEXT,
    CHECK (record_key IS NULL OR (dataset IS NOT NULL AND publisher IS NOT NULL AND digest IS NOT NULL)),
    CHECK (1 = (CASE WHEN place_id IS NULL THEN 0 ELSE 1 END)
        + (CASE WHEN service_id IS NULL THEN 0 ELSE 1 END)
        + (CASE WHEN organization_id IS NULL THEN 0 ELSE 1 END)
        + (CASE WHEN district_id IS NULL THEN 0 ELSE 1 END))
);
CREATE UNIQUE INDEX source_key ON source (dataset, publisher, record_key);
CREATE INDEX source_place ON source (place_id);
CREATE INDEX source_service ON source (service_id);
CREATE INDEX source_organization ON source (organization_id);
CREATE INDEX source_district ON source (district_id);
