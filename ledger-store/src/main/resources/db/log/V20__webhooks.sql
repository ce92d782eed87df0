-- Endpoints that are told of warnings and changed outcomes, and how far each has been told. No function of the facts: what
-- was delivered cannot be folded from them.

create table kept_log.webhook (
  webhook bigint generated always as identity primary key,
  created_micros bigint not null,
  next_position bigint not null check (next_position >= 0),
  last_warning bigint not null check (last_warning >= 0),
  attempts integer not null default 0 check (attempts >= 0),
  delivered bigint not null default 0,
  next_try_micros bigint not null default 0,
  delivered_micros bigint,
  old_secret_until_micros bigint,
  tenant text collate "C" not null,
  name text collate "C" not null,
  url text not null,
  events text[] collate "C" not null,
  secret text not null,
  old_secret text,
  failure text,
  disabled text,
  unique (tenant, name)
);

comment on column kept_log.webhook.next_position is 'the first fact whose change of an outcome was not delivered yet';
comment on column kept_log.webhook.last_warning is 'the number of the last warning that was delivered';
comment on column kept_log.webhook.attempts is 'how often the next event was tried in vain';
comment on column kept_log.webhook.old_secret is 'signs beside the new one until its time is over';
comment on column kept_log.webhook.disabled is 'why nothing is delivered any more; null while it is';

alter table kept_log.webhook owner to kept_owner;
grant select, insert, delete, update on kept_log.webhook to kept_app;
