package dev.kept.domain.commitment;

import org.jspecify.annotations.Nullable;

/// Why a command is not recorded, for a person to act on. Its texts repeat what was sent, so whatever a terminal or a
/// browser would act on is shown by its code instead.
///
/// @param field the fact-line field at fault
/// @param value what stood there, cut to 200 characters
/// @param fix what to send instead
public record Refusal(
        RefusalCode code, String field, @Nullable String value, String message, String fix) {
    private static final int MAX_VALUE = 200;
    private static final int MAX_MESSAGE = 1_000;

    public Refusal {
        field = shown(field, MAX_VALUE);
        value = value == null ? null : shown(value, MAX_VALUE);
        message = shown(message, MAX_MESSAGE);
        fix = shown(fix, MAX_MESSAGE);
    }

    private static String shown(String text, int max) {
        int end = Math.min(text.length(), max);
        if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        StringBuilder shown = new StringBuilder(end);
        text.substring(0, end).codePoints().forEach(c -> {
            if (isSeen(c)) {
                shown.appendCodePoint(c);
            } else {
                shown.append(String.format("\\u%04x", c));
            }
        });
        return end < text.length() ? shown.append('…').toString() : shown.toString();
    }

    private static boolean isSeen(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> false;
            default -> true;
        };
    }

    @Override
    public String toString() {
        return code + ": " + message + " (" + field + (value == null ? "" : " = " + value) + "). " + fix;
    }
}
