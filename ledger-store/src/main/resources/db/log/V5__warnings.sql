-- Warnings that were given, each once for ever: one a commitment, due date and stage. They are not folded from the
-- facts, because what was said cannot be said again.

create table kept_log.warning (
  seq bigint generated always as identity,
  due bigint not null,
  stage_at bigint not null,
  given_at_micros bigint not null,
  tenant text collate "C" not null,
  commitment text collate "C" not null,
  stage text collate "C" not null check (stage in ('AT_RISK', 'DUE', 'OVERDUE', 'MISSED')),
  customer text collate "C",
  primary key (tenant, commitment, due, stage)
);

comment on column kept_log.warning.seq is
  'in the order in which they were given; only the one sweeper that holds the tenant''s lock writes';
comment on column kept_log.warning.stage_at is 'when it fell due to be given, seconds since 1970 in UTC';

create unique index warning_by_seq on kept_log.warning (tenant, seq);

grant select, insert on kept_log.warning to kept_app;
