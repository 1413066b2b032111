-- The public log in commit order, the private log beside it, and what makes retries safe.
CREATE TABLE counter (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    seq BIGINT NOT NULL CHECK (seq >= 0)
);
INSERT INTO counter (id, seq) VALUES (1, 0);
CREATE TABLE change (
    seq BIGINT NOT NULL CHECK (seq >= 1),
    "index" INTEGER NOT NULL CHECK ("index" >= 0),
    at TIMESTAMPTZ NOT NULL,
    action TEXT NOT NULL CHECK (action IN ('CREATED', 'UPDATED', 'VERIFIED', 'ARCHIVED', 'RESTORED', 'MERGED',
        'REDACTED')),
    subject_type TEXT NOT NULL CHECK (subject_type IN ('PLACE', 'SERVICE', 'ORGANIZATION', 'DISTRICT', 'TERM')),
    subject_id UUID NOT NULL,
    fields TEXT NOT NULL,
    reason TEXT CHECK (reason <> ''),
    image TEXT,
    PRIMARY KEY (seq, "index")
);
CREATE INDEX change_subject ON change (subject_id, seq);
CREATE TABLE private_counter (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    private_version BIGINT NOT NULL CHECK (private_version >= 0)
);
INSERT INTO private_counter (id, private_version) VALUES (1, 0);
CREATE TABLE private_log (
    private_version BIGINT NOT NULL PRIMARY KEY CHECK (private_version >= 1),
    at TIMESTAMPTZ NOT NULL,
    action TEXT NOT NULL CHECK (action <> ''),
    subject_id UUID NOT NULL,
    reason TEXT CHECK (reason <> '')
);
CREATE TABLE idempotency_key (
    actor TEXT NOT NULL CHECK (actor <> ''),
    idempotency_key TEXT NOT NULL CHECK (length(idempotency_key) BETWEEN 1 AND 200),
    request_digest TEXT NOT NULL CHECK (request_digest <> ''),
    subject_id UUID NOT NULL,
    seq BIGINT NOT NULL,
    at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (actor, idempotency_key)
);
-- What the register says of itself, for example which invented town it holds.
CREATE TABLE setting (
    name TEXT NOT NULL PRIMARY KEY CHECK (name <> ''),
    value TEXT NOT NULL
);
