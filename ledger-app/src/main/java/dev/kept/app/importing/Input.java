package dev.kept.app.importing;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/// The bytes of one file or of standard input, unpacked if they are gzip and without a byte order mark.
final class Input implements Closeable {
    /// The path that stands for standard input.
    static final Path STDIN = Path.of("-");

    private static final int BUFFER = 1 << 16;

    private final Counted packed;
    private final InputStream stream;

    private Input(Counted packed, InputStream stream) {
        this.packed = packed;
        this.stream = stream;
    }

    static Input open(Path path, InputStream stdin) throws IOException {
        InputStream bytes = path.equals(STDIN) ? stdin : Files.newInputStream(path);
        try {
            return open(path, new Counted(new BufferedInputStream(bytes, BUFFER)));
        } catch (IOException | RuntimeException e) {
            bytes.close();
            throw e;
        }
    }

    private static Input open(Path path, Counted packed) throws IOException {
        byte[] head = packed.peek(2);
        boolean gzip = head.length == 2 && (head[0] & 0xff) == 0x1f && (head[1] & 0xff) == 0x8b;
        // The second buffer is for peeking behind the packing.
        BufferedInputStream plain =
                new BufferedInputStream(gzip ? new GZIPInputStream(packed, BUFFER) : packed, BUFFER);
        plain.mark(3);
        byte[] mark = plain.readNBytes(3);
        int first = mark.length < 2 ? 0 : (mark[0] & 0xff) << 8 | mark[1] & 0xff;
        if (first == 0xfffe || first == 0xfeff) {
            throw new ImportRefused(new Problem(
                    path.toString(), null, "the file is UTF-16", "Convert it first: iconv -f UTF-16 -t UTF-8 " + path));
        }
        boolean utf8Mark = mark.length == 3 && first == 0xefbb && (mark[2] & 0xff) == 0xbf;
        if (!utf8Mark) {
            plain.reset();
        }
        return new Input(packed, plain);
    }

    /// How many bytes the file has as it lies there, packed or not; -1 for standard input.
    static long size(Path path) {
        try {
            return path.equals(STDIN) ? -1 : Files.size(path);
        } catch (IOException _) {
            return -1;
        }
    }

    InputStream stream() {
        return stream;
    }

    /// How many of its bytes have been taken in, as it lies there.
    long consumed() {
        return packed.count;
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }

    private static final class Counted extends FilterInputStream {
        private long count;

        Counted(BufferedInputStream in) {
            super(in);
        }

        byte[] peek(int length) throws IOException {
            in.mark(length);
            byte[] head = in.readNBytes(length);
            in.reset();
            return head;
        }

        @Override
        public int read() throws IOException {
            int b = in.read();
            count += b < 0 ? 0 : 1;
            return b;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int n = in.read(bytes, offset, length);
            count += Math.max(0, n);
            return n;
        }

        /// Whether anything follows, waiting for it if need be: to the unpacker 0 says that no further part of the
        /// archive follows, and on a pipe it would be said too early.
        @Override
        public int available() throws IOException {
            return peek(1).length;
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
