-- The application may know which version of the schema it works on; a backup names it.
create view kept_log.schema_version as
select version from kept_log.flyway_schema_history
where success and version is not null
order by installed_rank desc limit 1;

alter view kept_log.schema_version owner to kept_owner;
grant select on kept_log.flyway_schema_history to kept_owner;
grant select on kept_log.schema_version to kept_app;
