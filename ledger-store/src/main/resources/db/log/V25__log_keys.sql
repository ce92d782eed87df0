-- The public keys that sign a log's checkpoints, so that two nodes do not draw two keys for one log. What is believed
-- of them is what verifiers have pinned, not what stands here.
create table kept_log.log_key (
  log integer not null references kept_log.log,
  vkey text collate "C" not null,
  since_micros bigint not null,
  primary key (log, vkey)
);

alter table kept_log.log_key owner to kept_owner;
grant select, insert on kept_log.log_key to kept_app;
