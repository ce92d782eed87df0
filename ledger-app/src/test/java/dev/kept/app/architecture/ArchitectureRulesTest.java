package dev.kept.app.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Proves that each rule can fail: it must name exactly the classes planted against it.
class ArchitectureRulesTest {

    private static final String ROOT = ArchitectureRulesTest.class.getPackageName() + ".planted";
    private static final ArchitectureRules RULES = new ArchitectureRules(ROOT);
    private static final JavaClasses PLANTED = new ClassFileImporter().importPackages(ROOT);
    private static final Pattern PLANTED_TYPE = Pattern.compile(Pattern.quote(ROOT) + "[a-z.]*\\.([A-Z]\\w*)");

    @Test
    void findsALibraryInThePublishedLanguage() {
        assertThat(violators(RULES.publishedLanguageNeedsTheJdkAlone())).containsExactly("LeansOnALibrary");
    }

    @Test
    void findsTheOutsideWorldInTheDomain() {
        assertThat(violators(RULES.domainTouchesNothingOutside()))
                .containsExactlyInAnyOrder(
                        "IsABean", "OpensASocket", "OpensAStream", "Prints", "Queries", "ReadsAFile");
    }

    @Test
    void findsClocksAndChanceInTheDomain() {
        assertThat(violators(RULES.timeAndChanceArePassedIn()))
                .containsExactlyInAnyOrder(
                        "AsksForChance",
                        "CountsMillis",
                        "InventsIds",
                        "ReadsTheClock",
                        "RefersToTheClock",
                        "RollsDice",
                        "TakesTheSystemClock");
    }

    @Test
    void findsAxonOutsideItsPackages() {
        assertThat(violators(RULES.axonStaysBehindFewPackages())).containsExactly("UsesAxon");
    }

    @Test
    void findsFactsThatGoAnotherWayThanAHandlersTransaction() {
        assertThat(violators(RULES.factsAreAppendedInAHandlersTransaction()))
                .containsExactly("AppendsLate", "PublishesByItself");
    }

    @Test
    void findsSpringInTheStore() {
        assertThat(violators(RULES.storeKnowsNoSpring())).containsExactly("LeansOnSpring");
    }

    @Test
    void findsSpringBeyondJdbcInProjections() {
        assertThat(violators(RULES.projectionsKnowOnlySpringJdbc())).containsExactly("LeansOnBoot");
    }

    @Test
    void findsSiblingsThatSeeEachOther() {
        assertThat(violators(RULES.siblingsDoNotSeeEachOther())).containsExactly("SeesASibling");
    }

    @Test
    void findsCrowdedPackages() {
        assertThat(details(RULES.publicTypesAreFew(2))).isEmpty();
        assertThat(details(RULES.publicTypesAreFew(1)))
                .singleElement()
                .asString()
                .contains("app.rest has 2 public types, at most 1: [Resource, SeesASibling]");
    }

    @Test
    void findsPackagesWhoseNullsGoUnchecked() {
        assertThat(violators(RULES.everyPackageIsNullMarked())).containsExactly("Unmarked");
    }

    @Test
    void findsPackagesThatAreThinOrGone() {
        assertThat(RULES.thinPackages(PLANTED, Map.of("app.rest", 2, "api", 3, "domain.scoring", 1)))
                .containsExactly("api: 2 of 3", "domain.scoring: 0 of 1");
    }

    private static List<String> details(ArchRule rule) {
        return rule.evaluate(PLANTED).getFailureReport().getDetails();
    }

    /// Simple names of the planted classes that the rule's report names as origins: the first on each line.
    private static TreeSet<String> violators(ArchRule rule) {
        return details(rule).stream()
                .flatMap(String::lines)
                .map(PLANTED_TYPE::matcher)
                .filter(Matcher::find)
                .map(origin -> origin.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
