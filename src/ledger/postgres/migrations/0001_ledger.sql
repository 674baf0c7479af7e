-- The append-only record of publications.

CREATE TABLE plenary_publication (
    number     bigint PRIMARY KEY CHECK (number > 0),
    at         bigint NOT NULL, -- seconds since 1970-01-01T00:00:00Z
    note       text,
    reverts_to bigint,          -- the publication whose content it brings back
    horizon    text             -- day before which cancelled events are gone, YYYY-MM-DD
);

CREATE TABLE plenary_revision (
    publication bigint NOT NULL REFERENCES plenary_publication (number),
    subject     text   NOT NULL CHECK (subject IN ('body', 'session', 'event')),
    key         text   NOT NULL, -- body, body/session, or the event's UID
    sequence    bigint NOT NULL, -- the event's SEQUENCE, 0 for the others
    content     text   NOT NULL, -- JSON
    PRIMARY KEY (publication, subject, key)
);

-- No two revisions of an event share a SEQUENCE.
CREATE UNIQUE INDEX plenary_event_sequence ON plenary_revision (key, sequence)
    WHERE subject = 'event';

-- Nothing is ever erased or changed.
CREATE FUNCTION plenary_append_only () RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the ledger is append-only';
END $$;
CREATE TRIGGER plenary_publication_is_kept
    BEFORE UPDATE OR DELETE OR TRUNCATE ON plenary_publication
    FOR EACH STATEMENT EXECUTE FUNCTION plenary_append_only ();
CREATE TRIGGER plenary_revision_is_kept
    BEFORE UPDATE OR DELETE OR TRUNCATE ON plenary_revision
    FOR EACH STATEMENT EXECUTE FUNCTION plenary_append_only ();
