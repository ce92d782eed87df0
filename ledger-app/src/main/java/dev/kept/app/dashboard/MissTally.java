package dev.kept.app.dashboard;

import dev.kept.api.fact.MissCause;
import dev.kept.projections.portfolio.Miss;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How many misses there are of each sort: all of it counted in one pass, since there may be a hundred thousand.
record MissTally(
        Map<String, Integer> causes,
        Map<String, Integer> kinds,
        Map<String, Integer> promisors,
        Map<String, Integer> months,
        Map<String, Integer> lateness,
        Map<String, Integer> telling) {

    /// @param misses in the order of their due dates
    static MissTally of(List<Miss> misses) {
        Counter causes = new Counter();
        Counter kinds = new Counter();
        Counter promisors = new Counter();
        int[] late = new int[MissFilter.Lateness.values().length];
        int[] told = new int[MissFilter.Telling.values().length];
        Months months = new Months();
        for (Miss miss : misses) {
            causes.add(MissFilter.cause(miss));
            kinds.add(miss.kind());
            promisors.add(miss.promisor());
            months.add(miss.due());
            late[MissFilter.Lateness.of(miss).ordinal()]++;
            told[MissFilter.Telling.of(miss).ordinal()]++;
        }
        return new MissTally(
                causes.counts(),
                kinds.counts(),
                promisors.counts(),
                months.counter.counts(),
                byName(MissFilter.Lateness.values(), late),
                byName(MissFilter.Telling.values(), told));
    }

    static Map<String, Integer> causes(List<Miss> misses) {
        int[] counts = new int[MissCause.values().length + 1];
        for (Miss miss : misses) {
            MissCause cause = miss.cause();
            counts[cause == null ? counts.length - 1 : cause.ordinal()]++;
        }
        Map<String, Integer> named = new HashMap<>();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                named.put(i < counts.length - 1 ? MissCause.values()[i].name() : MissFilter.UNNAMED, counts[i]);
            }
        }
        return named;
    }

    private static <E extends Enum<E>> Map<String, Integer> byName(E[] constants, int[] counts) {
        Map<String, Integer> named = new HashMap<>();
        for (E constant : constants) {
            if (counts[constant.ordinal()] > 0) {
                named.put(constant.name(), counts[constant.ordinal()]);
            }
        }
        return named;
    }

    private static final class Counter {
        private final Map<String, int[]> counts = new HashMap<>();

        void add(String name) {
            counts.computeIfAbsent(name, _ -> new int[1])[0]++;
        }

        Map<String, Integer> counts() {
            Map<String, Integer> counted = HashMap.newHashMap(counts.size());
            counts.forEach((name, count) -> counted.put(name, count[0]));
            return counted;
        }
    }

    /// Most misses are of the month of the one before.
    private static final class Months {
        private final Counter counter = new Counter();
        private String name = "";
        private long begin;
        private long end;

        void add(long due) {
            if (due < begin || due >= end) {
                YearMonth month = MissesPage.month(due);
                begin = month.atDay(1).atStartOfDay(Zones.shown()).toEpochSecond();
                end = month.plusMonths(1).atDay(1).atStartOfDay(Zones.shown()).toEpochSecond();
                name = month.toString();
            }
            counter.add(name);
        }
    }
}
