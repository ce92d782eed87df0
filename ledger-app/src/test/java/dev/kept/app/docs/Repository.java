package dev.kept.app.docs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The checked-out repository that the tests run in.
record Repository(Path root) {

    static Repository find() {
        Path start = Path.of("").toAbsolutePath();
        return Stream.iterate(start, folder -> folder != null, Path::getParent)
                .filter(folder -> Files.isRegularFile(folder.resolve("kept")))
                .findFirst()
                .map(Repository::new)
                .orElseThrow(() -> new IllegalStateException("no file `kept` in " + start + " or any folder above"));
    }

    /// Tracked files and new ones that no ignore rule covers, relative to the root.
    List<String> files() throws IOException, InterruptedException {
        Process git = new ProcessBuilder("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
                .directory(root.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String names = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (git.waitFor() != 0) {
            throw new IllegalStateException("git ls-files failed in " + root);
        }
        return Stream.of(names.split("\0"))
                .filter(name -> Files.isRegularFile(root.resolve(name)))
                .distinct()
                .toList();
    }

    /// The text of a file, or nothing where its bytes are no UTF-8.
    Optional<String> text(String name) throws IOException {
        byte[] bytes = Files.readAllBytes(root.resolve(name));
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException _) {
            return Optional.empty();
        }
    }
}
