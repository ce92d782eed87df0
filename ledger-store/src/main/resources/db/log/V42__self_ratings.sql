-- How people rate themselves. A row is its author's alone: the database shows it to nobody else, whatever is asked.

create table kept_log.self_rating (
  tenant text collate "C" not null,
  author text collate "C" not null,
  rated_micros bigint not null,
  promisor text collate "C" not null,
  professionalism smallint not null check (professionalism between 1 and 10),
  integrity smallint not null check (integrity between 1 and 10),
  caring smallint not null check (caring between 1 and 10),
  knowledge smallint not null check (knowledge between 1 and 10),
  primary key (tenant, author, rated_micros)
);

alter table kept_log.self_rating owner to kept_owner;
alter table kept_log.self_rating enable row level security;
alter table kept_log.self_rating force row level security;

create policy author_alone on kept_log.self_rating
  using (author = current_setting('kept.author', true))
  with check (author = current_setting('kept.author', true));

grant select, insert on kept_log.self_rating to kept_app;
