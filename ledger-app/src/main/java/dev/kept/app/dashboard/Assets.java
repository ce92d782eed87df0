package dev.kept.app.dashboard;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// The files that pages fetch beside themselves, and the mark of their content that stands in their addresses: so a
/// browser may keep them for ever and still never shows a page in yesterday's style.
final class Assets {
    static final List<String> PATHS = List.of("/kept.css", "/charts.css", "/kept.js");

    /// What follows a path: `?v=` and the begin of the SHA-256 of all of them.
    static final String VERSION = "?v=" + hash();

    private static final int DIGITS = 12;

    private Assets() {}

    static boolean isOne(String path) {
        return PATHS.contains(path);
    }

    private static String hash() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String path : PATHS) {
                try (InputStream file = Assets.class.getResourceAsStream("/static" + path)) {
                    if (file == null) {
                        throw new IllegalStateException("the file " + path + " of the pages is missing");
                    }
                    digest.update(file.readAllBytes());
                }
            }
            return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (NoSuchAlgorithmException failure) {
            throw new IllegalStateException("every JDK has SHA-256", failure);
        }
    }
}
