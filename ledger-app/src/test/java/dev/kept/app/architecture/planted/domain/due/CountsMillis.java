package dev.kept.app.architecture.planted.domain.due;

class CountsMillis {
    long started() {
        return System.currentTimeMillis();
    }
}
