package dev.kept.app.ingest;

import dev.kept.app.support.Ledger;
import dev.kept.app.support.outgoing.Warnings;
import dev.kept.projections.watch.Warning;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/// Every warning, in the order in which they were given; the place is their number.
record WarningSupply(Ledger ledger, String topic) implements Supply {
    private static final int BATCH = 500;
    private static final Duration IDLE_WAIT = Duration.ofMillis(500);

    @Override
    public Page after(long seq) throws InterruptedException {
        List<Warning> warnings = ledger.watch().after(seq, BATCH);
        if (warnings.isEmpty()) {
            Thread.sleep(IDLE_WAIT);
            return new Page(List.of(), seq);
        }
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>(warnings.size());
        warnings.forEach(warning -> records.add(event(warning).to(topic)));
        return new Page(records, warnings.getLast().seq());
    }

    /// The id is the warning's for ever, so that one that comes again can be known.
    private OutgoingEvent event(Warning warning) {
        return OutgoingEvent.of(
                        OutgoingEvent.WARNING_GIVEN,
                        ledger.log().origin(),
                        "warning-" + warning.seq(),
                        warning.commitment(),
                        warning.givenAt().toString(),
                        warning.customer(),
                        Warnings.data(warning))
                .with("sequence", Long.toString(warning.seq()));
    }
}
