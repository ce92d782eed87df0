package dev.kept.app.importing;

import dev.kept.domain.commitment.RefusalCode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// How a table writes decimals, told by the sample 1234.56 written its way: `1.234,56`, `1,234.56`, `1234,56`, ….
/// Marks of thousands may be left out, but where they stand they stand between groups of three, so that 1,234 is never
/// taken for 1.234.
record DecimalFormat(String sample, String group, String point) {
    private static final Pattern SAMPLE = Pattern.compile("1([.,'’ \\u00a0\\u202f]?)234([.,])56");

    /// @return null if the sample is none
    static @Nullable DecimalFormat ofSample(String sample) {
        Matcher matcher = SAMPLE.matcher(sample);
        if (!matcher.matches() || matcher.group(1).equals(matcher.group(2))) {
            return null;
        }
        return new DecimalFormat(sample, matcher.group(1), matcher.group(2));
    }

    /// The decimal as JSON and fact lines write it.
    String plain(String column, String cell) {
        String sign = cell.startsWith("-") ? "-" : "";
        String digits = cell.substring(sign.length());
        String whole = digits;
        String fraction = "";
        int at = digits.indexOf(point);
        if (at >= 0) {
            whole = digits.substring(0, at);
            fraction = digits.substring(at + 1);
        }
        if (!group.isEmpty() && whole.contains(group)) {
            String mark = Pattern.quote(group);
            whole = whole.matches("[0-9]{1,3}(" + mark + "[0-9]{3})+") ? whole.replace(group, "") : "";
        }
        boolean plain = whole.matches("[0-9]+") && fraction.matches(at < 0 ? "" : "[0-9]+");
        if (!plain) {
            throw new RowFault(
                    RefusalCode.BAD_AMOUNT,
                    column,
                    cell,
                    "not a decimal written like " + sample,
                    "mend the cell, or the key \"decimal\" of the mapping");
        }
        String trimmed = whole.replaceFirst("^0+(?=[0-9])", "");
        return sign + trimmed + (at < 0 ? "" : "." + fraction);
    }
}
