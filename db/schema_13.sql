-- Schema version 13: keys, the audit, what was imported over HTTP, and releases that appear later, are taken back or restore others.

-- ---------------------------------------------------------------------------------------------- releases
-- published_at is the moment at which a release appears; in the future it is embargoed until then.

ALTER TABLE release ADD COLUMN created_at INTEGER NOT NULL DEFAULT 0 CHECK (created_at >= 0); -- moment it was made
UPDATE release SET created_at = published_at;
ALTER TABLE release ADD COLUMN cancelled INTEGER NOT NULL DEFAULT 0 CHECK (cancelled IN (0, 1)); -- 1: taken back before its time, never visible
ALTER TABLE release ADD COLUMN rolled_back_from INTEGER REFERENCES release (release); -- it restores what was in force before this one; NULL: an ordinary release

-- ---------------------------------------------------------------------------------------------- keys

CREATE TABLE api_key (
  api_key       TEXT    NOT NULL PRIMARY KEY CHECK (length(api_key) = 8),       -- the part of the key that names it
  secret_digest TEXT    NOT NULL CHECK (length(secret_digest) = 64),            -- SHA-256 of the secret part, hex
  name          TEXT    NOT NULL CHECK (length(name) BETWEEN 1 AND 100),        -- the office or system that has it, not a person
  scopes        INTEGER NOT NULL CHECK (scopes BETWEEN 1 AND 31),               -- bits: 1 read:restricted, 2 read:embargoed, 4 import, 8 publish, 16 admin
  created_at    INTEGER NOT NULL CHECK (created_at >= 0),                       -- moment it was made
  expires_at    INTEGER CHECK (expires_at > created_at),                        -- from this moment on it is refused, NULL: never
  revoked_at    INTEGER CHECK (revoked_at >= 0),                                -- moment it was revoked, NULL: it was not
  last_used_at  INTEGER CHECK (last_used_at >= 0)                               -- moment of its last use, up to a minute late, NULL: none
) STRICT, WITHOUT ROWID;

-- ---------------------------------------------------------------------------------------------- imports
-- Only what became a draft stands here: a file that was refused, or changes nothing, leaves no trace.

CREATE TABLE import (
  import          INTEGER PRIMARY KEY REFERENCES draft (draft),                 -- number of the draft
  api_key         TEXT    NOT NULL REFERENCES api_key (api_key),                -- the key that sent it
  idempotency_key TEXT    CHECK (length(idempotency_key) BETWEEN 1 AND 255),    -- what the client called the request, NULL: nothing
  body_digest     TEXT    NOT NULL CHECK (length(body_digest) = 64),            -- SHA-256 of the body as sent, hex
  created_at      INTEGER NOT NULL CHECK (created_at >= 0),                     -- moment of the import
  source          TEXT    NOT NULL,                                             -- name of the package, or the table of a single file
  report          TEXT    NOT NULL,                                             -- what was answered, JSON
  UNIQUE (api_key, idempotency_key)
) STRICT;

-- ---------------------------------------------------------------------------------------------- audit
-- Rows are only added. db/audit.h says what the hash covers.

CREATE TABLE audit (
  seq      INTEGER PRIMARY KEY CHECK (seq > 0),                                 -- counts up by one
  at       INTEGER NOT NULL CHECK (at BETWEEN 0 AND 253402300799),              -- moment of the change
  actor    TEXT    NOT NULL CHECK (length(actor) > 0),                          -- "key:" and the name part of a key, "cli:uid=" and a number, or "store"
  action   TEXT    NOT NULL CHECK (length(action) > 0),                         -- begin, import, discard, publish, ...
  subject  TEXT    NOT NULL CHECK (length(subject) > 0),                        -- "draft:", "release:" or "key:" and which; or "store"
  detail   TEXT    CHECK (length(detail) > 0),                                  -- what the subject was like then, NULL: the action says it all
  previous TEXT    NOT NULL CHECK (length(previous) = 64),                      -- hash of the row before, zeros for the first
  hash     TEXT    NOT NULL CHECK (length(hash) = 64)                           -- SHA-256, hex
) STRICT;
CREATE INDEX audit_by_subject ON audit (subject, action);

CREATE TABLE audit_head (
  head INTEGER PRIMARY KEY CHECK (head = 1),                                    -- there is one row
  seq  INTEGER NOT NULL CHECK (seq >= 0),                                       -- the last row of the audit, 0: it has not begun
  hash TEXT    NOT NULL CHECK (length(hash) = 64)                               -- its hash, zeros where there is none
) STRICT;
INSERT INTO audit_head (head, seq, hash)
VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');
