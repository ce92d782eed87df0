package dev.kept.app.architecture.planted.domain.due;

import java.util.Random;

class RollsDice {
    int roll() {
        return new Random().nextInt(6);
    }
}
