-- What is watched: open promises by when something is next to be said of them. Times are seconds since 1970 in UTC.

create table kept_view.watch (
  at_risk_at bigint not null,
  due bigint not null,
  missed_at bigint not null,
  next_at bigint,
  tenant text collate "C" not null,
  commitment text collate "C" not null,
  primary key (tenant, commitment)
) with (fillfactor = 80);

comment on column kept_view.watch.next_at is 'when the next warning falls due; null when all were given';

create index watch_by_time on kept_view.watch (tenant, next_at) where next_at is not null;

create index commitment_open_by_due on kept_view.commitment (tenant, due) where outcome = 'OPEN';

grant select, insert, update, delete on kept_view.watch to kept_app;
