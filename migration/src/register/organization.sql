-- Who runs places and services.
CREATE TABLE organization (
    id UUID NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL CHECK (version >= 1),
    name TEXT NOT NULL CHECK (name <> ''),
    name_kana TEXT CHECK (name_kana <> ''),
    kind TEXT NOT NULL CHECK (kind IN ('WELFARE_COUNCIL', 'MUNICIPALITY', 'NONPROFIT', 'RESIDENTS_GROUP',
        'COMPANY', 'SCHOOL', 'OTHER')),
    url TEXT CHECK (url <> ''),
    created_at TIMESTAMPTZ NOT NULL,
    updated_at TIMESTAMPTZ NOT NULL
);
