package dev.kept.domain.axon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kept.api.event.CommitmentEvent;
import dev.kept.domain.line.EventJson;
import dev.kept.domain.sample.Ledger;
import org.axonframework.conversion.ConversionException;
import org.junit.jupiter.api.Test;

class FactConverterTest {
    private final FactConverter converter = new FactConverter();
    private final CommitmentEvent event = Ledger.withPromise().events().getFirst();

    @Test
    void turnsAnEventIntoTheBytesThatAreStored() {
        assertThat(converter.<byte[]>convert(event, byte[].class)).isEqualTo(EventJson.payload(event));
        assertThat(converter.canConvert(event.getClass(), byte[].class)).isTrue();
        assertThat(converter.canConvert(CommitmentEvent.class, byte[].class)).isTrue();
    }

    @Test
    void handsOnWhatIsAlreadyWhatIsAskedFor() {
        byte[] stored = {1, 2, 3};
        assertThat(converter.<byte[]>convert(stored, byte[].class)).isSameAs(stored);
        assertThat(converter.<CommitmentEvent>convert(event, CommitmentEvent.class))
                .isSameAs(event);
        assertThat(converter.<byte[]>convert(null, byte[].class)).isNull();
        assertThat(converter.canConvert(byte[].class, byte[].class)).isTrue();
    }

    @Test
    void convertsNothingElse() {
        assertThat(converter.canConvert(byte[].class, CommitmentEvent.class)).isFalse();
        assertThat(converter.canConvert(String.class, byte[].class)).isFalse();
        assertThatThrownBy(() -> converter.convert("text", byte[].class)).isInstanceOf(ConversionException.class);
        assertThatThrownBy(() -> converter.convert(new byte[0], CommitmentEvent.class))
                .isInstanceOf(ConversionException.class);
    }
}
