-- Links that show one customer what was promised, known by the hash of their secret alone. Giving one out and taking it
-- back are recorded for ever.

create table kept_log.shared_link (
  link bigint generated always as identity primary key,
  tenant text collate "C" not null,
  customer text collate "C" not null,
  secret_hash bytea not null unique check (length(secret_hash) = 32),
  given_by text collate "C" not null,
  given_micros bigint not null,
  ends_micros bigint check (ends_micros > given_micros)
);

create index shared_link_of_customer on kept_log.shared_link (tenant, customer, link);

create table kept_log.shared_link_revoked (
  link bigint primary key references kept_log.shared_link,
  revoked_by text collate "C" not null,
  revoked_micros bigint not null
);

create trigger append_only before update or delete or truncate on kept_log.shared_link
  for each statement execute function kept_log.refuse_change();
alter table kept_log.shared_link enable always trigger append_only;

create trigger append_only before update or delete or truncate on kept_log.shared_link_revoked
  for each statement execute function kept_log.refuse_change();
alter table kept_log.shared_link_revoked enable always trigger append_only;

alter table kept_log.shared_link owner to kept_owner;
alter table kept_log.shared_link_revoked owner to kept_owner;
grant select, insert on kept_log.shared_link, kept_log.shared_link_revoked to kept_app;
