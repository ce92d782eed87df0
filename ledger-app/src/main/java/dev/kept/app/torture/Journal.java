package dev.kept.app.torture;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What was acknowledged, kept outside of everything that is killed: in this process and in a file of its own.
///
/// A caller has one submission under way at a time, so its first submission without an acknowledgement is the only one
/// that nobody knows about.
final class Journal implements AutoCloseable {
    /// Stands for a position that an acknowledgement did not tell.
    static final long UNTOLD = -1;

    private final List<List<long[]>> acknowledged = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();
    private final BufferedWriter file;
    private long submissions;
    private long facts;

    Journal(Path file) throws IOException {
        this.file = Files.newBufferedWriter(file);
        for (int caller = 0; caller < Workload.CALLERS; caller++) {
            acknowledged.add(new ArrayList<>());
        }
    }

    /// Takes a whole line of a worker; a line that its death cut off never gets here.
    synchronized void take(String line) throws IOException {
        file.write(line);
        file.newLine();
        String[] words = line.split(" ", -1);
        if (!words[0].equals(Worker.ACKNOWLEDGED)) {
            complaints.add(line);
            return;
        }
        int caller = Integer.parseInt(words[1]);
        long[] positions = new long[words.length - 3];
        for (int i = 0; i < positions.length; i++) {
            positions[i] = Long.parseLong(words[i + 3]);
        }
        List<long[]> known = acknowledged.get(caller);
        if (Integer.parseInt(words[2]) != known.size()) {
            complaints.add("expected submission " + known.size() + " of caller " + caller + ", got: " + line);
            return;
        }
        known.add(positions);
        submissions++;
        facts += positions.length;
    }

    /// The positions of a caller's acknowledged submissions, in their order.
    synchronized List<long[]> of(int caller) {
        return List.copyOf(acknowledged.get(caller));
    }

    /// The next submission of each caller.
    synchronized List<Integer> next() {
        return acknowledged.stream().map(List::size).toList();
    }

    synchronized long submissions() {
        return submissions;
    }

    synchronized long facts() {
        return facts;
    }

    /// What a worker said that it should not have.
    synchronized List<String> complaints() {
        return List.copyOf(complaints);
    }

    @Override
    public synchronized void close() throws IOException {
        file.close();
    }
}
