package dev.kept.app.architecture.planted.domain.due;

import java.util.Random;

/// Keeps every rule: it calls the constructor of the source of chance that it stands in for.
class YieldsWhatItIsGiven extends Random {
    private static final long serialVersionUID = 1L;

    private final int given;

    YieldsWhatItIsGiven(int given) {
        this.given = given;
    }

    @Override
    protected int next(int bits) {
        return given >>> 32 - bits;
    }
}
