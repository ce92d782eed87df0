package dev.kept.projections.registry;

import dev.kept.projections.board.ContactProjection;
import dev.kept.projections.calendar.CalendarProjection;
import dev.kept.projections.calendar.CalendarUseProjection;
import dev.kept.projections.commitment.CommitmentProjection;
import dev.kept.projections.commitment.FoldedStreams;
import dev.kept.projections.processor.Projection;
import dev.kept.projections.reliability.ReliabilityProjection;
import dev.kept.projections.series.SeriesProjection;
import dev.kept.projections.watch.WatchPolicy;
import dev.kept.projections.watch.WatchProjection;
import dev.kept.store.FactReader;
import java.util.List;

/// All projections of a ledger, in the order in which they are given a batch.
public final class ViewProjections {
    private ViewProjections() {}

    public static List<Projection> of(String tenant, FactReader.Streams streams) {
        return of(tenant, streams, WatchPolicy.DEFAULT);
    }

    /// @param streams where commitments that began before a batch are read
    /// @param policy when something is to be said of open promises
    public static List<Projection> of(String tenant, FactReader.Streams streams, WatchPolicy policy) {
        FoldedStreams folded = new FoldedStreams(tenant, streams);
        return List.of(
                new CommitmentProjection(
                        tenant, folded, new ReliabilityProjection(tenant), new ContactProjection(tenant)),
                new CalendarProjection(tenant),
                new CalendarUseProjection(tenant),
                new SeriesProjection(tenant),
                new WatchProjection(tenant, folded, policy));
    }
}
