package dev.kept.app.dashboard;

import java.util.Locale;

/// Turns a figure into a coordinate of a drawing.
///
/// @param from the figure at coordinate `start`; `to` that at `end`
record Scale(double from, double to, double start, double end) {
    double at(double value) {
        double share = to == from ? 0 : (value - from) / (to - from);
        return start + Math.clamp(share, 0, 1) * (end - start);
    }

    String text(double value) {
        return number(at(value));
    }

    /// With one digit, and none that is zero: drawings are part of a page's weight.
    static String number(double coordinate) {
        long tenths = Math.round(coordinate * 10);
        return tenths % 10 == 0 ? Long.toString(tenths / 10) : String.format(Locale.ROOT, "%.1f", tenths / 10.0);
    }
}
