package dev.kept.app.support.capture;

import java.security.SecureRandom;
import java.util.function.Supplier;

/// Ends of names that are not given twice: nearly thirty random bits each, without letters that are mistaken for
/// others.
public final class Marks implements Supplier<String> {
    private static final String LETTERS = "23456789abcdefghjkmnpqrstuvwxyz";
    private static final int LENGTH = 6;

    private final SecureRandom random = new SecureRandom();

    @Override
    public String get() {
        StringBuilder mark = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            mark.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return mark.toString();
    }
}
