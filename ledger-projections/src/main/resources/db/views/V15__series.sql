-- Series of promises as they are defined now, and how far their occurrences are made.

create table kept_view.series (
  version integer not null,
  position bigint not null,
  accepted_micros bigint not null,
  made_until date,
  tenant text collate "C" not null,
  name text collate "C" not null,
  fact_id text collate "C" not null,
  definition bytea not null,
  primary key (tenant, name)
);

comment on column kept_view.series.version is 'how many times it had been changed before: 0 is the first';
comment on column kept_view.series.definition is 'the bytes that the log holds';
comment on column kept_view.series.made_until is
  'the last day of the period for which an occurrence was made last; null before the first';

create index series_by_position on kept_view.series (tenant, position);

grant select, insert, update, delete on kept_view.series to kept_app;
