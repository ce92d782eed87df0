package dev.kept.app.importing;

import dev.kept.app.importing.Draft.Origin;
import dev.kept.app.support.LineSink;
import dev.kept.app.support.LineSink.LineAnswer;
import dev.kept.domain.commitment.Refusal;
import dev.kept.domain.commitment.RefusalCode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/// Hands facts to the sink in batches, counts the answers and sets aside what a later line may still let in.
///
/// A file may be shuffled: a correction can stand before the fact it corrects, a void before the promise it voids. So
/// voids wait for the end, and what is refused for want of another fact is tried again then, as long as that helps.
/// What waits is bounded; beyond that a void goes in where it stands and a refusal is final.
final class Intake {
    static final int MAX_WAITING = 100_000;
    private static final long MAX_WAITING_BYTES = 64L << 20;
    /// Batches that may be under way behind one another: one is stored, one is decided, one waits.
    private static final int MAX_UNDER_WAY = 2;
    private static final long MAX_BATCH_BYTES = 8L << 20;
    /// Refusals that another line of the files may lift: the target, the strike of the void, of the other promise.
    private static final Set<RefusalCode> LIFTABLE =
            EnumSet.of(RefusalCode.UNKNOWN_FACT, RefusalCode.VOIDED, RefusalCode.ALREADY_MADE);

    private final LineSink sink;
    private final Rejects rejects;
    private final int maxWaiting;
    private final List<Draft> batch = new ArrayList<>();
    private final List<Draft> voids = new ArrayList<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private final Map<RefusalCode, Long> refused = new EnumMap<>(RefusalCode.class);
    private final ArrayDeque<UnderWay> underWay = new ArrayDeque<>();
    private long batchBytes;
    private long waitingBytes;
    private long read;
    private long accepted;
    private long duplicate;
    private long rows;
    private long silentRows;

    /// A batch that was handed in.
    private record UnderWay(List<Draft> drafts, Supplier<List<LineAnswer>> answers) {}

    private record Waiting(Draft draft, Refusal refusal) {}

    Intake(LineSink sink, Rejects rejects, int maxWaiting) {
        this.sink = sink;
        this.rejects = rejects;
        this.maxWaiting = maxWaiting;
    }

    void row(int facts) {
        rows++;
        silentRows += facts == 0 ? 1 : 0;
    }

    void add(Draft draft) throws IOException {
        read++;
        if (mayWait(draft) && draft.isVoid()) {
            waitingBytes += draft.bytes();
            voids.add(draft);
        } else {
            enqueue(draft);
        }
    }

    /// A record that is no fact at all.
    void refuse(Origin origin, byte[] raw, Refusal refusal) throws IOException {
        read++;
        count(refusal);
        rejects.add(origin, raw, null, refusal);
    }

    private void enqueue(Draft draft) throws IOException {
        batch.add(draft);
        batchBytes += draft.bytes();
        if (batch.size() == LineSink.MAX_LINES || batchBytes >= MAX_BATCH_BYTES) {
            send();
        }
    }

    private boolean mayWait(Draft draft) {
        return voids.size() + waiting.size() < maxWaiting && waitingBytes + draft.bytes() <= MAX_WAITING_BYTES;
    }

    /// Sends what is left, then the voids, then again and again what was refused, until nothing more gets in.
    void finish() throws IOException {
        sendAndSettle();
        for (Draft draft : List.copyOf(voids)) {
            enqueue(draft);
        }
        voids.clear();
        sendAndSettle();
        long before;
        do {
            before = accepted + duplicate;
            List<Waiting> again = List.copyOf(waiting);
            waiting.clear();
            waitingBytes = 0;
            for (Waiting one : again) {
                enqueue(one.draft());
            }
            sendAndSettle();
        } while (accepted + duplicate > before && !waiting.isEmpty());
        for (Waiting one : waiting) {
            reject(one.draft(), one.refusal());
        }
        waiting.clear();
        rejects.flush();
    }

    private void send() throws IOException {
        if (batch.isEmpty()) {
            return;
        }
        List<Draft> sent = List.copyOf(batch);
        underWay.addLast(
                new UnderWay(sent, sink.handIn(sent.stream().map(Draft::line).toList())));
        batch.clear();
        batchBytes = 0;
        while (underWay.size() > MAX_UNDER_WAY) {
            settleFirst();
        }
    }

    private void sendAndSettle() throws IOException {
        send();
        while (!underWay.isEmpty()) {
            settleFirst();
        }
    }

    /// After a failure: counts what was handed in before it, as far as the ledger answers.
    void settleWhatIsUnderWay() throws IOException {
        while (!underWay.isEmpty()) {
            try {
                settleFirst();
            } catch (LineSink.LedgerUnavailable _) {
                // nothing is known of these lines; they are duplicates of the next run if they were recorded
            }
        }
    }

    private void settleFirst() throws IOException {
        UnderWay first = underWay.removeFirst();
        List<LineAnswer> answers = first.answers.get();
        if (answers.size() != first.drafts.size()) {
            throw new IllegalStateException("expected " + first.drafts.size() + " answers, got " + answers.size());
        }
        for (int i = 0; i < answers.size(); i++) {
            Draft draft = first.drafts.get(i);
            switch (answers.get(i)) {
                case LineAnswer.Accepted _ -> accepted++;
                case LineAnswer.Duplicate _ -> duplicate++;
                case LineAnswer.Refused(Refusal refusal) -> refused(draft, refusal);
            }
        }
        rejects.flush();
    }

    private void refused(Draft draft, Refusal refusal) throws IOException {
        if (LIFTABLE.contains(refusal.code()) && mayWait(draft)) {
            waitingBytes += draft.bytes();
            waiting.add(new Waiting(draft, refusal));
        } else {
            reject(draft, refusal);
        }
    }

    private void reject(Draft draft, Refusal refusal) throws IOException {
        count(refusal);
        rejects.add(draft.origin(), draft.raw(), draft.line().json(), refusal);
    }

    private void count(Refusal refusal) {
        refused.merge(refusal.code(), 1L, Long::sum);
    }

    /// What has been answered so far.
    ImportReport report(boolean dryRun, long rehearsed, Duration duration) {
        return new ImportReport(
                dryRun, rehearsed, rows, silentRows, read, accepted, duplicate, refused, duration, rejects.files());
    }
}
