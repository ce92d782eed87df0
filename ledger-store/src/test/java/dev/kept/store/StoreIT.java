package dev.kept.store;

import static dev.kept.store.Fixture.fact;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.domain.audit.Frontier;
import dev.kept.domain.audit.Hash;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StoreIT {
    private final Fixture log = Fixture.fresh();

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void readsBackWhatWasAppendedAtDensePositions() throws Exception {
        log.append(
                fact("a0", Tags.commitment("a"), Tags.key("erp", "1")),
                fact("b0", Tags.commitment("b"), Tags.key("erp", "2")),
                fact("a1", Tags.commitment("a"), Tags.key("erp", "3")));
        log.append(fact("lone"), fact("a2", Tags.commitment("a")));

        List<StoredFact> facts = log.reader.after(-1, 100);
        assertThat(facts).extracting(Fixture::text).containsExactly("a0", "b0", "a1", "lone", "a2");
        assertThat(facts).extracting(StoredFact::position).containsExactly(0L, 1L, 2L, 3L, 4L);
        assertThat(facts).extracting(StoredFact::version).containsExactly(0, 0, 1, 0, 2);
        assertThat(log.reader.streams(List.of("commitment/a", "commitment/nobody")))
                .extracting(Fixture::text)
                .containsExactly("a0", "a1", "a2");
        assertThat(log.reader.byKey("erp", "2")).map(Fixture::text).contains("b0");
        assertThat(log.reader.byFactId(facts.get(3).factId()))
                .map(Fixture::text)
                .contains("lone");
        assertThat(log.reader.stream(0)).extracting(Fixture::text).containsExactly("b0", "a1", "lone", "a2");
        assertThat(log.reader.awaitBeyond(3, Duration.ZERO)).isTrue();
        assertThat(log.reader.awaitBeyond(4, Duration.ofMillis(20))).isFalse();
    }

    @Test
    void everyLeafIsTheHashOfItsEntryAndTheFrontierStandsForAll() {
        for (int i = 0; i < 7; i++) {
            log.append(fact("a" + i, Tags.commitment("a")), fact("lone" + i));
        }

        List<StoredFact> facts = log.reader.after(-1, 100);
        assertThat(facts)
                .hasSize(14)
                .allSatisfy(
                        fact -> assertThat(log.reader.entry(fact).leafHash()).isEqualTo(fact.leafHash()));
        List<Hash> leaves = facts.stream().map(StoredFact::leafHash).toList();
        assertThat(log.reader.head().frontier()).isEqualTo(Frontier.EMPTY.appendAll(leaves));
    }
}
