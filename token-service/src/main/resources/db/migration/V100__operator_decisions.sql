ALTER DEFAULT PRIVILEGES IN SCHEMA tokens REVOKE ALL ON TABLES FROM ${appRole};

-- What the operator decided for the tokens of all organizations: each decision that came into force,
-- for good. The latest is the one in force; of a lower revision nothing comes into force.
CREATE TABLE tokens.operator_decision (
  seq        bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  revision   bigint      NOT NULL CHECK (revision >= 0),
  enabled    boolean     NOT NULL,
  decided_at timestamptz NOT NULL,
  -- The replica that brought it.
  replica    text        NOT NULL
);

INSERT INTO tokens.operator_decision (revision, enabled, decided_at, replica)
SELECT 0, false, thrown_at, 'unknown' FROM tokens.barrier
 WHERE organization_id IS NULL AND kind = 'feature_flag' AND released_at IS NULL;

GRANT SELECT, INSERT ON tokens.operator_decision TO ${appRole};
