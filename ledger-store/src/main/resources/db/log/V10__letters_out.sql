-- Which letters have been published. A mark on each letter, and no position: letters of two nodes may be committed in
-- another order than they are numbered in.
alter table kept_log.dead_letter add column published_micros bigint;

comment on column kept_log.dead_letter.published_micros is
  'when the broker had it in the topic of dead letters; null before';

create index dead_letter_unpublished on kept_log.dead_letter (log, dead_letter)
  where published_micros is null and resolved_micros is null;

grant update (published_micros) on kept_log.dead_letter to kept_app;
