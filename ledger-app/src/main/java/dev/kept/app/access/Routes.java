package dev.kept.app.access;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/// The table of routes, the one place that says who may take which. `HEAD` counts as `GET`.
final class Routes {
    private static final String TABLE = "/access/routes.txt";
    private static final int COLUMNS = 3;

    private final List<Route> routes;

    /// One line of the table.
    record Route(String method, PathPattern path, Access access) {}

    private Routes(List<Route> routes) {
        this.routes = routes;
    }

    static Routes read() {
        List<Route> routes = new ArrayList<>();
        for (String line : text().lines().toList()) {
            if (!line.isBlank() && !line.startsWith("#")) {
                String[] columns = line.strip().split(" +");
                if (columns.length != COLUMNS) {
                    throw new IllegalStateException("expected method, path and access in " + TABLE + ", got " + line);
                }
                routes.add(new Route(
                        columns[0], PathPatternParser.defaultInstance.parse(columns[1]), Access.valueOf(columns[2])));
            }
        }
        return new Routes(List.copyOf(routes));
    }

    private static String text() {
        try (InputStream in = Routes.class.getResourceAsStream(TABLE)) {
            if (in == null) {
                throw new IllegalStateException(TABLE + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    List<Route> all() {
        return routes;
    }

    /// The methods that an address takes from outside, in the order of the table; none where there is no such address.
    List<String> methods(String path) {
        PathContainer parsed = PathContainer.parsePath(path);
        return routes.stream()
                .filter(route -> route.access() != Access.INNER && route.path().matches(parsed))
                .flatMap(route -> route.method().equals("GET") ? Stream.of("GET", "HEAD") : Stream.of(route.method()))
                .distinct()
                .toList();
    }

    /// The most special route of this method that the path takes.
    ///
    /// @param path as it was sent, percent signs and all
    Optional<Route> route(String method, String path) {
        PathContainer parsed = PathContainer.parsePath(path);
        String asked = method.equals("HEAD") ? "GET" : method;
        return routes.stream()
                .filter(route -> route.method().equals(asked) && route.path().matches(parsed))
                .min((one, other) -> PathPattern.SPECIFICITY_COMPARATOR.compare(one.path(), other.path()));
    }
}
