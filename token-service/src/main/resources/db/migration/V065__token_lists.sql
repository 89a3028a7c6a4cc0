-- Lists of tokens, however many there are. A list is a merge of facets, each of which is a range of
-- an index in the list's own order, so that a page costs the same wherever it begins and whatever
-- it is filtered by. Nothing here depends on an estimate of the planner.

-- Whether the service account that owns the token is disabled; kept here because an index can only
-- follow what is in its own table. Each change of an account rewrites its tokens' rows.
ALTER TABLE tokens.token ADD COLUMN owner_disabled boolean NOT NULL DEFAULT false;

CREATE FUNCTION tokens.token_owner_state() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  NEW.owner_disabled := EXISTS (
    SELECT FROM tokens.service_account a
     WHERE a.id = NEW.owner_id::uuid AND a.organization_id = NEW.organization_id
       AND a.disabled_at IS NOT NULL);
  RETURN NEW;
END
$$;
REVOKE ALL ON FUNCTION tokens.token_owner_state() FROM PUBLIC;

CREATE TRIGGER token_owner_state BEFORE INSERT OR UPDATE ON tokens.token
  FOR EACH ROW WHEN (NEW.owner_kind = 'service_account')
  EXECUTE FUNCTION tokens.token_owner_state();

UPDATE tokens.token SET owner_disabled = false WHERE owner_kind = 'service_account';

-- Where the token stands as far as time cannot change it, its type and its environment, in one
-- number. Standing: 0 plain, 1 rotated, 2 suspended until somebody reactivates it, 3 suspended for a
-- time that may be over, 4 expired and noted so, 5 revoked. What only the present moment tells is
-- left to the statement that asks.
ALTER TABLE tokens.token ADD COLUMN facet smallint NOT NULL GENERATED ALWAYS AS (
  (CASE WHEN revoked_at IS NOT NULL THEN 30
        WHEN expiry_noted = 3 THEN 24
        WHEN owner_disabled OR suspended_at IS NOT NULL AND suspended_until IS NULL THEN 12
        WHEN suspended_at IS NOT NULL THEN 18
        WHEN rotated_at IS NOT NULL THEN 6
        ELSE 0 END
   + CASE type WHEN 'personal' THEN 0 WHEN 'service' THEN 2 ELSE 4 END
   + CASE environment WHEN 'live' THEN 0 ELSE 1 END)::smallint) STORED;

DROP INDEX tokens.token_page;
DROP INDEX tokens.token_owner_page;
DROP INDEX tokens.token_name_page;
DROP INDEX tokens.token_expiry_page;

-- The organization's tokens, and one owner's, by creation, by name and by expiry.
CREATE INDEX token_created_page
  ON tokens.token (organization_id, facet, created_at DESC, id DESC);
CREATE INDEX token_name_page
  ON tokens.token (organization_id, facet, (lower(name) COLLATE "C"), id);
CREATE INDEX token_expiry_page
  ON tokens.token (organization_id, facet, (coalesce(expires_at, TIMESTAMPTZ '9999-12-31 23:59:59.999999Z')), id);
CREATE INDEX token_owner_created_page
  ON tokens.token (organization_id, owner_id, facet, created_at DESC, id DESC);
CREATE INDEX token_owner_name_page
  ON tokens.token (organization_id, owner_id, facet, (lower(name) COLLATE "C"), id);
CREATE INDEX token_owner_expiry_page
  ON tokens.token (organization_id, owner_id, facet, (coalesce(expires_at, TIMESTAMPTZ '9999-12-31 23:59:59.999999Z')), id);
