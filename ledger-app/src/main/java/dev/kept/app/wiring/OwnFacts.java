package dev.kept.app.wiring;

import dev.kept.api.event.CommitmentEvent;
import dev.kept.app.access.Gate;
import dev.kept.app.support.Ledger;
import dev.kept.domain.outcome.EffectivePromise;
import dev.kept.projections.commitment.FoldedCommitment;
import dev.kept.store.StoredFact;
import java.util.List;

/// What was recorded in somebody's name: a fact by its source, a commitment by the source of its promise.
final class OwnFacts implements Gate.Ownership {
    private final Ledger ledger;

    OwnFacts(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public boolean hasRecorded(String subject, String path, String id) {
        if (path.startsWith("/v1/facts/")) {
            return ledger.log()
                    .byFactId(id)
                    .filter(StoredFact::isOfCommitment)
                    .map(fact -> isOf(subject, FoldedCommitment.event(ledger.tenant(), fact)))
                    .orElse(false);
        }
        List<StoredFact> facts = ledger.commitments().facts(id);
        return !facts.isEmpty()
                && EffectivePromise.of(
                                FoldedCommitment.of(ledger.tenant(), facts).events())
                        .filter(promise -> isOf(subject, promise.made()))
                        .isPresent();
    }

    private static boolean isOf(String subject, CommitmentEvent event) {
        return event.envelope().key().source().equals(subject);
    }
}
