ALTER DEFAULT PRIVILEGES IN SCHEMA tokens REVOKE ALL ON TABLES FROM ${appRole};

-- The epoch of each token's latest change, kept after the outbox row has gone: by it one can tell
-- at any time which gateways have applied the change. Written with the epochs, by the relay; no
-- foreign key, whose check would wait for whoever has the token's row locked.
CREATE TABLE tokens.token_epoch (
  token_id uuid        PRIMARY KEY,
  epoch    bigint      NOT NULL,
  at       timestamptz NOT NULL
);

-- What was changed before is in force wherever the last epoch given is.
INSERT INTO tokens.token_epoch (token_id, epoch, at)
SELECT t.id, r.last_epoch, t.created_at FROM tokens.token t, tokens.relay_epoch r;

GRANT SELECT, INSERT, UPDATE ON tokens.token_epoch TO ${appRole};
