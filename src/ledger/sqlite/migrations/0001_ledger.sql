-- The append-only record of publications.

CREATE TABLE publication (
    number     INTEGER PRIMARY KEY CHECK (number > 0),
    at         INTEGER NOT NULL, -- seconds since 1970-01-01T00:00:00Z
    note       TEXT,
    reverts_to INTEGER,          -- the publication whose content it brings back
    horizon    TEXT              -- day before which cancelled events are gone, YYYY-MM-DD
) STRICT;

CREATE TABLE revision (
    publication INTEGER NOT NULL REFERENCES publication (number),
    subject     TEXT    NOT NULL CHECK (subject IN ('body', 'session', 'event')),
    key         TEXT    NOT NULL, -- body, body/session, or the event's UID
    sequence    INTEGER NOT NULL, -- the event's SEQUENCE, 0 for the others
    content     TEXT    NOT NULL, -- JSON
    PRIMARY KEY (publication, subject, key)
) STRICT, WITHOUT ROWID;

-- No two revisions of an event share a SEQUENCE.
CREATE UNIQUE INDEX event_sequence ON revision (key, sequence) WHERE subject = 'event';

-- Nothing is ever erased or changed.
CREATE TRIGGER publication_is_kept BEFORE DELETE ON publication
BEGIN SELECT RAISE (ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER publication_is_fixed BEFORE UPDATE ON publication
BEGIN SELECT RAISE (ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER revision_is_kept BEFORE DELETE ON revision
BEGIN SELECT RAISE (ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER revision_is_fixed BEFORE UPDATE ON revision
BEGIN SELECT RAISE (ABORT, 'the ledger is append-only'); END;
