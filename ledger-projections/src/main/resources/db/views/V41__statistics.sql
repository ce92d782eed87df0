-- What the tables hold, for the planner: see kept_log.update_statistics().
create function kept_view.update_statistics() returns void
language plpgsql security definer set search_path = pg_catalog
as $$
declare
  tables text;
begin
  select string_agg(format('%I.%I', schemaname, tablename), ', ') into tables
  from pg_tables where schemaname = 'kept_view' and tablename <> 'flyway_schema_history';
  execute 'analyze ' || tables;
end
$$;

comment on function kept_view.update_statistics() is 'lets the planner see what the views hold by now';

revoke execute on function kept_view.update_statistics() from public;
grant execute on function kept_view.update_statistics() to kept_app;
