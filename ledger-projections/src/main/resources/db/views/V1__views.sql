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
  first_at bigint not null,
  earliest_at bigint not null,
  earliest_rec bigint not null,
  last_at bigint not null,
  last_rec bigint not null,
  last_position bigint not null,
  made_at bigint,
  original_due bigint,
  due bigint,
  settled_at bigint,
  facts integer not null,
  disputed boolean not null,
  disclosed boolean not null,
  made_good boolean not null,
  unwitnessed boolean not null,
  tenant text collate "C" not null,
  commitment text collate "C" not null,
  outcome text collate "C" not null,
  customer text collate "C",
  promisor text collate "C",
  direction text collate "C",
  kind text collate "C",
  tier text collate "C",
  amount numeric,
  currency text collate "C",
  withdrawn_by text collate "C",
  statement text,
  other_customers text[] collate "C",
  other_promisors text[] collate "C",
  primary key (tenant, commitment)
) with (fillfactor = 70);

comment on table kept_view.commitment is
  'one row a commitment; the free space lets a row change on its page without touching an index';

comment on column kept_view.commitment.first_at is 'when the fact that was recorded first happened; never changes';
comment on column kept_view.commitment.earliest_at is 'a reading as of an earlier second knows nothing of it';
comment on column kept_view.commitment.earliest_rec is 'a reading known at an earlier second knows nothing of it';
comment on column kept_view.commitment.last_at is 'a reading as of this second or later needs no fold';
comment on column kept_view.commitment.last_rec is 'a reading known at this second or later needs no fold';
comment on column kept_view.commitment.other_customers is
  'under other readings it belongs to one of these; null unless a fact has named another customer';

create index commitment_by_time on kept_view.commitment (tenant, first_at, commitment);
create index commitment_by_customer on kept_view.commitment (tenant, customer, first_at, commitment);
create index commitment_by_promisor on kept_view.commitment (tenant, promisor, first_at, commitment);
create index commitment_by_other_customers on kept_view.commitment using gin (other_customers)
  where other_customers is not null;
create index commitment_by_other_promisors on kept_view.commitment using gin (other_promisors)
  where other_promisors is not null;

grant usage on schema kept_view to kept_app;
grant select, insert, update, delete on all tables in schema kept_view to kept_app;
