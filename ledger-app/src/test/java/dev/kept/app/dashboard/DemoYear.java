package dev.kept.app.dashboard;

import dev.kept.app.demo.SimulatedFact;
import dev.kept.app.demo.Simulator;
import dev.kept.domain.commitment.Entrance;
import java.time.Instant;

/// The demonstration's year on a [Site] whose clock stands still, and the pages that are looked at with it.
final class DemoYear {
    static final String NOW = "2026-11-20T12:00:00Z";
    static final String CUSTOMER = "Juniper Clinic";

    private static final long SEED = 20_260_101;

    private DemoYear() {}

    static Site site() {
        Site site = Site.at(NOW);
        site.record(
                Entrance.IMPORT,
                Simulator.year(SEED, Instant.parse(NOW)).stream().map(SimulatedFact::command));
        return site;
    }
}
