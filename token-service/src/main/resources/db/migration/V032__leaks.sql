ALTER DEFAULT PRIVILEGES IN SCHEMA tokens REVOKE ALL ON TABLES FROM ${appRole};

-- What an organization wants done to a token that is reported as leaked; NULL: the default.
ALTER TABLE tokens.policy ADD COLUMN leak_response text CHECK (leak_response IN ('revoke', 'suspend'));

-- A report of one token: the hashes it would be stored under, never the token. Kept until dealt
-- with, and after that as a record.
CREATE TABLE tokens.leak_report (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  reporter    text        NOT NULL CHECK (reporter IN ('github', 'holder')),
  lookups     text[]      NOT NULL,
  url         text        CHECK (length(url) <= 500),
  request_id  text        NOT NULL,
  received_at timestamptz NOT NULL,
  done_at     timestamptz,
  outcome     text
);
CREATE INDEX leak_report_new ON tokens.leak_report (id) WHERE done_at IS NULL;

-- Signed deliveries that have been taken: each counts once.
CREATE TABLE tokens.leak_delivery (
  digest      bytea       PRIMARY KEY CHECK (octet_length(digest) = 32),
  received_at timestamptz NOT NULL
);

GRANT SELECT, INSERT, UPDATE ON tokens.leak_report TO ${appRole};
GRANT SELECT, INSERT ON tokens.leak_delivery TO ${appRole};
