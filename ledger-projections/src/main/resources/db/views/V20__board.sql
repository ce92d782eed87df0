-- What the board asks for: lists of promises by when they fall due, and how long ago each customer last heard from us.
-- Times are seconds since 1970 in UTC.

create index commitment_open_of_promisor_by_due on kept_view.commitment (tenant, promisor, due) where outcome = 'OPEN';

create index commitment_missed_untold on kept_view.commitment (tenant, due)
  where outcome = 'MISSED' and not disclosed and not made_good;

create index commitment_missed_untold_of_promisor on kept_view.commitment (tenant, promisor, due)
  where outcome = 'MISSED' and not disclosed and not made_good;

create index commitment_without_terms on kept_view.commitment (tenant, first_at) where outcome = 'AWAITING_TERMS';

create table kept_view.contact (
  made_at bigint not null,
  kept_at bigint,
  touched_at bigint,
  wanted_due bigint,
  tenant text collate "C" not null,
  commitment text collate "C" not null,
  customer text collate "C" not null,
  promisor text collate "C",
  sort text collate "C" not null check (sort in ('OURS', 'RENEWAL', 'OTHER')),
  primary key (tenant, commitment)
) with (fillfactor = 80);

comment on table kept_view.contact is 'what each promise says of how its customer is looked after';
comment on column kept_view.contact.touched_at is 'when a person last said something about it, to or for this customer alone';
comment on column kept_view.contact.wanted_due is 'a later due date that was asked for and not agreed on';
comment on column kept_view.contact.sort is
  'OURS: a promise of ours; RENEWAL: one of a renewal; OTHER: one of others, or one to everybody at once';

create index contact_of_customer on kept_view.contact (tenant, customer);
create index contact_of_promisor on kept_view.contact (tenant, promisor, customer);

create table kept_view.relation (
  first_at bigint not null,
  kept_at bigint,
  touched_at bigint,
  silent_since bigint not null,
  ours bigint not null,
  renewals bigint not null,
  tenant text collate "C" not null,
  customer text collate "C" not null,
  primary key (tenant, customer)
) with (fillfactor = 80);

comment on table kept_view.relation is 'the sum of kept_view.contact over each customer';
comment on column kept_view.relation.silent_since is 'when a promise was last kept or a person touched them, else first_at';

create index relation_by_silence on kept_view.relation (tenant, silent_since);
create index relation_renewal_only on kept_view.relation (tenant, customer) where ours = 0 and renewals > 0;

grant select, insert, update, delete on kept_view.contact, kept_view.relation to kept_app;

-- The views begin anew, so that the new ones hold what the log already holds.
do $$
declare
  tables text;
begin
  select string_agg(format('%I.%I', schemaname, tablename), ', ') into tables
  from pg_tables where schemaname = 'kept_view' and tablename <> 'flyway_schema_history';
  execute 'truncate ' || tables;
end
$$;
