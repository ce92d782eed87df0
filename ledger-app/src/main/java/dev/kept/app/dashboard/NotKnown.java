package dev.kept.app.dashboard;

/// Nothing is known, at the time that was asked for, of what the address names.
final class NotKnown extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String what;
    private final String id;

    /// @param what the kind of thing in words, such as `customer`
    NotKnown(String what, String id) {
        super(what + " " + id + " is not known");
        this.what = what;
        this.id = id;
    }

    String what() {
        return what;
    }

    String id() {
        return id;
    }
}
