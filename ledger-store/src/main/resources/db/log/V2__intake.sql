-- What came in by a topic, and what became of every record: kept in the transaction of the facts.

-- The books of one partition stand beside its offset, so that no commit can move one without the other. The check is
-- the promise itself: a record is applied, a duplicate, refused, a dead letter, or silent (its mapping finds no fact).
alter table kept_log.consumer_offset
  add column consumed bigint not null default 0,
  add column applied bigint not null default 0,
  add column duplicate bigint not null default 0,
  add column refused bigint not null default 0,
  add column dead bigint not null default 0,
  add column silent bigint not null default 0,
  add constraint every_record_accounted_for check (consumed = applied + duplicate + refused + dead + silent);

comment on column kept_log.consumer_offset.consumed is 'records taken from the partition; moves with next_offset';

grant update (consumed, applied, duplicate, refused, dead, silent) on kept_log.consumer_offset to kept_app;

-- Two ledgers, or two consumers of one, may read one topic: each has its own letters.
alter table kept_log.dead_letter
  drop constraint dead_letter_topic_partition_record_offset_key,
  add column consumer text collate "C",
  add column standing text collate "C" not null default 'DEAD'
    check (standing in ('DEAD', 'REFUSED', 'PARKED')),
  add constraint dead_letter_once unique nulls distinct (log, consumer, topic, partition, record_offset);

comment on column kept_log.dead_letter.standing is
  'DEAD: cannot be read as a fact; REFUSED: the ledger said no; PARKED: waits for an earlier letter of its commitment';

create index dead_letter_open on kept_log.dead_letter (log, sequence_key, dead_letter) where resolved_micros is null;

grant update (standing, reason) on kept_log.dead_letter to kept_app;

-- How far facts have been published, by the name of what publishes them.
create table kept_log.publication (
  log integer not null references kept_log.log,
  name text collate "C" not null,
  position bigint not null check (position >= -1),
  primary key (log, name)
) with (fillfactor = 50);

comment on table kept_log.publication is 'the last position that every receiver has acknowledged; -1 before the first';

alter table kept_log.publication owner to kept_owner;
grant select, insert, update (position) on kept_log.publication to kept_app;
