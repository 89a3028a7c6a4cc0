-- Written by the owner role; the application role reads and writes rows and changes no table.

-- A gateway process. Its name is long and repeated in every row, so rows carry the number.
create table gateway_instance (
  id   integer generated always as identity primary key,
  name text    not null unique
);

-- One row a request. (at, instance_id, sequence) identifies an event for good, whatever brings it
-- here twice; at leads so that the key also serves ranges of time.
create table request_log (
  at              timestamptz not null,
  instance_id     integer     not null,
  sequence        bigint      not null,
  request_id      text        not null,
  credential      text        not null,
  token_id        uuid,
  organization_id uuid,
  owner_kind      text,
  owner_id        text,
  agent_id        uuid,
  route           text,
  method          text        not null,
  path            text        not null,
  path_template   text,
  status          smallint    not null,
  refusal         text,
  bytes_in        bigint      not null,
  bytes_out       bigint      not null,
  duration_micros bigint      not null,
  upstream_micros bigint,
  client_ip       text        not null,
  user_agent      text,
  tool            text,
  primary key (at, instance_id, sequence)
) partition by range (at);

-- Events whose time could not be true and was replaced by the time of arrival: a repetition would
-- be given another time, so these are remembered by their number. Nearly always empty.
create table clamped_event (
  instance_id integer not null,
  sequence    bigint  not null,
  primary key (instance_id, sequence)
);

create table rollup_minute (
  minute          timestamptz not null,
  organization_id uuid,
  token_id        uuid,
  owner_kind      text,
  owner_id        text,
  route           text,
  method          text        not null,
  status          smallint    not null,
  refusal         text,
  requests        bigint      not null,
  bytes_in        bigint      not null,
  bytes_out       bigint      not null,
  duration_micros bigint      not null,
  upstream_micros bigint      not null,
  last_at         timestamptz not null
);
create unique index rollup_minute_key on rollup_minute
  (organization_id, token_id, minute, owner_kind, owner_id, route, method, status, refusal)
  nulls not distinct;
create index rollup_minute_of_organization on rollup_minute (organization_id, minute);

-- Which sequence numbers of an instance have arrived, in blocks of equal size (SequenceBlock.SIZE).
create table sequence_block (
  instance_id integer     not null references gateway_instance,
  block       bigint      not null,
  received    integer     not null,
  highest     bigint      not null,
  first_at    timestamptz not null,
  last_at     timestamptz not null,
  primary key (instance_id, block)
);
create index sequence_block_time on sequence_block (last_at, first_at);

-- The tokens this service has heard of: who may see whose figures.
create table known_token (
  token_id          uuid   primary key,
  organization_id   uuid   not null,
  organization_slug text   not null,
  owner_kind        text   not null,
  owner_id          text   not null,
  version           bigint not null
);
create index known_token_of_organization on known_token (organization_slug, organization_id);

-- How far each topic has been read, moved in the transaction that stores what was read.
create table consumer_offset (
  consumer    text    not null,
  topic       text    not null,
  partition   integer not null,
  next_offset bigint  not null,
  primary key (consumer, topic, partition)
);

-- The application role has no right to create tables; this is the one it needs. The name comes from
-- the date alone. Attaching, unlike creating in place, does not lock readers out.
create function ensure_request_log_day(day date) returns void
  language plpgsql
  security definer
  set search_path = usage, pg_temp
as $$
declare
  child text := 'request_log_' || to_char(day, 'YYYYMMDD');
  lower timestamptz := day::timestamp at time zone 'UTC';
  upper timestamptz := (day + 1)::timestamp at time zone 'UTC';
begin
  if to_regclass('usage.' || child) is not null then
    return;
  end if;
  perform pg_advisory_xact_lock(hashtext('usage.request_log'));
  if to_regclass('usage.' || child) is not null then
    return;
  end if;
  -- Rows go in through the parent; nobody is granted anything on a day's own table.
  execute format('create table %I (like request_log including all)', child);
  execute format(
    'alter table request_log attach partition %I for values from (%L) to (%L)', child, lower, upper);
end
$$;
-- Whatever a deployment grants by default, this and no more:
revoke all on all tables in schema usage from ${app_role};
revoke all on all functions in schema usage from ${app_role}, public;
grant usage on schema usage to ${app_role};
grant select, insert on gateway_instance, request_log, clamped_event to ${app_role};
grant select, insert, update on rollup_minute, sequence_block, known_token, consumer_offset to ${app_role};
grant execute on function ensure_request_log_day(date) to ${app_role};
