package dev.kept.store.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BulkRandomTest {
    @Test
    void noNumberComesTwice() {
        BulkRandom random = new BulkRandom(new SecureRandom());
        Set<Long> seen = new HashSet<>();

        for (int i = 0; i < 10_000; i++) {
            assertThat(seen.add(random.nextLong())).as("number " + i).isTrue();
        }
    }
}
