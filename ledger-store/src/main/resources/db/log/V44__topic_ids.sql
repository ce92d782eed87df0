-- Which topic a consumer's offsets speak of: a topic that was deleted and made anew has the same name and another id, and
-- its first records would be taken for those that were read long ago.

create table kept_log.consumer_topic (
  log integer not null references kept_log.log,
  consumer text collate "C" not null,
  topic text collate "C" not null,
  topic_id text collate "C" not null,
  primary key (log, consumer, topic)
);

comment on column kept_log.consumer_topic.topic_id is 'as the broker gave it to the topic when it was made';

alter table kept_log.consumer_topic owner to kept_owner;
grant select, insert, update (topic_id) on kept_log.consumer_topic to kept_app;
