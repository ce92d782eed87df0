package dev.kept.domain.capture;

import dev.kept.api.commitment.Due;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads `Acme: quote by Friday noon`: the customer up to the first colon, then what is promised, and at the end when
/// it is due.
///
/// The due phrase is the longest end of the text that says a due date and nothing else ([DuePhrase]). Words are never
/// guessed at: what could mean two things comes back as a question.
public final class QuickCapture {
    private static final Pattern CUSTOMER = Pattern.compile("\\s*([^:]*?)\\s*:(?:\\s+(.*)|\\s*)", Pattern.DOTALL);
    /// But not that of a date such as `5.12.`.
    private static final Pattern FULL_STOP = Pattern.compile("(?<!\\b[0-9]{1,2}\\.[0-9]{1,2})[.!]+$");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,2}(st|nd|rd|th|\\.)?");
    private static final Pattern WORD = Pattern.compile("\\S+");
    private static final Set<String> LEADING =
            Set.of("by", "before", "until", "till", "within", "in", "on", "at", "between", "from");
    private static final Set<String> DANGLING = Set.of(
            "by", "before", "until", "till", "within", "in", "on", "at", "between", "from", "or", "and", "to", "not",
            "after", "the", "a", "an", "next", "this", "every", "each", "since", "of", "for", "-", "—", "than", "last");
    private static final int MAX_CHARACTERS = 1_000;
    private static final String EXAMPLE = "write it like: Acme: quote by Friday noon";

    private final Instant now;
    private final Function<String, Place> places;

    /// @param places where each customer is
    public QuickCapture(Instant now, Function<String, Place> places) {
        this.now = now;
        this.places = places;
    }

    public Captured read(String text) {
        if (text.length() > MAX_CHARACTERS) {
            return new Captured.Unclear(
                    "text",
                    null,
                    "the text has " + text.length() + " characters",
                    List.of(),
                    "use at most " + MAX_CHARACTERS);
        }
        Matcher heading = CUSTOMER.matcher(text);
        if (!heading.matches() || heading.group(1).isEmpty()) {
            return new Captured.Unclear("customer", text.strip(), "no customer is named", List.of(), EXAMPLE);
        }
        String rest = heading.group(2) == null ? "" : heading.group(2).strip();
        return promise(heading.group(1), FULL_STOP.matcher(rest).replaceAll(""));
    }

    private record Word(int start, int end, String text) {}

    private Captured promise(String customer, String text) {
        List<Word> words = words(text);
        if (words.isEmpty()) {
            return new Captured.Unclear("statement", text, "nothing is promised", List.of(), EXAMPLE);
        }
        Place place = places.apply(customer);
        for (int first = 0; first < words.size(); first++) {
            String phrase = text.substring(words.get(first).start());
            switch (read(words.subList(first, words.size()), place)) {
                case DuePhrase.Result.No() -> {}
                case DuePhrase.Result.Question(String problem, List<String> choices, String fix) -> {
                    return new Captured.Unclear("due", phrase, problem, choices, fix);
                }
                case DuePhrase.Result.Found(Due due) -> {
                    return understood(customer, text, words.subList(0, first), phrase, due, place);
                }
            }
        }
        return new Captured.Unclear(
                "due",
                text,
                "it does not end with a due date that is understood",
                List.of(),
                "end with one, like: by Friday noon, tomorrow 5pm, in 3 days, within 2 working days,"
                        + " between 9 and 11 on Tuesday, end of month, by 2026-12-01 14:00");
    }

    private DuePhrase.Result read(List<Word> words, Place place) {
        return new DuePhrase(words.stream().map(Word::text).toList(), now, place).read();
    }

    private Captured understood(String customer, String text, List<Word> before, String phrase, Due due, Place place) {
        String statement = before.isEmpty()
                ? ""
                : text.substring(0, before.getLast().end()).replaceAll("[,;–-]+$", "");
        if (statement.isBlank()) {
            return new Captured.Unclear(
                    "statement", phrase, "a due date is given and nothing is promised", List.of(), EXAMPLE);
        }
        if (isTorn(before.getLast().text(), phrase)) {
            return new Captured.Unclear(
                    "due",
                    before.getLast().text() + " " + phrase,
                    "these words together are no due date that is understood",
                    List.of(),
                    "say it in other words, such as a date: by 2026-12-01 14:00");
        }
        for (int first = 0; first < before.size(); first++) {
            for (int end = first + 1; LEADING.contains(before.get(first).text()) && end <= before.size(); end++) {
                if (!(read(before.subList(first, end), place) instanceof DuePhrase.Result.No)) {
                    return new Captured.Unclear(
                            "due",
                            text.substring(before.get(first).start()),
                            "two due dates are given, and only one can be meant",
                            List.of(),
                            "leave one out, or record two promises");
                }
            }
        }
        return new Captured.Understood(customer, statement, phrase, due, place);
    }

    /// The last word before the phrase asks for more than the phrase takes up.
    private static boolean isTorn(String word, String phrase) {
        return DANGLING.contains(word)
                || NUMBER.matcher(word).matches() && DayPhrase.isMonth(phrase.split("\\s", 2)[0]);
    }

    private static List<Word> words(String text) {
        List<Word> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(text);
        while (matcher.find()) {
            String plain = matcher.group().toLowerCase(Locale.ROOT).replaceAll("[,;]+$", "");
            words.add(new Word(matcher.start(), matcher.end(), plain));
        }
        return words;
    }
}
