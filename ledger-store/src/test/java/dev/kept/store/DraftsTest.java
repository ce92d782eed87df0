package dev.kept.store;

import static dev.kept.store.Fixture.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.axonframework.conversion.ChainingContentTypeConverter;
import org.axonframework.eventsourcing.eventstore.GenericTaggedEventMessage;
import org.axonframework.messaging.core.MessageType;
import org.axonframework.messaging.eventhandling.GenericEventMessage;
import org.axonframework.messaging.eventstreaming.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a message becomes before it has a position, and which messages the log refuses.
class DraftsTest {
    private static final String ID = "0192f0c1-7c3e-7a10-8000-0000000000a1";
    private static final MessageType MADE = new MessageType("commitment.made", "2");

    @Test
    void keepsPayloadBytesAndMetadataAsTheyWereGiven() {
        byte[] payload = {1, 2, 3};
        Draft draft = draft(ID, MADE, payload, Map.of("b", "2", "a", "\"1\""), Tags.commitment("c/1"));
        assertThat(draft.payload()).isSameAs(payload);
        assertThat(new String(draft.meta(), StandardCharsets.UTF_8)).isEqualTo("{\"a\":\"\\\"1\\\"\",\"b\":\"2\"}");
        assertThat(draft.stream()).isEqualTo("commitment/c%2F1");
        assertThat(draft.name()).isEqualTo("commitment.made");
        assertThat(draft.revision()).isEqualTo(2);
        assertThat(draft.micros()).isEqualTo(Micros.of(NOON));
        assertThat(draft.recMicros()).isNull();
    }

    @Test
    void sortsTags() {
        Draft draft = draft(ID, MADE, "x", Map.of(), Tags.commitment("c"), Tags.key("erp", "1"), new Tag("a", "b"));
        assertThat(draft.keys()).containsExactly(new Draft.Pair("erp", "1"));
        assertThat(draft.tags()).containsExactly(new Draft.Pair("a", "b"));
        assertThat(draft.own()).isFalse();
    }

    @Test
    void givesAFactWithoutCommitmentAStreamThatNoReferenceCanName() {
        Draft draft = draft(ID, MADE, "x", Map.of());
        assertThat(draft.own()).isTrue();
        assertThat(draft.stream()).isEqualTo("commitment/%1F" + ID);
        refuses("U+001F", () -> draft(ID, MADE, "x", Map.of(), Tags.commitment('\u001f' + ID)));
    }

    @Test
    void readsTheTimesThatMetadataGive() {
        Draft draft = draft(
                ID, MADE, "x", Map.of(Tags.AT, "2026-10-14T14:00:00+02:00", Tags.REC, "2026-10-14T12:00:00.000001Z"));
        assertThat(draft.atMicros()).isEqualTo(Micros.of(NOON));
        assertThat(draft.recMicros()).isEqualTo(Micros.of(NOON) + 1);
        refuses("metadata at", () -> draft(ID, MADE, "x", Map.of(Tags.AT, "yesterday")));
    }

    @Test
    void takesAnUnversionedTypeForTheFirstRevision() {
        assertThat(draft(ID, new MessageType("made"), "x", Map.of()).revision()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "01", "1.0", "v1", "9999999999"})
    void refusesAVersionThatIsNoRevision(String version) {
        refuses("whole number", () -> draft(ID, new MessageType("made", version), "x", Map.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "0192F0C1-7C3E-7A10-8000-0000000000A1", "192f0c1-7c3e-7a10-8000-0000000000a1"})
    void refusesAFactIdThatIsNoUuidInItsOneSpelling(String id) {
        refuses("UUID", () -> draft(id, MADE, "x", Map.of()));
    }

    @Test
    void refusesAFactAboutTwoCommitments() {
        refuses("two commitments", () -> draft(ID, MADE, "x", Map.of(), Tags.commitment("a"), Tags.commitment("b")));
    }

    @Test
    void refusesAKeyWithoutItsSource() {
        refuses("source", () -> draft(ID, MADE, "x", Map.of(), new Tag(Tags.KEY, "1")));
        refuses("U+001F", () -> Tags.key("e\u001frp", "1"));
    }

    @Test
    void aSourceIdMayHoldAnything() {
        assertThat(draft(ID, MADE, "x", Map.of(), Tags.key("erp", "1\u001f2")).keys())
                .containsExactly(new Draft.Pair("erp", "1\u001f2"));
    }

    private static void refuses(String reason, Runnable work) {
        assertThatIllegalArgumentException().isThrownBy(work::run).withMessageContaining(reason);
    }

    private static Draft draft(String id, MessageType type, Object payload, Map<String, String> meta, Tag... tags) {
        var message =
                new GenericTaggedEventMessage<>(new GenericEventMessage(id, type, payload, meta, NOON), Set.of(tags));
        return new Drafts(new ChainingContentTypeConverter(), null)
                .of(List.of(message))
                .getFirst();
    }
}
