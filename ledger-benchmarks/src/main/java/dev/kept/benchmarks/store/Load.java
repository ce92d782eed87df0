package dev.kept.benchmarks.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// Callers that each wait for an answer before they call again, for a while.
final class Load {
    private static final Duration GRACE = Duration.ofMinutes(2);

    private Load() {}

    /// @param perSecond calls answered
    /// @param medianMicros of one call
    record Result(double perSecond, double medianMicros) {}

    @FunctionalInterface
    interface Call {
        /// @param caller from 0
        /// @param number of the caller's call, from 0
        void run(int caller, int number) throws Exception;
    }

    static Result run(int callers, Duration time, Call call) throws Exception {
        long start = System.nanoTime();
        long end = start + time.toNanos();
        List<Future<long[]>> all = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < callers; i++) {
                int caller = i;
                all.add(threads.submit(() -> calls(caller, end, call)));
            }
            long[] nanos = new long[0];
            for (Future<long[]> one : all) {
                long[] more = one.get(time.plus(GRACE).toSeconds(), TimeUnit.SECONDS);
                int length = nanos.length;
                nanos = Arrays.copyOf(nanos, length + more.length);
                System.arraycopy(more, 0, nanos, length, more.length);
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            Arrays.sort(nanos);
            return new Result(nanos.length / seconds, nanos[nanos.length / 2] / 1e3);
        }
    }

    private static long[] calls(int caller, long end, Call call) throws Exception {
        long[] nanos = new long[64];
        int count = 0;
        long before = System.nanoTime();
        do {
            call.run(caller, count);
            long after = System.nanoTime();
            if (count == nanos.length) {
                nanos = Arrays.copyOf(nanos, 2 * count);
            }
            nanos[count++] = after - before;
            before = after;
        } while (before < end);
        return Arrays.copyOf(nanos, count);
    }
}
