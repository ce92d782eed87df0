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

create table kept_view.score_clock (
  tenant text collate "C" not null primary key,
  position bigint not null,
  day integer not null
);

comment on table kept_view.score_clock is 'how far the scores are: the last fact, and the day (since 1970) of its acceptance';
comment on column kept_view.score_clock.day is
  'pending promises whose day and days of grace had passed by then are in score_sums';

create table kept_view.score_entry (
  latest bigint not null,
  tenant text collate "C" not null,
  commitment text collate "C" not null,
  customer text collate "C",
  promisor text collate "C",
  direction text collate "C",
  kind text collate "C",
  entries text not null,
  primary key (tenant, commitment)
) with (fillfactor = 70);

comment on table kept_view.score_entry is
  'what each commitment adds to its scores by all its facts; taken out again when a fact changes it';
comment on column kept_view.score_entry.latest is
  'the last second at which one of its facts happened or became known; a reading before it folds the commitment';

create index score_entry_by_latest on kept_view.score_entry (tenant, latest);

create table kept_view.score_bucket (
  n bigint not null, w bigint not null, wc bigint not null, wp bigint not null,
  ww bigint not null, broken bigint not null, early bigint not null, ext bigint not null,
  pn bigint not null, pw bigint not null, pwc bigint not null, pwp bigint not null,
  pww bigint not null, pbroken bigint not null, pearly bigint not null, pext bigint not null,
  day integer not null,
  class text collate "C" not null,
  tenant text collate "C" not null,
  scope text collate "C" not null,
  primary key (tenant, scope, day, class)
) with (fillfactor = 70);

comment on table kept_view.score_bucket is
  'sums over the entries of one scope, day and class: settled ones, and pending ones with a p before the name';
comment on column kept_view.score_bucket.scope is
  'a letter and names, with a unit separator between them: s customer promisor direction, c direction customer,
  p direction promisor, k direction kind, d direction';

create index score_bucket_by_day on kept_view.score_bucket (tenant, day);

create table kept_view.score_sums (
  streak bigint not null,
  last_broken integer,
  tenant text collate "C" not null,
  scope text collate "C" not null,
  sums bytea not null,
  primary key (tenant, scope)
) with (fillfactor = 50);

comment on table kept_view.score_sums is
  'what the score of a scope is read from, under the shipped policy; of constant size';

grant usage on schema kept_view to kept_app;
grant select, insert, update, delete on all tables in schema kept_view to kept_app;
