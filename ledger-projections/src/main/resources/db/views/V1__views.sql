-- What people read, folded from the log; can be dropped and rebuilt from it at any time.
-- Times are seconds since 1970 in UTC.

create table kept_view.processor (
  tenant text collate "C" not null,
  name text collate "C" not null,
  position bigint not null,
  primary key (tenant, name)
);

comment on column kept_view.processor.position is 'the last position folded into the views; -1 before the first';

create table kept_view.commitment (
  tenant text collate "C" not null,
  commitment text collate "C" not null,
  customer text collate "C",
  promisor text collate "C",
  direction text collate "C",
  kind text collate "C",
  statement text,
  tier text collate "C",
  amount numeric,
  currency text collate "C",
  outcome text collate "C" not null,
  flags text[] not null,
  made_at bigint,
  original_due bigint,
  due bigint,
  settled_at bigint,
  withdrawn_by text collate "C",
  facts integer not null,
  first_at bigint not null,
  last_at bigint not null,
  last_rec bigint not null,
  last_position bigint not null,
  primary key (tenant, commitment)
);

comment on column kept_view.commitment.last_at is 'a reading as of this second or later needs no fold';
comment on column kept_view.commitment.last_rec is 'a reading known at this second or later needs no fold';

create index commitment_by_time on kept_view.commitment (tenant, first_at, commitment);
create index commitment_by_customer on kept_view.commitment (tenant, customer, first_at, commitment);
create index commitment_by_promisor on kept_view.commitment (tenant, promisor, first_at, commitment);
create index commitment_open on kept_view.commitment (tenant, due, commitment) where outcome = 'OPEN';
create index commitment_awaiting on kept_view.commitment (tenant, first_at, commitment) where outcome = 'AWAITING_TERMS';

grant usage on schema kept_view to kept_app;
grant select, insert, update, delete on all tables in schema kept_view to kept_app;
