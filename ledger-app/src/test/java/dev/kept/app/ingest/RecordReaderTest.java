package dev.kept.app.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kept.api.id.IdempotencyKey;
import dev.kept.app.support.LineHash;
import dev.kept.store.intake.DeadLetter;
import java.nio.charset.StandardCharsets;
import java.util.List;
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

    private static IdempotencyKey key(String body) {
        Incoming read = new RecordReader(null)
                .read(new DeadLetter.Record("ingest", "facts", 0, 0, null, List.of(), utf8(body)));
        return read.commands().getFirst().claim().key();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
