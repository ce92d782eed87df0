package dev.kept.app.dashboard;

/// A parameter of the address that cannot be read: names it, what was given, and what would do.
final class BadParameter extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String name;
    private final String value;
    private final String fix;

    BadParameter(String name, String value, String fix) {
        super(name + " is " + value + "; " + fix);
        this.name = name;
        this.value = value;
        this.fix = fix;
    }

    String name() {
        return name;
    }

    String value() {
        return value;
    }

    String fix() {
        return fix;
    }
}
