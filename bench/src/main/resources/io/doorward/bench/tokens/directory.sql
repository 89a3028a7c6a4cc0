-- A thousand organizations of five members, and a large one with service accounts, some disabled.
INSERT INTO tokens.organization (id, slug, name, plan_id, created_at)
SELECT md5('organization ' || n)::uuid, 'bench-' || n, 'Bench ' || n, 'enterprise', now() - interval '3 years'
  FROM generate_series(0, 1000) n;
INSERT INTO tokens.member (organization_id, subject, email, display_name, role, created_at)
SELECT md5('organization ' || o)::uuid, 'm-' || m, 'm' || m || '@bench-' || o || '.example', 'Member ' || m,
       CASE WHEN m = 1 THEN 'owner' ELSE 'member' END, now() - interval '3 years'
  FROM generate_series(0, 1000) o, generate_series(0, CASE WHEN o = 0 THEN 399 ELSE 4 END) m;
INSERT INTO tokens.service_account (id, organization_id, name, description, role, created_by, created_at, disabled_at, disabled_by)
SELECT md5('account ' || n)::uuid, md5('organization 0')::uuid, 'account ' || n, '', 'member', 'm-1', now() - interval '3 years',
       CASE WHEN n % 10 = 0 THEN now() - interval '1 day' END, CASE WHEN n % 10 = 0 THEN 'm-1' END
  FROM generate_series(0, 29) n;
