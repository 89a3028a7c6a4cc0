-- What a token is found by: its tags, and every three letters in a row of its name. Each key begins
-- with the organization, so that what is common elsewhere costs nothing here.
CREATE FUNCTION tokens.search_keys(organization uuid, name text, tags text[]) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  area   text := left(organization::text, 8);
  folded text := lower(name);
  keys   text[] := '{}';
  tag    text;
BEGIN
  FOREACH tag IN ARRAY tags LOOP
    keys := keys || (area || '#' || tag);
  END LOOP;
  FOR place IN 1 .. length(folded) - 2 LOOP
    keys := keys || (area || '~' || substr(folded, place, 3));
  END LOOP;
  RETURN keys;
END
$$;
REVOKE ALL ON FUNCTION tokens.search_keys(uuid, text, text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tokens.search_keys(uuid, text, text[]) TO ${appRole};

-- Nothing waits in a list of its own until it is indexed: a search would have to read that list.
CREATE INDEX token_search ON tokens.token
  USING gin (tokens.search_keys(organization_id, name, tags)) WITH (fastupdate = off);
DROP INDEX tokens.token_tags;

-- About how many tokens have the rarest of these keys, from the statistics that the database keeps.
-- A key they do not name is a rare one: 0. Only the owner of the table may read them.
CREATE FUNCTION tokens.search_estimate(keys text[]) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  tokens real := (SELECT c.reltuples FROM pg_class c WHERE c.oid = 'tokens.token'::regclass);
BEGIN
  RETURN (
    SELECT tokens * min(coalesce(known.frequency, 0))
      FROM unnest(keys) AS asked (key)
      LEFT JOIN (SELECT e.key, e.frequency
                   FROM pg_stats s,
                        unnest(s.most_common_elems::text::text[], s.most_common_elem_freqs)
                          AS e (key, frequency)
                  WHERE s.schemaname = 'tokens' AND s.tablename = 'token_search'
                    AND e.key = ANY (keys)) known ON known.key = asked.key);
END
$$;
REVOKE ALL ON FUNCTION tokens.search_estimate(text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tokens.search_estimate(text[]) TO ${appRole};

ANALYZE tokens.token;
