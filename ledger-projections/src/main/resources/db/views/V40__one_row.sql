-- One row a commitment: what the scores and the board keep of it stands beside how it stands, so that a fact writes one
-- row and one entry of each index.

drop table kept_view.score_entry, kept_view.contact;

-- The views begin anew, so that the new columns hold what the log already holds.
do $$
declare
  tables text;
begin
  select string_agg(format('%I.%I', schemaname, tablename), ', ') into tables
  from pg_tables where schemaname = 'kept_view' and tablename <> 'flyway_schema_history';
  execute 'truncate ' || tables;
end
$$;

alter table kept_view.commitment
  add column latest bigint not null,
  add column kept_at bigint,
  add column touched_at bigint,
  add column wanted_due bigint,
  add column entries text not null,
  add column sort text collate "C" check (sort in ('OURS', 'RENEWAL', 'OTHER')),
  -- a changed row takes a new place and new entries of indexes: no space is kept for it
  reset (fillfactor);

comment on table kept_view.commitment is 'one row a commitment';
comment on column kept_view.commitment.latest is
  'the last second at which one of its facts happened or became known; a reading before it folds the commitment';
comment on column kept_view.commitment.entries is
  'what it adds to its scores by all its facts; taken out again when a fact changes it';
comment on column kept_view.commitment.touched_at is
  'when a person last said something about it, to or for this customer alone';
comment on column kept_view.commitment.wanted_due is 'a later due date that was asked for and not agreed on';
comment on column kept_view.commitment.sort is
  'OURS: a promise of ours; RENEWAL: one of a renewal; OTHER: one of others, or one to everybody at once;
  null while no promise stands';
comment on table kept_view.relation is 'what the promises to each customer say of how they are looked after';

create index commitment_by_latest on kept_view.commitment (tenant, latest);

-- The customers of a promisor are read from the index that lists its promises.
drop index kept_view.commitment_by_promisor;
create index commitment_by_promisor on kept_view.commitment (tenant, promisor, first_at, commitment)
  include (customer, sort);

-- Ids in small letters are found by the primary key; only others need their small letters looked up.
drop index kept_view.commitment_by_small_name;
create index commitment_by_small_name on kept_view.commitment (tenant, lower(commitment) collate "C")
  where commitment <> lower(commitment);

-- Records of a customer with one promisor are kept for customers of many promises alone, so these are counted.
alter table kept_view.score_sums add column promises bigint not null;

comment on column kept_view.score_sums.promises is
  'how many there are that count or will, pending ones too; 0 in the sums of others than customers';
