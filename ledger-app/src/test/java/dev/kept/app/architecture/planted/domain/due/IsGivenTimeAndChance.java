package dev.kept.app.architecture.planted.domain.due;

import java.time.Clock;
import java.time.Instant;
import java.util.random.RandomGenerator;

/// Keeps every rule: whoever calls brings the clock and the randomness.
class IsGivenTimeAndChance {
    Instant later(Clock clock, RandomGenerator random) {
        return clock.instant().plusSeconds(random.nextLong(10));
    }
}
