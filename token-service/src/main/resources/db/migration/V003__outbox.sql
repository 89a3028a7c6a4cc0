ALTER DEFAULT PRIVILEGES IN SCHEMA tokens REVOKE ALL ON TABLES FROM ${appRole};

-- One row per change, written in the change's own transaction. The relay gives it an epoch, sends
-- it down both paths and removes it.
CREATE TABLE tokens.outbox (
  id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  event_id uuid        NOT NULL UNIQUE,
  token_id uuid        NOT NULL REFERENCES tokens.token (id),
  type     text        NOT NULL,
  at       timestamptz NOT NULL,
  snapshot text        NOT NULL,
  reason   text,
  epoch    bigint      UNIQUE
);
CREATE INDEX outbox_new ON tokens.outbox (id) WHERE epoch IS NULL;

-- One row: the last epoch given. Locked while epochs are given, so that there is no gap.
CREATE TABLE tokens.relay_epoch (
  one        boolean PRIMARY KEY DEFAULT true CHECK (one),
  last_epoch bigint  NOT NULL
);
INSERT INTO tokens.relay_epoch (last_epoch) VALUES (0);

-- How far each path has been served.
CREATE TABLE tokens.relay_path (
  path       text   PRIMARY KEY,
  sent_epoch bigint NOT NULL
);
INSERT INTO tokens.relay_path (path, sent_epoch) VALUES ('redis', 0), ('kafka', 0);

GRANT SELECT, INSERT, UPDATE, DELETE ON tokens.outbox TO ${appRole};
GRANT SELECT, UPDATE ON tokens.relay_epoch, tokens.relay_path TO ${appRole};

-- Security events that have been dealt with: each counts once, however often it is delivered.
CREATE TABLE tokens.security_event (
  id              uuid        PRIMARY KEY,
  organization_id uuid        NOT NULL,
  token_id        uuid        NOT NULL,
  at              timestamptz NOT NULL,
  outcome         text        NOT NULL
);
-- The automatic suspensions of the last hour.
CREATE INDEX security_event_budget ON tokens.security_event (organization_id, at)
  WHERE outcome = 'suspended';

GRANT SELECT, INSERT ON tokens.security_event TO ${appRole};
