-- Business calendars as they are defined now.

create table kept_view.calendar (
  version integer not null,
  position bigint not null,
  tenant text collate "C" not null,
  name text collate "C" not null,
  definition bytea not null,
  primary key (tenant, name)
);

comment on column kept_view.calendar.version is 'how many times it had been changed before: 0 is the first';
comment on column kept_view.calendar.definition is 'the bytes that the log holds';

grant select, insert, update, delete on kept_view.calendar to kept_app;
