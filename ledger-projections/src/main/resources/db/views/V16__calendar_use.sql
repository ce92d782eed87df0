-- Which commitments were ever given a due date by a business calendar. Whether they still have it is folded from them.

create table kept_view.calendar_use (
  tenant text collate "C" not null,
  calendar text collate "C" not null,
  commitment text collate "C" not null,
  primary key (tenant, calendar, commitment)
);

-- Facts that the views hold already; the later ones come with the batches.
insert into kept_view.calendar_use (tenant, calendar, commitment)
select distinct l.name, used.calendar, used.commitment
from kept_log.fact f
join kept_log.log l on l.log = f.log
cross join lateral (
  select convert_from(f.payload, 'UTF8')::jsonb as fact
) read
cross join lateral (
  select read.fact ->> 'commitment' as commitment, read.fact ->> 'dueCalendar' as calendar
  union
  select read.fact ->> 'commitment', read.fact ->> 'newDueCalendar'
) used
where f.name in ('commitment.made', 'commitment.renegotiated', 'commitment.corrected')
  and position('Calendar":"'::bytea in f.payload) > 0
  and used.calendar is not null and used.commitment is not null;

grant select, insert, update, delete on kept_view.calendar_use to kept_app;
