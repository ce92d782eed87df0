package dev.kept.app.architecture.planted.domain.due;

import java.util.random.RandomGenerator;

class AsksForChance {
    long next() {
        return RandomGenerator.getDefault().nextLong();
    }
}
