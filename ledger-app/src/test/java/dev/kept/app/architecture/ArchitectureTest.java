package dev.kept.app.architecture;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Holds the product's classes to the [ArchitectureRules].
class ArchitectureTest {

    /// Packages that must exist, with the least number of top-level types in each.
    private static final Map<String, Integer> EXPECTED_PACKAGES = Map.ofEntries(
            entry("api.commitment", 7),
            entry("api.event", 5),
            entry("api.fact", 7),
            entry("api.id", 2),
            entry("domain.audit", 5),
            entry("domain.axon", 4),
            entry("domain.capture", 5),
            entry("domain.commitment", 8),
            entry("domain.due", 1),
            entry("domain.fact", 6),
            entry("domain.json", 4),
            entry("domain.line", 6),
            entry("domain.outcome", 4),
            entry("domain.recurrence", 2),
            entry("domain.series", 4),
            entry("embedded", 10),
            entry("store", 20),
            entry("store.intake", 4),
            entry("domain.axon.ledger", 3),
            entry("files", 2),
            entry("verify", 10),
            entry("witness", 8),
            entry("projections.audit", 6),
            entry("store.webhook", 3),
            entry("projections.board", 8),
            entry("domain.seal", 1),
            entry("projections.commitment", 5),
            entry("projections.explorer", 1),
            entry("projections.calendar", 4),
            entry("projections.processor", 3),
            entry("projections.series", 2),
            entry("projections.registry", 1),
            entry("projections.reliability", 12),
            entry("app.access", 6),
            entry("app.broker", 1),
            entry("app.importing", 20),
            entry("app.ingest", 12),
            entry("app.deadline", 2),
            entry("app.support", 1),
            entry("app.support.access", 7),
            entry("app.support.ics", 5),
            entry("app.support.audit", 2),
            entry("app.torture", 8),
            entry("app.webhook", 8));

    private static final ArchitectureRules RULES = new ArchitectureRules("dev.kept");

    private static final JavaClasses PRODUCT = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("dev.kept");

    static List<ArchRule> rules() {
        return RULES.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void holds(ArchRule rule) {
        assertThat(rule.evaluate(PRODUCT).getFailureReport().getDetails())
                .as(rule.getDescription())
                .isEmpty();
    }

    @Test
    void expectedPackagesHoldTheirTypes() {
        assertThat(RULES.thinPackages(PRODUCT, EXPECTED_PACKAGES)).isEmpty();
    }

    @Test
    void testsAreNotJudgedAsTheProduct() {
        assertThat(PRODUCT)
                .noneMatch(type -> type.getName().startsWith(getClass().getPackageName()));
    }
}
