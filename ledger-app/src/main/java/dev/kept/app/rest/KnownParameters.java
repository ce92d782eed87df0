package dev.kept.app.rest;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// Refuses a parameter of the address that its route does not know: passed over, a misspelt filter would answer another
/// question than the one that was asked. What a route knows is what the interface's description says.
@Component
class KnownParameters implements HandlerInterceptor, WebMvcConfigurer {
    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).addPathPatterns("/v1/**");
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        String method = request.getMethod().equals("HEAD") ? "GET" : request.getMethod();
        Object path = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        Set<String> known = Description.PARAMETERS.get(method + " " + path);
        if (known != null) {
            for (String name : request.getParameterMap().keySet()) {
                if (!known.contains(name)) {
                    throw unknown(name, request.getParameter(name), known);
                }
            }
        }
        return true;
    }

    private static ProblemException unknown(String name, @Nullable String value, Set<String> known) {
        return new ProblemException(new Problem(
                400,
                "UNKNOWN_PARAMETER",
                "this address has no parameter " + name,
                name,
                value,
                known.isEmpty() ? "leave it out; this address has none" : "use " + String.join(", ", known)));
    }

    /// What `openapi.yaml` says, read when it is first asked for.
    private static final class Description {
        private static final String FILE = "/static/openapi.yaml";
        private static final Map<String, Set<String>> PARAMETERS = parameters();

        /// The parameters in the address of each route, such as `by` of `GET /v1/stats`.
        private static Map<String, Set<String>> parameters() {
            Map<?, ?> document = document();
            Map<?, ?> shared = inner(inner(document, "components"), "parameters");
            Map<String, Set<String>> parameters = new HashMap<>();
            inner(document, "paths").forEach((path, item) -> {
                Map<?, ?> operations = (Map<?, ?>) item;
                operations.forEach((method, operation) -> {
                    if (operation instanceof Map<?, ?> one) {
                        Set<String> names = named(operations, shared);
                        names.addAll(named(one, shared));
                        parameters.put(method.toString().toUpperCase(Locale.ROOT) + " " + path, names);
                    }
                });
            });
            return parameters;
        }

        private static Map<?, ?> document() {
            try (InputStream in = KnownParameters.class.getResourceAsStream(FILE)) {
                if (in == null) {
                    throw new IllegalStateException(FILE + " is not on the class path");
                }
                return new Yaml(new SafeConstructor(new LoaderOptions())).load(in);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        private static Map<?, ?> inner(Map<?, ?> of, String name) {
            if (of.get(name) instanceof Map<?, ?> inner) {
                return inner;
            }
            throw new IllegalStateException("expected " + name + " in " + FILE);
        }

        private static Set<String> named(Map<?, ?> described, Map<?, ?> shared) {
            Set<String> names = new TreeSet<>();
            if (described.get("parameters") instanceof List<?> parameters) {
                for (Object parameter : parameters) {
                    Map<?, ?> own = (Map<?, ?>) parameter;
                    Object reference = own.get("$ref");
                    Map<?, ?> meant = reference == null
                            ? own
                            : inner(shared, reference.toString().replaceFirst(".*/", ""));
                    if ("query".equals(meant.get("in"))) {
                        names.add(String.valueOf(meant.get("name")));
                    }
                }
            }
            return names;
        }
    }
}
