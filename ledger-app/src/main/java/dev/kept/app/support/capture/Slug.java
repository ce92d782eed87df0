package dev.kept.app.support.capture;

import java.text.Normalizer;
import java.util.Locale;

/// Names for commitments that nobody has named: words of the promise that people recognise, and an end that makes them
/// unique.
final class Slug {
    private static final int MOST_OF_CUSTOMER = 24;
    private static final int MOST_OF_STATEMENT = 40;

    private Slug() {}

    static String of(String customer, String statement, String mark) {
        return joined(joined(part(customer, MOST_OF_CUSTOMER), part(statement, MOST_OF_STATEMENT)), mark);
    }

    private static String joined(String one, String other) {
        return one.isEmpty() ? other : other.isEmpty() ? one : one + "-" + other;
    }

    private static String part(String text, int most) {
        String plain = Normalizer.normalize(text, Normalizer.Form.NFKD)
                .replaceAll("\\p{M}+", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-|-$", "");
        if (plain.length() <= most) {
            return plain;
        }
        int end = plain.lastIndexOf('-', most);
        return plain.substring(0, end > 0 ? end : most);
    }
}
