-- Format 1. Every statement ends with a semicolon at the end of a line.

CREATE TABLE meta (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

-- What users set. The ordinal grows with each creation and gives the order of lists; a replaced entity keeps it.
CREATE TABLE entity (
    ordinal INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    kind    TEXT    NOT NULL,
    account TEXT    NOT NULL,
    region  TEXT    NOT NULL,
    parent  TEXT    NOT NULL,
    id      TEXT    NOT NULL,
    version INTEGER NOT NULL,
    body    TEXT    NOT NULL,
    UNIQUE (kind, account, region, parent, id)
) STRICT;

-- Which entity changed, in commit order. AUTOINCREMENT: a sequence number is never given twice.
CREATE TABLE change_log (
    sequence INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    kind     TEXT    NOT NULL,
    account  TEXT    NOT NULL,
    region   TEXT    NOT NULL,
    parent   TEXT    NOT NULL,
    id       TEXT    NOT NULL,
    deleted  INTEGER NOT NULL
) STRICT;

-- Function code and other bytes, named by their content.
CREATE TABLE blob (
    digest TEXT NOT NULL PRIMARY KEY,
    bytes  BLOB NOT NULL
) STRICT;
