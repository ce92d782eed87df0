-- The log: facts at dense positions, one head row per log, and the rules that keep both append-only.
--
-- Roles are of the server, not of the database: two databases may share them, and two migrations may meet.
-- kept_owner owns the tables and cannot log in, kept_app is what the ledger works as (SET ROLE), kept_admin destroys keys.
do $$
declare
  wanted text;
begin
  foreach wanted in array array['kept_owner', 'kept_app', 'kept_admin'] loop
    begin
      if not exists (select from pg_roles where rolname = wanted) then
        execute format('create role %I nologin', wanted);
      end if;
    exception when duplicate_object or unique_violation then
      null; -- another migration was faster
    end;
    if not (select rolsuper from pg_roles where rolname = current_user) then
      begin
        execute format('grant %I to current_user', wanted);
      exception when insufficient_privilege then
        null; -- the role is another's: its administrator grants it, and SET ROLE says so where it is missing
      end;
    end if;
  end loop;
end
$$;

-- One row per log, updated once a batch and locked while it appends. The free space keeps every update on its page.
create table kept_log.log (
  log integer generated always as identity primary key,
  name text collate "C" not null unique,
  origin text collate "C" not null unique,
  size bigint not null default 0 check (size >= 0),
  accepted_micros bigint not null default 0,
  frontier bytea not null default ''
) with (fillfactor = 10);

comment on column kept_log.log.size is 'facts in the log, hence the next position';
comment on column kept_log.log.accepted_micros is 'acceptance time of the last fact: microseconds since 1970 in UTC; never decreases';
comment on column kept_log.log.frontier is 'right edge of the Merkle tree over the leaf hashes';

create table kept_log.fact (
  position bigint not null,
  accepted_micros bigint not null,
  at_micros bigint not null,
  rec_micros bigint not null,
  log integer not null,
  version integer not null,
  revision integer not null,
  fact_id uuid not null,
  stream text collate "C" not null,
  name text collate "C" not null,
  payload bytea not null,
  meta bytea not null,
  salt bytea not null,
  leaf_hash bytea not null,
  primary key (log, position),
  constraint fact_stream_version unique (log, stream, version),
  constraint fact_fact_id unique (log, fact_id)
);

comment on table kept_log.fact is 'every fact, never changed; times are microseconds since 1970 in UTC';

-- Idempotency keys; they outlive the facts they point to.
create table kept_log.fact_key (
  position bigint not null,
  log integer not null,
  source text collate "C" not null,
  source_id text collate "C" not null,
  constraint fact_key_pkey primary key (log, source, source_id)
);

-- Tags other than the commitment and the idempotency key.
create table kept_log.fact_tag (
  position bigint not null,
  log integer not null,
  key text collate "C" not null,
  value text collate "C" not null,
  primary key (log, key, value, position)
);

-- How far a consumer has come in a topic; moved in the transaction that appends the facts.
create table kept_log.consumer_offset (
  log integer not null references kept_log.log,
  consumer text collate "C" not null,
  topic text collate "C" not null,
  partition integer not null,
  next_offset bigint not null check (next_offset >= 0),
  primary key (log, consumer, topic, partition)
) with (fillfactor = 50);

-- What could not be applied, with all that is needed to try again.
create table kept_log.dead_letter (
  dead_letter bigint generated always as identity primary key,
  log integer references kept_log.log,
  source text collate "C" not null,
  reason text collate "C" not null,
  cause text not null,
  topic text collate "C",
  partition integer,
  record_offset bigint,
  record_key bytea,
  headers bytea,
  body bytea not null,
  sequence_key text collate "C",
  attempts integer not null default 1 check (attempts >= 1),
  received_micros bigint not null,
  tried_micros bigint not null,
  resolved_micros bigint,
  resolution text,
  unique nulls distinct (topic, partition, record_offset)
);

comment on column kept_log.dead_letter.sequence_key is 'what must be tried again in order: the commitment, where it is known';

-- Data-encryption keys of persons, wrapped; destroying one erases what it encrypted.
create table kept_log.data_key (
  log integer not null references kept_log.log,
  subject text collate "C" not null,
  wrapped bytea not null,
  commitment bytea not null,
  created_micros bigint not null,
  primary key (log, subject)
);

create function kept_log.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% on %.% is refused: facts are never changed, record a correction instead',
    tg_op, tg_table_schema, tg_table_name using errcode = 'restrict_violation';
end
$$;

create trigger append_only before update or delete or truncate on kept_log.fact
  for each statement execute function kept_log.refuse_change();
alter table kept_log.fact enable always trigger append_only;

create trigger append_only before update or delete or truncate on kept_log.fact_key
  for each statement execute function kept_log.refuse_change();
alter table kept_log.fact_key enable always trigger append_only;

create trigger append_only before update or delete or truncate on kept_log.fact_tag
  for each statement execute function kept_log.refuse_change();
alter table kept_log.fact_tag enable always trigger append_only;

create function kept_log.let_head_grow() returns trigger language plpgsql as $$
begin
  if new.log <> old.log or new.name <> old.name or new.origin <> old.origin then
    raise exception 'log % keeps its name % and its origin %', old.log, old.name, old.origin
      using errcode = 'restrict_violation';
  end if;
  if new.size <= old.size then
    raise exception 'the head of log % may only grow: it is %, not %', old.name, old.size, new.size
      using errcode = 'restrict_violation';
  end if;
  if new.accepted_micros < old.accepted_micros then
    raise exception 'the acceptance time of log % never decreases: it is %, not %',
      old.name, old.accepted_micros, new.accepted_micros using errcode = 'restrict_violation';
  end if;
  return new;
end
$$;

create trigger head_grows before update on kept_log.log
  for each row execute function kept_log.let_head_grow();
alter table kept_log.log enable always trigger head_grows;

create trigger head_stays before delete or truncate on kept_log.log
  for each statement execute function kept_log.refuse_change();
alter table kept_log.log enable always trigger head_stays;

-- The facts as people read them.
create view kept_log.facts as
select l.name as log, f.position, f.fact_id, f.stream, f.version, f.name, f.revision,
       timestamptz 'epoch' + f.at_micros * interval '1 microsecond' as at,
       timestamptz 'epoch' + f.rec_micros * interval '1 microsecond' as rec,
       timestamptz 'epoch' + f.accepted_micros * interval '1 microsecond' as accepted_at,
       convert_from(f.payload, 'UTF8') as payload, convert_from(f.meta, 'UTF8') as meta,
       encode(f.leaf_hash, 'base64') as leaf_hash
from kept_log.fact f join kept_log.log l using (log);

alter schema kept_log owner to kept_owner;
alter table kept_log.log owner to kept_owner;
alter table kept_log.fact owner to kept_owner;
alter table kept_log.fact_key owner to kept_owner;
alter table kept_log.fact_tag owner to kept_owner;
alter table kept_log.consumer_offset owner to kept_owner;
alter table kept_log.dead_letter owner to kept_owner;
alter table kept_log.data_key owner to kept_owner;
alter view kept_log.facts owner to kept_owner;
alter function kept_log.refuse_change() owner to kept_owner;
alter function kept_log.let_head_grow() owner to kept_owner;

grant usage on schema kept_log to kept_app, kept_admin;
grant select, insert (name, origin), update (size, accepted_micros, frontier) on kept_log.log to kept_app;
grant select, insert on kept_log.fact, kept_log.fact_key, kept_log.fact_tag to kept_app;
grant select, insert, update (next_offset) on kept_log.consumer_offset to kept_app;
grant select, insert, update (attempts, cause, tried_micros, resolved_micros, resolution)
  on kept_log.dead_letter to kept_app;
grant select, insert on kept_log.data_key to kept_app;
grant select on kept_log.facts to kept_app, kept_admin;
grant select on kept_log.log, kept_log.dead_letter to kept_admin;
grant select, delete on kept_log.data_key to kept_admin;
