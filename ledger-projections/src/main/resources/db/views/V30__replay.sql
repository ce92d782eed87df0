-- What a replay needs: empty tables of the same shape in front of the real ones, and a way to put them in their place.
-- A name is one of this schema's tables or nothing happens.

create function kept_view.stand_in(wanted text) returns void language plpgsql as $$
begin
  execute format('create temporary table %1$I (like kept_view.%1$I including indexes including defaults) on commit drop',
    wanted);
end
$$;

comment on function kept_view.stand_in is 'an empty temporary table of the same shape, until the transaction ends';

-- Within one transaction: whoever reads meanwhile sees the old rows, whoever reads after it the new ones.
create function kept_view.take_over(wanted text, whose text) returns void language plpgsql as $$
begin
  execute format('delete from kept_view.%I where tenant = $1', wanted) using whose;
  execute format('insert into kept_view.%1$I select * from pg_temp.%1$I where tenant = $1', wanted) using whose;
end
$$;

comment on function kept_view.take_over is 'puts the rows of the temporary table in the place of the real ones';

grant execute on function kept_view.stand_in, kept_view.take_over to kept_app;
