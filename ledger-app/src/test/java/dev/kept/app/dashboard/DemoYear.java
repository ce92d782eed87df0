package dev.kept.app.dashboard;

import dev.kept.api.commitment.CommitmentCommand;
import dev.kept.app.demo.SimulatedFact;
import dev.kept.app.demo.Simulator;
import dev.kept.domain.commitment.Entrance;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// The demonstration's year on a [Site] whose clock stands still, and the pages that are looked at with it.
final class DemoYear {
    static final String NOW = "2026-11-20T12:00:00Z";
    static final String CUSTOMER = "Juniper Clinic";

    /// A promise whose delivery was found to have been in time when the record was corrected.
    static final String CORRECTED = corrected();

    private static final long SEED = 20_260_101;

    private DemoYear() {}

    private static List<SimulatedFact> year() {
        return Simulator.year(SEED, Instant.parse(NOW));
    }

    private static String corrected() {
        return year().stream()
                .map(SimulatedFact::command)
                .filter(command -> command instanceof CommitmentCommand.CorrectFact)
                .map(command -> command.claim().commitment().value())
                .findFirst()
                .orElseThrow();
    }

    /// A link to the customer's page, relative as the links of the pages are.
    static String shared(FormBrowser admin) {
        return admin.submit(
                        admin.get("sharing?customer=Juniper+Clinic"),
                        "section[aria-labelledby=give] form",
                        Map.of("days", "", "act", "give"))
                .select("section.note pre")
                .replaceFirst("http://[^/]+/", "");
    }

    static Site site() {
        Site site = Site.at(NOW);
        site.record(Entrance.IMPORT, year().stream().map(SimulatedFact::command));
        return site;
    }
}
