package dev.kept.api.id;

/// What every name that is given from outside keeps to: bounded, and no control character, so that names can be joined
/// by one.
final class Identifiers {
    private Identifiers() {}

    static void check(String what, String value, int maxLength) {
        if (value.isEmpty() || value.length() > maxLength) {
            throw new IllegalArgumentException(
                    what + " has " + value.length() + " characters, expected 1 to " + maxLength);
        }
        for (int i = 0; i < value.length(); i++) {
            if (Character.isISOControl(value.charAt(i))) {
                throw new IllegalArgumentException(what + " holds the control character U+"
                        + String.format("%04X", (int) value.charAt(i)) + ", expected printable characters");
            }
        }
    }
}
