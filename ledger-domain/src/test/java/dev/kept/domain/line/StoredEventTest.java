package dev.kept.domain.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kept.api.event.CommitmentEvent;
import dev.kept.api.event.EventCatalog;
import dev.kept.api.fact.FactType;
import dev.kept.domain.commitment.Entrance;
import dev.kept.domain.sample.Ledger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What was recorded stays readable: the checks of a line do not apply to the log.
class StoredEventTest {
    private static final Map<String, String> META = Map.of(
            "at", "2026-03-01T09:00:00Z",
            "by", "promisor",
            "evidence", "SELF",
            "source", "erp",
            "id", "1",
            "fingerprint", "00ff");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'on':'2200-12-31','zone':'America/New_York'}",
                "{'on':'1970-01-01','zone':'Pacific/Apia'}",
                "{'from':'1970-01-01T00:00','to':'2200-12-31T23:59','zone':'Asia/Tokyo'}",
                "'2200-12-31T23:59:59.999999999Z'"
            })
    void readsDueDatesThatFallOutsideTheYearsALineMayName(String due) {
        CommitmentEvent made = new Ledger()
                .at("2026-03-01T00:00:00Z")
                .from(Entrance.IMPORT)
                .accepted("{'type':'made','customer':'ACME','at':'1970-01-01T00:00:00Z','due':" + due + "}");
        assertThat(read(made)).isEqualTo(made);
    }

    @Test
    void readsNamesAndTextsThatALineMayNoLongerHave() {
        var met = (CommitmentEvent.CommitmentMet)
                read(FactType.MET, "{'commitment':'c','extra':{' old name\u200b':'\u0085','deep':1}}", META);
        assertThat(met.envelope().extra()).containsOnlyKeys(" old name\u200b", "deep");
        var made = (CommitmentEvent.CommitmentMade) read(
                FactType.MADE,
                "{'commitment':'c','customer':' A\u202e','direction':'BY_US','promisor':'us','kind':' ',"
                        + "'due':'2300-01-01T00:00:00Z','dueAt':'2300-01-01T00:00:00Z'}",
                META);
        assertThat(made.terms().customer()).isEqualTo(" A\u202e");
    }

    @Test
    void takesTheRecordingTimeOfImportsFromTheMetadataAndOfOthersFromTheAcceptance() {
        var live = read(FactType.MET, "{'commitment':'c'}", META).envelope();
        assertThat(live.imported()).isFalse();
        assertThat(live.rec()).isEqualTo(GoldenEvents.ACCEPTED);
        Map<String, String> meta = new HashMap<>(META);
        meta.put("rec", "1996-07-04T00:00:00Z");
        var imported = read(FactType.MET, "{'commitment':'c'}", meta).envelope();
        assertThat(imported.imported()).isTrue();
        assertThat(imported.rec()).isEqualTo(Instant.parse("1996-07-04T00:00:00Z"));
        assertThat(imported.acceptedAt()).isEqualTo(GoldenEvents.ACCEPTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{}", "{'commitment':'c'}", "{'commitment':'c','customer':7}", "{\"", "\0"})
    void saysWhichFactIsUnreadable(String payload) {
        assertThatThrownBy(() -> read(FactType.MADE, payload, META))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(GoldenEvents.FACT_ID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"at", "by", "evidence", "source", "id", "fingerprint"})
    void saysWhichMetadataIsMissingOrSpoilt(String name) {
        Map<String, String> without = new HashMap<>(META);
        without.remove(name);
        assertThatThrownBy(() -> read(FactType.MET, "{'commitment':'c'}", without))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(name);
        Map<String, String> spoilt = new HashMap<>(META);
        spoilt.put(name, "\u0007");
        if (!name.equals("fingerprint")) {
            assertThatThrownBy(() -> read(FactType.MET, "{'commitment':'c'}", spoilt))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(GoldenEvents.FACT_ID);
        }
    }

    @Test
    void refusesAnEventNameItDoesNotKnow() {
        var stored = new EventJson.Stored(
                "us", GoldenEvents.FACT_ID, "commitment.forgotten", GoldenEvents.ACCEPTED, new byte[0], META);
        assertThatThrownBy(() -> EventJson.read(stored))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("commitment.forgotten");
    }

    private static CommitmentEvent read(FactType type, String payload, Map<String, String> meta) {
        return EventJson.read(new EventJson.Stored(
                "us",
                GoldenEvents.FACT_ID,
                EventCatalog.of(type).eventName(),
                GoldenEvents.ACCEPTED,
                payload.replace('\'', '"').getBytes(StandardCharsets.UTF_8),
                meta));
    }

    private static CommitmentEvent read(CommitmentEvent event) {
        return EventJson.read(new EventJson.Stored(
                event.envelope().tenant(),
                event.envelope().factId(),
                EventCatalog.of(event.type()).eventName(),
                event.envelope().acceptedAt(),
                EventJson.payload(event),
                EventJson.meta(event.envelope())));
    }
}
