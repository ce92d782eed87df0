-- Pages find a commitment by the begin of its id, whatever its letters' case.

create index commitment_by_small_name on kept_view.commitment (tenant, lower(commitment) collate "C");
