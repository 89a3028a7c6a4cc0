-- Chronological, hostile on purpose: one organization has half of the tokens and one of its members a
-- fifth of them all; what old tokens became, their rare types, environment, tags and words is found
-- only at the far end of a list that begins with the newest.
INSERT INTO tokens.token (id, organization_id, owner_kind, owner_id, created_by, name, type, environment,
    lookup, prefix, last_four, scopes, expires_at, suspended_at, suspended_until, suspended_by,
    suspended_by_kind, suspension_reason, revoked_at, revoked_by, rotated_at, overlap_until, created_at,
    version, family_id, tags, metadata, expiry_noted)
SELECT md5('token ' || i)::uuid, md5('organization ' || org)::uuid,
       CASE WHEN account IS NULL THEN 'user' ELSE 'service_account' END,
       coalesce(md5('account ' || account)::uuid::text, 'm-' || member), 'm-' || member,
       name, type, environment,
       'p1.' || encode(sha256(convert_to('lookup ' || i, 'UTF8')), 'hex'),
       'dwp_live_', substr(md5('end ' || i), 1, 4), ARRAY['read', 'demo:read'],
       CASE fate WHEN 'expired' THEN created_at + (now() - created_at) * (0.2 + 0.7 * r4)
                 ELSE CASE WHEN r4 < 0.6 THEN now() + interval '8 days' + r3 * interval '300 days' END END,
       CASE WHEN fate LIKE 'suspended%' THEN created_at + (now() - created_at) * r4 END,
       CASE fate WHEN 'suspended for a while' THEN now() + (r4 - 0.5) * interval '10 days' END,
       CASE WHEN fate LIKE 'suspended%' THEN 'm-1' END, CASE WHEN fate LIKE 'suspended%' THEN 'user' END,
       CASE WHEN fate LIKE 'suspended%' THEN 'looked odd' END,
       CASE fate WHEN 'revoked' THEN created_at + (now() - created_at) * r4 END, CASE fate WHEN 'revoked' THEN 'm-1' END,
       CASE fate WHEN 'rotated' THEN created_at + (now() - created_at) * r4 END,
       CASE fate WHEN 'rotated' THEN created_at + (now() - created_at) * r4 + interval '1 day' END,
       created_at, 1, md5('token ' || i)::uuid, tags, '{}',
       CASE fate WHEN 'expired' THEN 3 ELSE 0 END
  FROM (
    SELECT *,
           CASE WHEN r1 < 0.5 THEN 0 WHEN r1 < 0.52 THEN 1 ELSE 2 + i % 999 END AS org,
           CASE WHEN r1 < 0.025 THEN (r2 * 29)::int END AS account,
           CASE WHEN r1 < 0.1 THEN 0 WHEN r1 < 0.2 THEN 0 WHEN r1 < 0.5 THEN 1 + (r2 * 398)::int ELSE i % 5 END AS member,
           CASE WHEN age > 0.7 AND r3 < 0.004 THEN 'agent' WHEN r3 < 0.1 THEN 'service' ELSE 'personal' END AS type,
           CASE WHEN age > 0.5 AND r5 < 0.15 THEN 'test' ELSE 'live' END AS environment,
           CASE WHEN age > 0.4 AND r2 < 0.55 THEN 'revoked'
                WHEN age > 0.4 AND r2 < 0.85 THEN 'expired'
                WHEN age > 0.4 AND r2 < 0.95 THEN 'rotated'
                WHEN r2 > 0.9995 THEN 'suspended'
                WHEN r2 > 0.9990 THEN 'suspended for a while'
                ELSE 'plain' END AS fate,
           CASE WHEN i % 20011 = 7 THEN 'zebra ' WHEN age > 0.6 AND r5 < 0.4 THEN 'batch ' WHEN r5 < 0.7 THEN 'deploy '
                ELSE (ARRAY['Build ','sync ','report ','Import ','mobile app '])[1 + (r6 * 4)::int] END
             || (ARRAY['payments','search','billing','web','ledger','mail','orders','stock'])[1 + (r4 * 7)::int]
             || ' ' || i AS name,
           CASE WHEN i % 25013 = 11 THEN ARRAY['quarterly'] WHEN age > 0.6 AND r6 < 0.4 THEN ARRAY['legacy']
                WHEN r6 < 0.3 THEN ARRAY['ci','team-' || (r5 * 199)::int]
                WHEN r6 < 0.5 THEN ARRAY['team-' || (r5 * 199)::int] ELSE '{}' END AS tags
      FROM (SELECT i, (1 - i::float8 / ${tokens}) AS age,
                   now() - interval '1 minute' - (1 - i::float8 / ${tokens}) * interval '730 days' AS created_at,
                   random() r1, random() r2, random() r3, random() r4, random() r5, random() r6
              FROM generate_series(${from}, ${to}) i OFFSET 0) a) b
