DROP TABLE tokens.invitation;
ALTER TABLE tokens.member DROP COLUMN removed_at, DROP COLUMN removed_by;
