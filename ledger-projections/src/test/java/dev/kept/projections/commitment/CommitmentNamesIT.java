package dev.kept.projections.commitment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.domain.axon.RecordFacts;
import dev.kept.projections.processor.LiveProcessor;
import dev.kept.projections.sample.Histories;
import dev.kept.projections.sample.TestLedger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommitmentNamesIT {
    @Test
    void anIdIsFoundByItsBeginAndThenByItsMiddleWhateverTheCaseOfItsLetters() throws Exception {
        // given ids in small, capital and mixed letters
        try (TestLedger ledger = TestLedger.fresh();
                LiveProcessor processor = ledger.project()) {
            List<RecordFacts.Item> items = new ArrayList<>();
            for (String id :
                    List.of("ORDER-3", "a-pre-Order-4", "Order-2", "order-1", "ordeal", "order-10", "quote-1")) {
                items.add(Histories.item("""
                        {"type":"made","commitment":"%1$s","customer":"ACME","at":"2026-05-01T00:00:00Z",
                         "due":"2026-05-09T00:00:00Z","source":"test","id":"%1$s"}
                        """.formatted(id).replace('\n', ' ').getBytes(StandardCharsets.UTF_8)));
            }
            ledger.record(items);
            ledger.await(processor);

            // then those that begin with the text come first, and no more than wanted
            assertThat(ledger.commitments.named("order-", 10))
                    .containsExactly("order-1", "order-10", "Order-2", "ORDER-3", "a-pre-Order-4");
            assertThat(ledger.commitments.named("order-", 3)).containsExactly("order-1", "order-10", "Order-2");
            assertThat(ledger.commitments.named("order-3", 10)).containsExactly("ORDER-3");
            assertThat(ledger.commitments.named("re-ord", 10)).containsExactly("a-pre-Order-4");
            assertThat(ledger.commitments.named("nobody", 10)).isEmpty();
        }
    }
}
