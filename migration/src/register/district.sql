-- Areas with a boundary. A polygon is a JSON array of rings of [longitude, latitude], outer ring first.
CREATE TABLE district (
    id UUID NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL CHECK (version >= 1),
    level TEXT NOT NULL CHECK (level IN ('PREFECTURE', 'MUNICIPALITY', 'JUNIOR_HIGH_SCHOOL_DISTRICT',
        'ELEMENTARY_SCHOOL_DISTRICT', 'TOWN', 'OTHER')),
    official_code TEXT CHECK (official_code <> ''),
    name TEXT NOT NULL CHECK (name <> ''),
    name_kana TEXT CHECK (name_kana <> ''),
    parent_id UUID REFERENCES district (id) CHECK (parent_id <> id),
    UNIQUE (level, official_code)
);
CREATE TABLE district_polygon (
    district_id UUID NOT NULL REFERENCES district (id),
    ordinal INTEGER NOT NULL,
    rings TEXT NOT NULL,
    PRIMARY KEY (district_id, ordinal)
);
