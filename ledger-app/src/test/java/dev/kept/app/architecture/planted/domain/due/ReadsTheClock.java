package dev.kept.app.architecture.planted.domain.due;

import java.time.Instant;

class ReadsTheClock {
    Instant due() {
        return Instant.now();
    }
}
