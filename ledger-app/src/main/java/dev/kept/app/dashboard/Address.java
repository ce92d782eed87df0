package dev.kept.app.dashboard;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A page and its parameters, all but the time it is read for.
///
/// Ids stand in parameters and never in the path: a server may refuse a path with an encoded slash. Addresses are
/// relative; every page lies at the same depth.
record Address(String path, List<Parameter> parameters) {
    record Parameter(String name, String value) {}

    Address {
        parameters = List.copyOf(parameters);
    }

    static Address of(String path) {
        return new Address(path, List.of());
    }

    static Address home() {
        return of("./");
    }

    static Address customer(String id) {
        return of("customer").with("id", id);
    }

    static Address promisor(String id) {
        return of("promisor").with("id", id);
    }

    static Address commitment(String id) {
        return of("commitment").with("id", id);
    }

    static Address commitments() {
        return of("commitments");
    }

    /// With one more parameter; null or nothing leaves it out.
    Address with(String name, @Nullable Object value) {
        if (value == null || value.toString().isEmpty()) {
            return this;
        }
        List<Parameter> more = new ArrayList<>(parameters);
        more.add(new Parameter(name, value.toString()));
        return new Address(path, more);
    }

    Address without(String name) {
        return new Address(
                path,
                parameters.stream()
                        .filter(parameter -> !parameter.name.equals(name))
                        .toList());
    }

    /// The same parameters for another page.
    Address as(String otherPath) {
        return new Address(otherPath, parameters);
    }

    /// What a link to it says, so that the page is read for the same time.
    String href(PageTime time) {
        Address whole =
                with("asOf", time.asOf()).with("knownAt", time.knownAt()).with(Zones.PARAMETER, Zones.parameter());
        StringBuilder href = new StringBuilder(path);
        char separator = '?';
        for (Parameter parameter : whole.parameters) {
            href.append(separator).append(parameter.name).append('=').append(encoded(parameter.value));
            separator = '&';
        }
        return href.toString();
    }

    /// What a link says to a page that is read for now alone, in UTC.
    String hrefNow() {
        return href(new PageTime(null, null, Instant.EPOCH));
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
