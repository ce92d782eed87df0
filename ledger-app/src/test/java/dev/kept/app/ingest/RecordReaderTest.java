package dev.kept.app.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.api.id.IdempotencyKey;
import dev.kept.app.support.LineHash;
import dev.kept.app.support.intake.LineMapping;
import dev.kept.domain.axon.RecordFacts;
import dev.kept.domain.commitment.Refusal;
import dev.kept.domain.json.JsonReader;
import dev.kept.domain.json.JsonValue;
import dev.kept.store.intake.DeadLetter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordReaderTest {
    private static final String MET = "{\"type\":\"met\",\"commitment\":\"order-1\"";

    @Test
    void aLineThatNamesItsIdKeepsIt() {
        assertThat(key(MET + ",\"source\":\"erp\",\"id\":\"1-met\"}")).isEqualTo(new IdempotencyKey("erp", "1-met"));
    }

    @Test
    void aLineWithoutIdGetsTheHashOfItsRecord() {
        String none = MET + "}";
        String nothing = MET + ",\"id\":null}";

        assertThat(key(none)).isEqualTo(new IdempotencyKey("facts", LineHash.of(utf8(none))));
        assertThat(key(nothing)).isEqualTo(new IdempotencyKey("facts", LineHash.of(utf8(nothing))));
        assertThat(LineHash.of(utf8("abc"))).isEqualTo("ba7816bf8f01cfea414140de5dae2223");
    }

    @Test
    void aStructuredEventIsKnownWithoutItsContentType() {
        Incoming read = read(null, """
                {"specversion":"1.0","type":"dev.kept.commitment.met.v1","source":"/erp","id":"3","subject":"order-1",
                 "time":"2026-01-10T09:00:00Z","data":{}}""");

        assertThat(read.commands().getFirst().claim().key()).isEqualTo(new IdempotencyKey("/erp", "3"));
    }

    @Test
    void whatIsWrongWithAnEventIsSaidOfTheEvent() {
        assertThat(refusal(read(null, "{\"specversion\":\"1.0\",\"type\":\"t\",\"source\":\"/erp\",\"id\":9}"))
                        .message())
                .isEqualTo("the attribute id must be a text, not: number");
        Incoming unversioned = new RecordReader(null)
                .read(new DeadLetter.Record(
                        "ingest",
                        "facts",
                        0,
                        0,
                        null,
                        List.of(
                                new DeadLetter.Header("ce_id", utf8("1")),
                                new DeadLetter.Header("ce_type", utf8("dev.kept.commitment.met.v1"))),
                        utf8("{}")));
        assertThat(refusal(unversioned).message()).contains("ce_specversion is missing");
    }

    @Test
    void aRecordHoldsNoMoreFactsThanABatch() {
        List<JsonValue> lines = IntStream.range(0, RecordFacts.MAX_ITEMS + 1)
                .mapToObj(i -> JsonReader.read(Lines.made("c" + i, "m" + i)))
                .toList();

        assertThat(refusal(read(_ -> new LineMapping.Mapped.Lines(lines), "{}")).message())
                .contains("finds 1001 facts", "at most 1000");
        assertThat(read(_ -> new LineMapping.Mapped.Lines(lines.subList(1, lines.size())), "{}")
                        .commands())
                .hasSize(RecordFacts.MAX_ITEMS);
    }

    @Test
    void aFaultThatNobodyForesawMakesADeadLetterToo() {
        LineMapping broken = _ -> {
            throw new IllegalStateException("unforeseen");
        };

        assertThat(refusal(read(broken, "{}")).message()).contains("unforeseen");
    }

    private static Incoming read(@Nullable LineMapping mapping, String body) {
        return new RecordReader(mapping)
                .read(new DeadLetter.Record("ingest", "facts", 0, 0, null, List.of(), utf8(body)));
    }

    private static Refusal refusal(Incoming read) {
        return ((Incoming.Content.Unreadable) read.content()).refusal();
    }

    private static IdempotencyKey key(String body) {
        return read(null, body).commands().getFirst().claim().key();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
