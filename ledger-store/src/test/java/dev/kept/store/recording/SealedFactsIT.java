package dev.kept.store.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kept.domain.audit.Entry;
import dev.kept.domain.audit.Hash;
import dev.kept.embedded.TestDatabase;
import dev.kept.store.FactReader;
import dev.kept.store.LogDatabase;
import dev.kept.store.StoredFact;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A log whose personal text is sealed under its persons' keys.
class SealedFactsIT {
    private static final byte[] KEK = filled(1);
    private static final FactRecorder.Options OPTIONS = Recording.OPTIONS;

    private final TestDatabase.Access access = TestDatabase.fresh();

    /// One node with its key-encryption key.
    private final class Node implements AutoCloseable {
        final LogDatabase database;
        final FactRecorder recorder;
        final FactReader log;
        final LogDatabase.PersonKeys keys;

        Node(byte[] kek) {
            database = LogDatabase.open(access.jdbcUrl(), access.user(), access.password(), 4, kek);
            recorder = FactRecorder.open(database, OPTIONS, InstantSource.system());
            log = FactReader.open(database, OPTIONS.tenant(), OPTIONS.origin());
            keys = database.personKeys(OPTIONS.tenant(), OPTIONS.origin());
        }

        @Override
        public void close() {
            recorder.close();
            database.close();
        }
    }

    @Test
    void theLogHoldsCiphertextAndVouchesForIt() throws Exception {
        try (Node node = new Node(KEK)) {
            Recording.answers(
                    node.recorder.record(List.of(Commands.made("a", "1", "secret words"), Commands.met("a", "2"))));

            List<StoredFact> facts = node.log.after(-1, 10);

            assertThat(facts).extracting(StoredFact::revision).containsExactly(2, 2);
            assertThat(stored(facts.getFirst())).doesNotContain("secret").contains("ACME");
            assertThat(content(node, 0)).contains("secret words");
            Hash key = node.keys.of("ACME", List.of()).getFirst();
            Hash previous = null;
            for (StoredFact fact : facts) {
                Entry entry = node.log.entry(fact, previous);
                assertThat(entry.dek()).isEqualTo(key);
                assertThat(entry.leafHash()).isEqualTo(fact.leafHash());
                previous = fact.leafHash();
            }
        }
    }

    @Test
    void whatWasStoredInTheClearStaysReadableBesideWhatIsSealed() throws Exception {
        try (Node before = new Node(null)) {
            Recording.answers(before.recorder.record(List.of(Commands.made("a", "1", "in the clear"))));
        }
        try (Node node = new Node(KEK)) {
            Recording.answers(node.recorder.record(List.of(Commands.met("a", "2"), Commands.made("b", "3", "sealed"))));

            assertThat(node.log.after(-1, 10)).extracting(StoredFact::revision).containsExactly(1, 2, 2);
            assertThat(content(node, 0)).contains("in the clear");
            assertThat(content(node, 2)).contains("sealed");
            assertThat(node.keys.inTheClear(List.of("a", "b"))).isEqualTo(1);
        }
    }

    @Test
    void destroyingTheKeyErasesTheTextAndARepeatStaysARepeat() throws Exception {
        try (Node node = new Node(KEK)) {
            Recording.answers(node.recorder.record(List.of(Commands.made("a", "1", "secret words"))));

            assertThat(node.keys.destroy(node.keys.of("ACME", List.of()))).isEqualTo(1);

            assertThat(content(node, 0)).contains("[erased]").doesNotContain("secret");
            assertThat(Recording.answers(node.recorder.record(List.of(Commands.made("a", "1", "secret words")))))
                    .singleElement()
                    .isInstanceOf(Answer.Duplicate.class);
            Recording.answers(node.recorder.record(List.of(Commands.made("b", "2", "later words"))));
            assertThat(content(node, 1)).contains("later words");
            assertThat(content(node, 0)).contains("[erased]");
        }
    }

    @Test
    void factsBeforeTheirPromiseHaveAKeyThatIsDestroyedWithTheCustomers() throws Exception {
        try (Node node = new Node(KEK)) {
            Recording.answers(node.recorder.record(List.of(Commands.missed("a", "1"))));
            Recording.answers(node.recorder.record(List.of(Commands.made("a", "2", "secret words"))));

            List<Hash> keys = node.keys.of("ACME", List.of("a"));

            assertThat(keys).hasSize(2).doesNotHaveDuplicates();
            assertThat(node.keys.destroy(keys)).isEqualTo(2);
            assertThat(node.keys.destroy(keys)).isZero();
        }
    }

    @Test
    void twoNodesSealUnderOneKeyAndReadEachOther() throws Exception {
        try (Node one = new Node(KEK);
                Node two = new Node(KEK)) {
            var first = one.recorder.record(List.of(Commands.made("a", "1", "of one")));
            var second = two.recorder.record(List.of(Commands.made("b", "2", "of two")));
            Recording.answers(first);
            Recording.answers(second);

            assertThat(one.keys.of("ACME", List.of())).hasSize(1);
            assertThat(content(one, 0) + content(one, 1)).contains("of one", "of two");
            assertThat(content(two, 0) + content(two, 1)).contains("of one", "of two");
        }
    }

    @Test
    void anotherKeyEncryptionKeyIsRefusedAtTheStart() throws Exception {
        try (Node node = new Node(KEK)) {
            Recording.answers(node.recorder.record(List.of(Commands.made("a", "1", "secret words"))));
        }

        assertThatThrownBy(() -> new Node(filled(2)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("wrapped under another key-encryption key")
                .hasMessageContaining("file kek");
    }

    @Test
    void nobodyButTheAdministratorMayDestroyAKey() throws Exception {
        try (Node node = new Node(KEK);
                var connection = node.database.dataSource().getConnection();
                var statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute("delete from kept_log.data_key"))
                    .hasMessageContaining("permission denied");
            assertThatThrownBy(() -> statement.execute("update kept_log.data_key set wrapped = ''"))
                    .hasMessageContaining("permission denied");
        }
    }

    private static String content(Node node, long position) {
        StoredFact fact = node.log.opened(node.log.after(position - 1, 1)).getFirst();
        return new String(fact.content().payload(), StandardCharsets.UTF_8);
    }

    private static String stored(StoredFact fact) {
        return new String(fact.payload(), StandardCharsets.UTF_8) + new String(fact.meta(), StandardCharsets.UTF_8);
    }

    private static byte[] filled(int value) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) value);
        return key;
    }
}
