package dev.kept.app.architecture.planted.domain.audit;

class Prints {
    void greet() {
        System.out.println("hello");
    }
}
