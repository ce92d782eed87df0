package dev.kept.app.dashboard;

/// Which texts of an address can name anything in the ledger at all; the others are not even looked for.
final class Ids {
    private static final int MAX_LENGTH = 200;

    private Ids() {}

    static boolean isPossible(String id) {
        return !id.isEmpty()
                && id.length() <= MAX_LENGTH
                && id.codePoints().noneMatch(c -> Character.isISOControl(c) || isLoneSurrogate(c));
    }

    private static boolean isLoneSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }
}
