package dev.kept.app.architecture.planted.domain.due;

import java.time.Clock;

class TakesTheSystemClock {
    Clock clock() {
        return Clock.systemUTC();
    }
}
