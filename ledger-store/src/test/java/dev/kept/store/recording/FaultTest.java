package dev.kept.store.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the record holds is its own fault; the state that the database is in is not.
class FaultTest {
    private static Fault of(@Nullable String state) {
        return Fault.of(new CompletionException(new IllegalStateException(new SQLException("planted", state))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"21000", "22021", "22001", "22P05", "23502", "23505", "23514", "44000", "54000", "P0001"})
    void findsTheContentAtFaultForItsValues(String state) {
        assertThat(of(state)).isEqualTo(Fault.CONTENT);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "", "22", "08006", "0A000", "25006", "25P02", "25P03", "25P04", "26000", "28P01", "3D000", "40001",
                "40P01", "42501", "42P01", "53100", "53300", "55000", "55P03", "57014", "57P01", "58030", "99999",
                "XX000", "XX001"
            })
    void findsTheDatabaseAtFaultForItsState(@Nullable String state) {
        assertThat(of(state)).isEqualTo(Fault.DATABASE);
    }

    @Test
    void doesNotBlameTheContentForATryWhoseEndIsUnknown() {
        assertThat(Fault.of(new TimeoutException())).isEqualTo(Fault.DATABASE);
        assertThat(Fault.of(new ExecutionException(new InterruptedException()))).isEqualTo(Fault.DATABASE);
    }
}
