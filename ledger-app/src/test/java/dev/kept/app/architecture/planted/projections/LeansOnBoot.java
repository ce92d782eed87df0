package dev.kept.app.architecture.planted.projections;

import org.springframework.boot.ApplicationRunner;

class LeansOnBoot {
    ApplicationRunner runner() {
        return _ -> {};
    }
}
