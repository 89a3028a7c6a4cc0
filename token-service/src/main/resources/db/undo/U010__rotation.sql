DROP TABLE tokens.sealed_reply;
DROP TABLE tokens.rotation;
ALTER TABLE tokens.token
  DROP COLUMN family_id,
  DROP COLUMN predecessor_id,
  DROP COLUMN successor_id;
