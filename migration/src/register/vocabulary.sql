-- Open vocabulary: schemes, their terms, and the words that mean the same.
CREATE TABLE scheme (
    code TEXT NOT NULL PRIMARY KEY CHECK (code <> ''),
    name TEXT NOT NULL CHECK (name <> ''),
    ordinal INTEGER NOT NULL
);
CREATE TABLE term (
    id UUID NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL CHECK (version >= 1),
    scheme_code TEXT NOT NULL REFERENCES scheme (code),
    code TEXT NOT NULL CHECK (code <> ''),
    label TEXT NOT NULL CHECK (label <> ''),
    parent_id UUID REFERENCES term (id) CHECK (parent_id <> id),
    ordinal INTEGER NOT NULL,
    UNIQUE (scheme_code, code)
);
CREATE TABLE term_synonym (
    term_id UUID NOT NULL REFERENCES term (id),
    synonym TEXT NOT NULL CHECK (synonym <> ''),
    ordinal INTEGER NOT NULL,
    PRIMARY KEY (term_id, synonym)
);
