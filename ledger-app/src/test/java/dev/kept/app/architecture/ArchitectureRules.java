package dev.kept.app.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// The rules of modules and packages below one root package. The root is a parameter so that planted violations are
/// judged by the very rules that hold for the product.
record ArchitectureRules(String root) {

    static final int PUBLIC_TYPES_PER_PACKAGE = 8;

    /// Siblings in `app` that may see every other one.
    private static final List<String> SEE_ALL = List.of("cli", "wiring");

    /// Siblings in `app` that every other one may see.
    private static final List<String> SEEN_BY_ALL = List.of("support");

    private static final Set<String> FILES_AND_STREAMS = Set.of(
            "java.io.Console",
            "java.io.File",
            "java.io.FileDescriptor",
            "java.io.FileInputStream",
            "java.io.FileOutputStream",
            "java.io.FileReader",
            "java.io.FileWriter",
            "java.io.PrintStream",
            "java.io.RandomAccessFile");

    /// Parts of `java.net` that only turn text into text.
    private static final Set<String> PURE_NET =
            Set.of("java.net.URI", "java.net.URISyntaxException", "java.net.URLDecoder", "java.net.URLEncoder");

    private static final Set<String> RANDOM_SOURCES = Set.of("SecureRandom", "Random", "SplittableRandom");

    private static final Set<String> CLOCKS_AND_CHANCE = Set.of(
            "System.currentTimeMillis",
            "System.nanoTime",
            "UUID.randomUUID",
            "Math.random",
            "RandomGenerator.getDefault",
            "RandomGenerator.of",
            "SecureRandom.getInstanceStrong",
            "ThreadLocalRandom.current");

    List<ArchRule> all() {
        return List.of(
                publishedLanguageNeedsTheJdkAlone(),
                domainTouchesNothingOutside(),
                timeAndChanceArePassedIn(),
                axonStaysBehindFewPackages(),
                factsAreAppendedInAHandlersTransaction(),
                storeKnowsNoSpring(),
                projectionsKnowOnlySpringJdbc(),
                siblingsDoNotSeeEachOther(),
                publicTypesAreFew(PUBLIC_TYPES_PER_PACKAGE),
                everyPackageIsNullMarked());
    }

    ArchRule publishedLanguageNeedsTheJdkAlone() {
        return classes()
                .that(reside("api.."))
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(root + ".api..", "java..", "org.jspecify.."))
                .as("the published language needs the JDK and JSpecify alone")
                .allowEmptyShould(true);
    }

    ArchRule domainTouchesNothingOutside() {
        DescribedPredicate<JavaClass> outside = describe("reach outside the process or a framework", type -> {
            String name = type.getFullName();
            return resideInAnyPackage(
                                    "org.springframework..",
                                    "java.sql..",
                                    "javax.sql..",
                                    "java.nio.file..",
                                    "java.nio.channels..",
                                    "java.net.http..")
                            .test(type)
                    || type.getPackageName().equals("java.net") && !PURE_NET.contains(name)
                    || FILES_AND_STREAMS.contains(name);
        });
        return noClasses()
                .that(reside("domain.."))
                .should()
                .dependOnClassesThat(outside)
                .as("the domain has no Spring, no database, no files, no network")
                .allowEmptyShould(true);
    }

    ArchRule timeAndChanceArePassedIn() {
        DescribedPredicate<JavaAccess<?>> ambient = describe("read a clock or chance of their own", access -> {
            JavaClass owner = access.getTargetOwner();
            String name = access.getTarget().getName();
            boolean inTime = owner.getPackageName().equals("java.time");
            return inTime && (name.equals("now") || owner.getSimpleName().equals("Clock") && name.startsWith("system"))
                    || CLOCKS_AND_CHANCE.contains(owner.getSimpleName() + "." + name)
                    || RANDOM_SOURCES.contains(owner.getSimpleName())
                            && name.equals("<init>")
                            && !access.getOriginOwner().isAssignableTo(owner.getFullName());
        });
        return noClasses()
                .that(resideInAnyPackage(root + ".api..", root + ".domain.."))
                .should()
                .accessTargetWhere(ambient)
                .as("time, ids and randomness are passed into the published language and the domain")
                .allowEmptyShould(true);
    }

    ArchRule axonStaysBehindFewPackages() {
        return noClasses()
                .that(reside(".."))
                .and(DescribedPredicate.not(
                        resideInAnyPackage(root + ".domain.axon..", root + ".store..", root + ".app.wiring..")))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.axonframework..")
                .as("Axon stays in domain.axon, store and app.wiring")
                .allowEmptyShould(true);
    }

    /// What goes another way can be lost in silence: publishing without a context swallows its failure, and what is
    /// appended while a commit is prepared may come too late.
    ArchRule factsAreAppendedInAHandlersTransaction() {
        DescribedPredicate<JavaAccess<?>> otherWays = describe("publish, or hook into a commit", access -> {
            JavaClass owner = access.getTargetOwner();
            String name = access.getTarget().getName();
            boolean publishes = name.equals("publish")
                    && (owner.isAssignableTo("org.axonframework.messaging.eventhandling.EventSink")
                            || owner.isAssignableTo("org.axonframework.messaging.eventhandling.gateway.EventGateway"));
            return publishes
                    || owner.getPackageName().equals("org.axonframework.messaging.core.unitofwork")
                            && name.endsWith("PrepareCommit");
        });
        return noClasses()
                .that(reside(".."))
                .should()
                .accessTargetWhere(otherWays)
                .as("facts are appended in a handler's transaction: nothing publishes, nothing hooks into a commit")
                .allowEmptyShould(true);
    }

    ArchRule storeKnowsNoSpring() {
        return noClasses()
                .that(resideInAnyPackage(root + ".store..", root + ".embedded.."))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.springframework..")
                .as("the store and the embedded database know no Spring")
                .allowEmptyShould(true);
    }

    ArchRule projectionsKnowOnlySpringJdbc() {
        DescribedPredicate<JavaClass> jdbc = resideInAnyPackage(
                "org.springframework.jdbc..", "org.springframework.dao..", "org.springframework.transaction..");
        return noClasses()
                .that(reside("projections.."))
                .should()
                .dependOnClassesThat(resideInAPackage("org.springframework..").and(DescribedPredicate.not(jdbc)))
                .as("of Spring, projections know JDBC alone")
                .allowEmptyShould(true);
    }

    ArchRule siblingsDoNotSeeEachOther() {
        return slices().matching(root + ".app.(*)..")
                .should()
                .notDependOnEachOther()
                .ignoreDependency(resideInAnyPackage(appPackages(SEE_ALL)), alwaysTrue())
                .ignoreDependency(alwaysTrue(), resideInAnyPackage(appPackages(SEEN_BY_ALL)))
                .as("siblings in app do not see each other, but for " + SEE_ALL + ", which see all, and " + SEEN_BY_ALL
                        + ", seen by all")
                .allowEmptyShould(true);
    }

    ArchRule publicTypesAreFew(int limit) {
        return classes()
                .that(reside(".."))
                .and()
                .arePublic()
                .and()
                .areTopLevelClasses()
                .should(new AtMostPerPackage(limit))
                .as("a package has at most " + limit + " public types")
                .allowEmptyShould(true);
    }

    ArchRule everyPackageIsNullMarked() {
        ArchCondition<JavaClass> condition = new ArchCondition<>("stand in a package marked @NullMarked") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                if (!type.getPackage().isAnnotatedWith("org.jspecify.annotations.NullMarked")) {
                    events.add(SimpleConditionEvent.violated(
                            type, type.getName() + " stands in a package without a @NullMarked package-info"));
                }
            }
        };
        return classes()
                .that(reside(".."))
                .should(condition)
                .as("every package is @NullMarked, or its nulls go unchecked")
                .allowEmptyShould(true);
    }

    /// Expected packages (relative to the root) that hold fewer top-level types than expected, each with its count. A
    /// rule about a package that was renamed away would hold for ever; this notices.
    List<String> thinPackages(JavaClasses imported, Map<String, Integer> expected) {
        Map<String, Integer> counts = new TreeMap<>();
        imported.stream()
                .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
                .forEach(type -> counts.merge(type.getPackageName(), 1, Integer::sum));
        return expected.entrySet().stream()
                .filter(wanted -> counts.getOrDefault(root + "." + wanted.getKey(), 0) < wanted.getValue())
                .map(wanted -> wanted.getKey() + ": " + counts.getOrDefault(root + "." + wanted.getKey(), 0) + " of "
                        + wanted.getValue())
                .sorted()
                .toList();
    }

    private DescribedPredicate<JavaClass> reside(String packages) {
        return resideInAPackage(packages.equals("..") ? root + ".." : root + "." + packages);
    }

    private String[] appPackages(List<String> siblings) {
        return siblings.stream().map(name -> root + ".app." + name + "..").toArray(String[]::new);
    }

    /// Counts types by package and reports the packages over the limit.
    private static final class AtMostPerPackage extends ArchCondition<JavaClass> {
        private final int limit;
        private final Map<String, Set<String>> namesByPackage = new TreeMap<>();

        AtMostPerPackage(int limit) {
            super("be at most " + limit + " in their package");
            this.limit = limit;
        }

        @Override
        public void check(JavaClass type, ConditionEvents events) {
            namesByPackage
                    .computeIfAbsent(type.getPackageName(), _ -> new TreeSet<>())
                    .add(type.getSimpleName());
        }

        @Override
        public void finish(ConditionEvents events) {
            namesByPackage.forEach((name, types) -> {
                if (types.size() > limit) {
                    events.add(SimpleConditionEvent.violated(
                            name, name + " has " + types.size() + " public types, at most " + limit + ": " + types));
                }
            });
            namesByPackage.clear();
        }
    }
}
