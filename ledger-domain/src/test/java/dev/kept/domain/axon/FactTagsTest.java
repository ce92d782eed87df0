package dev.kept.domain.axon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kept.api.id.CommitmentId;
import dev.kept.api.id.IdempotencyKey;
import dev.kept.domain.sample.Ledger;
import org.axonframework.messaging.eventstreaming.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FactTagsTest {
    @Test
    void nameTheCommitmentAndTheKeyOfAFact() {
        assertThat(FactTags.of(Ledger.withPromise().events().getFirst()))
                .containsExactlyInAnyOrder(new Tag("commitment", "c"), new Tag("key", "erp\u001fmade"));
    }

    @Test
    void noTwoKeysHaveTheSameTag() {
        assertThat(FactTags.key(new IdempotencyKey("a", "b/c")))
                .isNotEqualTo(FactTags.key(new IdempotencyKey("a/b", "c")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u001fb", "\u001f", "a\0", "a\n", "\u0085", ""})
    void noNameCanHoldTheSeparator(String name) {
        assertThatThrownBy(() -> new IdempotencyKey(name, "1")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new IdempotencyKey("s", name)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CommitmentId(name)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "100 %", "a%2Fb", "契約", "🤝", "https://erp.example/x?y#z"})
    void anyPrintableNameIsTaken(String name) {
        assertThat(FactTags.commitment(new CommitmentId(name)).value()).isEqualTo(name);
    }

    @Test
    void aNameHasAtMostTwoHundredCharacters() {
        assertThat(new CommitmentId("x".repeat(200)).value()).hasSize(200);
        assertThatThrownBy(() -> new CommitmentId("x".repeat(201)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("201");
    }
}
