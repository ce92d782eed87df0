package dev.kept.app.ingest;

import dev.kept.api.event.CommitmentEvent;
import dev.kept.app.support.Ledger;
import dev.kept.app.support.outgoing.OutcomeChanges;
import dev.kept.domain.commitment.Events;
import dev.kept.domain.line.FactLineWriter;
import dev.kept.projections.commitment.FoldedCommitment;
import dev.kept.store.StoredFact;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/// Every accepted fact as a CloudEvent that another ledger could read, and beside it what the fact has changed of its
/// commitment's outcome.
final class FactFeed implements Feed {
    private final Ledger ledger;
    private final String ledgerTopic;
    private final String outcomesTopic;

    FactFeed(Ledger ledger, String ledgerTopic, String outcomesTopic) {
        this.ledger = ledger;
        this.ledgerTopic = ledgerTopic;
        this.outcomesTopic = outcomesTopic;
    }

    @Override
    public List<ProducerRecord<byte[], byte[]>> records(List<StoredFact> batch) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>(2 * batch.size());
        for (OutcomeChanges.Change change : OutcomeChanges.of(ledger, batch)) {
            records.add(fact(change.fact(), change.customer()).to(ledgerTopic));
            if (change.isOne()) {
                records.add(changed(change).to(outcomesTopic));
            }
        }
        return records;
    }

    private OutgoingEvent fact(StoredFact fact, @Nullable String customer) {
        CommitmentEvent event = FoldedCommitment.event(ledger.tenant(), fact);
        return OutgoingEvent.of(
                        CloudEvent.typeOf(event.type().wireName()),
                        event.envelope().key().source(),
                        event.envelope().key().id(),
                        event.envelope().commitment().value(),
                        fact.at().toString(),
                        customer,
                        FactLineWriter.line(Events.command(event)))
                .with("position", Long.toString(fact.position()))
                .with("version", Integer.toString(fact.version()))
                .with("factid", fact.factId())
                .with("acceptedat", fact.acceptedAt().toString());
    }

    private OutgoingEvent changed(OutcomeChanges.Change change) {
        return OutgoingEvent.of(
                        OutgoingEvent.OUTCOME_CHANGED,
                        ledger.log().origin(),
                        change.fact().factId(),
                        change.commitment(),
                        change.fact().acceptedAt().toString(),
                        change.customer(),
                        change.data())
                .with("position", Long.toString(change.fact().position()));
    }
}
