package dev.kept.app.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What no tracked text file may hold. Patterns are written so that this file does not match them itself.
final class HouseRules {

    static final int LINES_PER_FILE = 400;

    private static final String SOURCE = ".*\\.(java|js|css|html)";

    private static final List<Rule> RULES = List.of(
            new Rule(
                    "names a package registry",
                    ".*",
                    "https?://[a-z0-9.-]*(?:maven|npmjs|debian|sonatype)[a-z0-9.-]*\\.(?:org|com)/"
                            + "(?!POM|xsd|SETTINGS|TOOLCHAINS|plugins|EXTENSIONS)"
                            + "|\\b(?:repo\\d?\\.maven|registry\\.npmjs|deb\\.debian|central\\.sonatype)\\."),
            new Rule("names a path of one machine", ".*", "(?<![\\w.~$}-])/(?:work|root|home/[a-z]\\w*|Users/\\w+)/"),
            new Rule(
                    "speaks of something else than the project",
                    ".*",
                    "(?i)\\b(?:c[l]aude|chat[g]pt|as an a[i]|ll[m]|coding a[g]ent|this s[e]ssion|the p[r]ompt)\\b"),
            new Rule(
                    "is unfinished or skipped",
                    SOURCE,
                    "\\bTO[D]O\\b|\\bFIX[M]E\\b|\\bX[X]X\\b|Unsupported[O]perationException|not (?:yet )?imp[l]emented"
                            + "|@Dis[a]bled|assume[T]rue|assert[T]rue\\(true\\)"),
            new Rule(
                    "uses floating point in scoring",
                    ".*/main/java/.*scoring.*",
                    "\\b(?:double|float|Double|Float)\\b"));

    /// A test class that asserts nothing, and inherits no suite that does, cannot fail.
    private static final Pattern TEST_CLASS = Pattern.compile(".*(?:Test|IT)\\.java");

    private static final Pattern ASSERTION =
            Pattern.compile("assert|verify|then|expect|extends \\w*(?:Suite|Contract)\\b");

    private HouseRules() {}

    /// Each breach as `path:line: what it does: text`, or `path: …` where it is the whole file's.
    static List<String> breaches(String path, String text) {
        List<String> found = new ArrayList<>();
        for (Rule rule : RULES) {
            if (rule.paths().matcher(path).matches()) {
                Matcher matcher = rule.words().matcher(text);
                while (matcher.find()) {
                    long line = 1
                            + text.substring(0, matcher.start())
                                    .chars()
                                    .filter(c -> c == '\n')
                                    .count();
                    found.add(path + ":" + line + ": " + rule.breach() + ": " + matcher.group());
                }
            }
        }
        long lines = text.lines().count();
        if (path.matches(SOURCE) && !path.matches(".*/(vendor|generated)/.*") && lines > LINES_PER_FILE) {
            found.add(path + ": has " + lines + " lines, at most " + LINES_PER_FILE);
        }
        if (TEST_CLASS.matcher(path).matches() && !ASSERTION.matcher(text).find()) {
            found.add(path + ": asserts nothing");
        }
        return found;
    }

    private record Rule(String breach, Pattern paths, Pattern words) {
        Rule(String breach, String paths, String words) {
            this(breach, Pattern.compile(paths), Pattern.compile(words));
        }
    }
}
