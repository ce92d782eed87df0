package dev.kept.store;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A server that could lose an acknowledged fact is refused by name of the setting.
class ServerCheckTest {
    private final Map<String, String> settings = new HashMap<>(Map.of(
            "server_version_num", "180006",
            "server_version", "18.6",
            "fsync", "on",
            "full_page_writes", "on",
            "synchronous_commit", "on"));

    @Test
    void acceptsADurableServer() {
        assertThatCode(this::check).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({"fsync, off", "full_page_writes, off", "synchronous_commit, off", "synchronous_commit, local"})
    void refusesASettingThatCouldLoseFacts(String name, String value) {
        settings.put(name, value);
        assertThatIllegalStateException()
                .isThrownBy(this::check)
                .withMessageContaining(name + " = " + value)
                .withMessageContaining("set " + name + " = on");
    }

    @ParameterizedTest
    @CsvSource({"remote_write", "remote_apply"})
    void acceptsMoreThanDurable(String value) {
        settings.put("synchronous_commit", value);
        assertThatCode(this::check).doesNotThrowAnyException();
    }

    @Test
    void refusesAServerThatIsTooOld() {
        settings.put("server_version_num", "140012");
        settings.put("server_version", "14.12");
        assertThatIllegalStateException()
                .isThrownBy(this::check)
                .withMessageContaining("14.12")
                .withMessageContaining("15 or later");
    }

    private void check() throws Exception {
        ServerCheck.check(settings::get);
    }
}
