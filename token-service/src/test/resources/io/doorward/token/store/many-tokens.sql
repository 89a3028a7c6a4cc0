-- 20,000 tokens of one organization, oldest first: what the old ones became, and what is rare among
-- them, is at the far end of a list that begins with the newest.
INSERT INTO tokens.token (id, organization_id, owner_kind, owner_id, created_by, name, type,
    environment, lookup, prefix, last_four, scopes, expires_at, suspended_at, suspended_by,
    suspended_by_kind, suspension_reason, revoked_at, revoked_by, rotated_at, overlap_until,
    created_at, version, family_id, tags, expiry_noted)
SELECT md5('many ' || i)::uuid, '%1$s', 'user', CASE WHEN i %% 4 = 0 THEN 'one' WHEN i %% 4 = 1 THEN 'm' || i %% 50 ELSE 'o' || i END, 'one',
       CASE WHEN i %% 4001 = 0 THEN 'zebra ' WHEN i < 8000 THEN 'batch ' ELSE 'deploy ' END || i,
       CASE WHEN i < 100 THEN 'agent' WHEN i %% 9 = 0 THEN 'service' ELSE 'personal' END,
       CASE WHEN i < 2000 THEN 'test' ELSE 'live' END,
       'p1.' || encode(sha256(convert_to('many ' || i, 'UTF8')), 'hex'), 'dwp_live_', 'abcd', '{read}',
       CASE WHEN fate = 1 THEN '2026-01-01Z'::timestamptz + i * interval '1 second'
            WHEN i %% 3 = 0 THEN '2099-01-01Z'::timestamptz + i * interval '1 second' END,
       CASE WHEN fate = 3 THEN now() END, CASE WHEN fate = 3 THEN 'one' END,
       CASE WHEN fate = 3 THEN 'user' END, CASE WHEN fate = 3 THEN 'odd' END,
       CASE WHEN fate = 0 THEN now() END, CASE WHEN fate = 0 THEN 'one' END,
       CASE WHEN fate = 2 THEN now() END, CASE WHEN fate = 2 THEN now() END,
       '2026-02-01Z'::timestamptz + i * interval '1 minute', 1, md5('many ' || i)::uuid,
       CASE WHEN i %% 5003 = 0 THEN ARRAY['quarterly'] WHEN i %% 3 = 0 THEN ARRAY['ci'] ELSE '{}' END,
       CASE WHEN fate = 1 THEN 3 ELSE 0 END
  FROM (SELECT i, CASE WHEN i < 10000 THEN i %% 3 WHEN i %% 700 = 0 THEN 3 ELSE 4 END AS fate
          FROM generate_series(1, 20000) i) t
