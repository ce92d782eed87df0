-- Who is signed in with a browser. A session ends by itself, and is known by the hash of its secret alone.

create table kept_log.session (
  secret_hash bytea primary key check (length(secret_hash) = 32),
  tenant text collate "C" not null,
  subject text collate "C" not null,
  name text not null,
  kind text collate "C" not null check (kind in ('OPERATOR', 'PERSON')),
  roles text[] not null,
  opened_micros bigint not null,
  ends_micros bigint not null check (ends_micros > opened_micros)
);

create index session_end on kept_log.session (ends_micros);

alter table kept_log.session owner to kept_owner;
grant select, insert, delete on kept_log.session to kept_app;
