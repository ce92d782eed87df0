package dev.kept.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortIT {
    @TempDir
    Path directory;

    @Test
    void choosesAgainWhenThePortItChoseIsTaken() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var free = Ports.free();
            var ports = new ArrayDeque<>(List.of(taken.getLocalPort(), taken.getLocalPort(), free));
            var surroundings = new EmbeddedPostgres.Surroundings(Account::of, ports::removeFirst);

            try (var server = EmbeddedPostgres.start(Options.in(directory), surroundings)) {
                assertThat(server.port()).isEqualTo(free);
            }
        }
    }

    @Test
    void refusesAGivenPortThatIsTaken() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(
                            () -> EmbeddedPostgres.start(Options.in(directory).withPort(taken.getLocalPort())))
                    .isInstanceOf(StartRefused.class)
                    .hasMessageContaining("stop what uses the port")
                    .message()
                    .doesNotContain("\n");
        }
    }

    @Test
    void takesAGivenPort() {
        var port = Ports.free();

        try (var server = EmbeddedPostgres.start(Options.in(directory).withPort(port))) {
            assertThat(server.port()).isEqualTo(port);
            assertThat(server.jdbcUrl()).contains("127.0.0.1:" + port);
        }
    }
}
