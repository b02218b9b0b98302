package dev.sallyport;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The walls of DESIGN.md, section 3. */
@AnalyzeClasses(packages = "dev.sallyport", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    private static final int MAX_FILE_LINES = 500;

    @ArchTest
    static final ArchRule CONTROL_KNOWS_NO_DATA_PLANE = noClasses()
            .that()
            .resideInAPackage("dev.sallyport.control..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.sallyport.pipeline..", "dev.sallyport.edge..", "dev.sallyport.integration..")
            .allowEmptyShould(true)
            .because("control plane and data plane meet in the snapshot alone");

    /** One port serves both planes, so one class of the edge hands requests over to the control plane. */
    @ArchTest
    static final ArchRule DATA_PLANE_KNOWS_NO_CONTROL = noClasses()
            .that()
            .resideInAnyPackage("dev.sallyport.pipeline..", "dev.sallyport.edge..", "dev.sallyport.integration..")
            .and()
            .doNotHaveFullyQualifiedName("dev.sallyport.edge.RequestRouter")
            .and()
            .haveNameNotMatching("dev\\.sallyport\\.edge\\.RequestRouter\\$.*")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.sallyport.control..");

    @ArchTest
    static final ArchRule PIPELINE_KNOWS_NEITHER_EDGE_NOR_BACKENDS = noClasses()
            .that()
            .resideInAPackage("dev.sallyport.pipeline..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.sallyport.edge..", "dev.sallyport.integration..", "dev.sallyport.snapshot..");

    @ArchTest
    static final ArchRule MODEL_KNOWS_NOTHING = noClasses()
            .that()
            .resideInAPackage("dev.sallyport.model..")
            .should()
            .dependOnClassesThat(resideInAPackage("dev.sallyport..")
                    .and(DescribedPredicate.not(resideInAPackage("dev.sallyport.model.."))));

    @ArchTest
    static final ArchRule PURE_PACKAGES_KNOW_NO_NETWORK = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.sallyport.model..",
                    "dev.sallyport.mapping..",
                    "dev.sallyport.validation..",
                    "dev.sallyport.limits..",
                    "dev.sallyport.iam..",
                    "dev.sallyport.cache..",
                    "dev.sallyport.aws..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.netty..", "java.net.http..", "java.nio.channels..");

    /** Buffers and executors are the currency of bodies; the network itself stays at the two ends. */
    @ArchTest
    static final ArchRule NETTY_STAYS_AT_THE_ENDS = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "dev.sallyport",
                    "dev.sallyport.edge..",
                    "dev.sallyport.integration.http..",
                    "dev.sallyport.functions..")
            .should()
            .dependOnClassesThat(resideInAPackage("io.netty..")
                    .and(DescribedPredicate.not(resideInAnyPackage("io.netty.buffer..", "io.netty.util.."))));

    @ArchTest
    static final ArchRule BUFFERS_STAY_ON_THE_WAY_OF_BODIES = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "dev.sallyport",
                    "dev.sallyport.http..",
                    "dev.sallyport.edge..",
                    "dev.sallyport.integration..",
                    "dev.sallyport.functions..",
                    "dev.sallyport.pipeline..",
                    "dev.sallyport.websocket..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.netty..");

    @ArchTest
    static final ArchRule ONLY_SQLITE_SPEAKS_SQL = noClasses()
            .that()
            .resideOutsideOfPackage("dev.sallyport.store.sqlite..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..", "org.sqlite..");

    @ArchTest
    static final ArchRule NOBODY_IMPORTS_THE_ROOT = noClasses()
            .that()
            .resideOutsideOfPackages("dev.sallyport", "dev.sallyport.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.sallyport");

    @ArchTest
    static final ArchRule CACHE_IS_BELOW_THE_SNAPSHOT = noClasses()
            .that()
            .resideInAPackage("dev.sallyport.cache..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.sallyport.snapshot..",
                    "dev.sallyport.edge..",
                    "dev.sallyport.integration..",
                    "dev.sallyport.authorizer..",
                    "dev.sallyport.store..",
                    "dev.sallyport.config..",
                    "dev.sallyport.control..")
            .because("the cache knows requests and answers, and nobody who makes them");

    @ArchTest
    static final ArchRule DOCUMENTS_KNOW_NO_APIS = noClasses()
            .that()
            .resideInAPackage("dev.sallyport.control.openapi..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.sallyport.control.rest..",
                    "dev.sallyport.control.http..",
                    "dev.sallyport.store..",
                    "dev.sallyport.wire..")
            .because("documents of REST APIs and of HTTP APIs are read by the same classes");

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("dev.sallyport.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule NO_DRAWERS_FOR_ODDS_AND_ENDS =
            noClasses().should().resideInAnyPackage("..util..", "..common..", "..helper..", "..internal..", "..misc..");

    @ArchTest
    static final ArchRule ONLY_THE_COMMAND_LINE_PRINTS = noClasses()
            .that()
            .resideOutsideOfPackage("dev.sallyport.cli..")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err");

    @ArchTest
    static final ArchRule TIME_AND_CHANCE_ARE_INJECTED = noClasses()
            .that()
            .resideOutsideOfPackages("dev.sallyport", "dev.sallyport.cli..")
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(Clock.class, "systemUTC")
            .orShould()
            .callMethod(Math.class, "random")
            .orShould()
            .callConstructor(Random.class);

    @Test
    @DisplayName("STYLE 1: no source file is longer than 500 lines")
    void filesAreShort() throws IOException {
        try (Stream<Path> sources = Files.walk(Path.of("src"))) {
            List<String> tooLong = sources.filter(path -> path.toString().endsWith(".java"))
                    .filter(path -> lines(path) > MAX_FILE_LINES)
                    .map(path -> path + ": " + lines(path))
                    .toList();
            assertThat(tooLong).isEmpty();
        }
    }

    private static long lines(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.count();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
