-- The last use of each token, by the organization that the events name: an event that names another
-- one's token has a row of its own and changes nothing of the right one.
create table token_activity (
  token_id            uuid        not null,
  organization_id     uuid        not null,
  accepted_at         timestamptz,
  accepted_ip         text,
  accepted_user_agent text,
  refused_at          timestamptz,
  refused_ip          text,
  refused_user_agent  text,
  -- Grows by each change; what was announced last is in sent_revision.
  revision            bigint      not null,
  sent_revision       bigint      not null default 0,
  claimed_at          timestamptz,
  primary key (token_id, organization_id)
);
create index token_activity_unsent on token_activity (claimed_at nulls first)
  where sent_revision < revision;

revoke all on token_activity from ${app_role};
grant select, insert, update on token_activity to ${app_role};
