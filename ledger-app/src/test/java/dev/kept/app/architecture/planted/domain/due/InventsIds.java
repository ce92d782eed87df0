package dev.kept.app.architecture.planted.domain.due;

import java.util.UUID;

class InventsIds {
    UUID next() {
        return UUID.randomUUID();
    }
}
