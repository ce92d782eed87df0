package dev.kept.app.architecture.planted.domain.due;

import java.time.LocalDate;
import java.util.function.Supplier;

class RefersToTheClock {
    Supplier<LocalDate> today() {
        return LocalDate::now;
    }
}
