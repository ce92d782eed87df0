-- What the tables hold, for the planner. Until it has looked, a plan for few rows stands while they become many, and
-- autovacuum comes a minute or two later: in the middle of the first import.
create function kept_log.update_statistics() returns void
language plpgsql security definer set search_path = pg_catalog
as $$
begin
  analyze kept_log.fact, kept_log.fact_key, kept_log.fact_tag;
end
$$;

comment on function kept_log.update_statistics() is 'lets the planner see what the tables of the log hold by now';

alter function kept_log.update_statistics() owner to kept_owner;
revoke execute on function kept_log.update_statistics() from public;
grant execute on function kept_log.update_statistics() to kept_app;
