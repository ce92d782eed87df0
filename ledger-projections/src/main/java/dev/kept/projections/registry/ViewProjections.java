package dev.kept.projections.registry;

import dev.kept.projections.calendar.CalendarProjection;
import dev.kept.projections.processor.Projection;
import dev.kept.projections.reliability.ReliabilityProjection;
import dev.kept.projections.watch.WatchPolicy;
import dev.kept.projections.watch.WatchProjection;
import dev.kept.store.FactReader;
import java.util.ArrayList;
import java.util.List;

/// All projections of a ledger, in the order in which they are given a batch.
public final class ViewProjections {
    private ViewProjections() {}

    public static List<Projection> of(String tenant, FactReader log) {
        List<Projection> projections = new ArrayList<>(ReliabilityProjection.andCommitments(tenant, log));
        projections.add(new CalendarProjection(tenant));
        projections.add(new WatchProjection(tenant, WatchPolicy.DEFAULT));
        return projections;
    }
}
