package dev.kept.domain.capture;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The words of a phrase while they are read from left to right.
final class Words {
    private static final Map<String, Integer> NUMBERS = Map.ofEntries(
            Map.entry("a", 1),
            Map.entry("an", 1),
            Map.entry("one", 1),
            Map.entry("two", 2),
            Map.entry("three", 3),
            Map.entry("four", 4),
            Map.entry("five", 5),
            Map.entry("six", 6),
            Map.entry("seven", 7),
            Map.entry("eight", 8),
            Map.entry("nine", 9),
            Map.entry("ten", 10),
            Map.entry("eleven", 11),
            Map.entry("twelve", 12));

    private final List<String> words;
    private DuePhrase.Result.@Nullable Question question;
    private int next;

    Words(List<String> words) {
        this.words = List.copyOf(words);
    }

    boolean isAtEnd() {
        return next == words.size();
    }

    int place() {
        return next;
    }

    void backTo(int place) {
        next = place;
    }

    /// The next word, empty at the end.
    String peek() {
        return next < words.size() ? words.get(next) : "";
    }

    String take() {
        return words.get(next++);
    }

    boolean peek(String word) {
        return peek().equals(word);
    }

    /// Takes the next word if it is one of these.
    boolean eatOne(String... choices) {
        for (String choice : choices) {
            if (peek().equals(choice)) {
                next++;
                return true;
            }
        }
        return false;
    }

    /// Takes these words if they come next, one after the other.
    boolean eatAll(String... sequence) {
        for (int i = 0; i < sequence.length; i++) {
            if (next + i >= words.size() || !words.get(next + i).equals(sequence[i])) {
                return false;
            }
        }
        next += sequence.length;
        return true;
    }

    /// A whole number in digits or words; null if none comes next.
    @Nullable Integer number() {
        String word = peek();
        Integer number = word.matches("[0-9]{1,4}") ? Integer.valueOf(word) : NUMBERS.get(word);
        if (number != null) {
            next++;
        }
        return number;
    }

    /// Puts a question about the words that were read; the first one stands.
    void ask(String problem, List<String> choices, String fix) {
        if (question == null) {
            question = new DuePhrase.Result.Question(problem, choices, fix);
        }
    }

    DuePhrase.Result.@Nullable Question question() {
        return question;
    }
}
