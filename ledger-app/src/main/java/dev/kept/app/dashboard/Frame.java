package dev.kept.app.dashboard;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What surrounds every page: title, ways to go on, the time it is read for, the log it is read from.
///
/// @param home the overview at the same time
/// @param here the page itself at the same time, for choices that lead back to it
/// @param self the page itself, for the form that asks for another time
/// @param time the words and links of the banner
/// @param lagging what to say when the views hold less than the log
/// @param log null where the log could not be asked
record Frame(
        String title,
        List<Navigation.Way> ways,
        String home,
        String here,
        Self self,
        Time time,
        @Nullable String lagging,
        @Nullable LogEnd log) {

    /// @param fields the parameters that the form has to keep, all but the time
    record Self(String path, List<Address.Parameter> fields) {}

    /// @param asOfField the value of the field; empty for now
    /// @param asShownThatDay the link to what was known at `asOf`; null where that is what is shown
    /// @param steps the links to earlier and later times
    record Time(
            boolean isNow,
            String inWords,
            String zone,
            List<String> zones,
            String asOfField,
            String knownAtField,
            List<Address.Parameter> fields,
            String backToNow,
            @Nullable String asShownThatDay,
            List<TimeStep> steps,
            String today) {}

    /// @param root the root of the tree over all facts, in hex
    record LogEnd(String origin, long size, String root, Moment readAt) {
        public String facts() {
            return Words.number(size);
        }
    }

    /// The filters of the page in words, for print.
    public List<Address.Parameter> filters() {
        return self.fields();
    }

    static Frame of(String title, Address self, PageTime time, @Nullable String lagging, @Nullable LogEnd log) {
        boolean thatDay = time.asOf() != null && !time.asOf().equals(time.knownAt());
        PageTime shown = new PageTime(time.asOf(), time.asOf(), time.now());
        PageTime now = new PageTime(null, null, time.now());
        return new Frame(
                title,
                Navigation.from(self.path(), time),
                Address.home().href(time),
                self.href(time),
                new Self(self.path(), self.parameters()),
                new Time(
                        time.isNow(),
                        time.inWords(),
                        Zones.name(),
                        Zones.OFFERED,
                        PageTime.field(time.asOf()),
                        PageTime.field(time.knownAt()),
                        Address.of("")
                                .with("asOf", time.asOf())
                                .with("knownAt", time.knownAt())
                                .with(Zones.PARAMETER, Zones.parameter())
                                .parameters(),
                        self.href(now),
                        thatDay ? self.href(shown) : null,
                        TimeStep.around(self, time),
                        PageTime.field(time.now()).substring(0, 10)),
                lagging,
                log);
    }
}
