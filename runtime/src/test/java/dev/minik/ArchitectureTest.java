package dev.minik;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import org.jspecify.annotations.NullMarked;

/** Who may know whom. A package that is not named here is found by {@link #everyPackageHasItsLayer}. */
@AnalyzeClasses(packages = "dev.minik", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String[] BASE = {
        "dev.minik.model..",
        "dev.minik.error..",
        "dev.minik.progress..",
        "dev.minik.yaml..",
        "dev.minik.patch..",
        "dev.minik.archive..",
        "dev.minik.digest..",
        "dev.minik.process..",
        "dev.minik.apt.."
    };
    private static final String[] INPUTS = {
        "dev.minik.config..", "dev.minik.release..", "dev.minik.engine..", "dev.minik.nodeimage.."
    };
    private static final String[] PARTS = {
        "dev.minik.plan..",
        "dev.minik.network..",
        "dev.minik.pki..",
        "dev.minik.kubeadm..",
        "dev.minik.addon..",
        "dev.minik.kubeconfig..",
        "dev.minik.kube..",
        "dev.minik.doctor..",
        "dev.minik.timeline..",
        "dev.minik.record..",
        "dev.minik.registry.."
    };
    private static final String[] WHOLE = {"dev.minik.cluster.."};

    @ArchTest
    static final ArchRule dependenciesPointOneWay = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("dev.minik..")
            .withOptionalLayers(true)
            .layer("base")
            .definedBy(BASE)
            .layer("inputs")
            .definedBy(INPUTS)
            .layer("parts")
            .definedBy(PARTS)
            .layer("whole")
            .definedBy(WHOLE)
            .whereLayer("base")
            .mayOnlyBeAccessedByLayers("inputs", "parts", "whole")
            .whereLayer("inputs")
            .mayOnlyBeAccessedByLayers("parts", "whole")
            .whereLayer("parts")
            .mayOnlyBeAccessedByLayers("whole")
            .whereLayer("whole")
            .mayNotBeAccessedByAnyLayer();

    @ArchTest
    static final ArchRule everyPackageHasItsLayer = ArchRuleDefinition.classes()
            .should()
            .resideInAnyPackage(concat(BASE, INPUTS, PARTS, WHOLE))
            .because("a package without a layer escapes the rules; name it in this test and in the design");

    @ArchTest
    static final ArchRule packagesFormNoCycles =
            slices().matching("dev.minik.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule dockerJavaStaysInItsPackage = onlyIn("dev.minik.engine.docker..", "com.github.dockerjava..");

    @ArchTest
    static final ArchRule bouncyCastleStaysInItsPackage = onlyIn("dev.minik.pki..", "org.bouncycastle..");

    @ArchTest
    static final ArchRule snakeYamlStaysInItsPackage = onlyIn("dev.minik.yaml..", "org.yaml.snakeyaml..");

    @ArchTest
    static final ArchRule commonsCompressStaysInItsPackage =
            onlyIn("dev.minik.archive..", "org.apache.commons.compress..");

    @ArchTest
    static final ArchRule tomlStaysInItsPackage =
            onlyIn("dev.minik.patch..", "com.fasterxml.jackson.dataformat.toml..");

    @ArchTest
    static final ArchRule jsonPatchStaysInItsPackage = onlyIn("dev.minik.patch..", "com.flipkart.zjsonpatch..");

    @ArchTest
    static final ArchRule jacksonStaysWithTheProtocols = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "dev.minik.engine..",
                    "dev.minik.kube..",
                    "dev.minik.timeline..",
                    "dev.minik.patch..",
                    "dev.minik.cluster.image..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.fasterxml.jackson..")
            .because(
                    "JSON is what engine, API server, journals, traces, patches and images speak, and nobody else's business");

    @ArchTest
    static final ArchRule nobodyPrints = noClasses()
            .should(com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS)
            .because("only the cli module knows a terminal");

    @ArchTest
    static final ArchRule staticFieldsAreFinal = ArchRuleDefinition.fields()
            .that()
            .areStatic()
            .and()
            .doNotHaveModifier(com.tngtech.archunit.core.domain.JavaModifier.SYNTHETIC)
            .should()
            .beFinal()
            .because("static mutable state couples clusters, tests and threads to each other");

    /** The analysis of null needs the mark on each package, sub-packages included. */
    @ArchTest
    static void everyPackageIsNullMarked(JavaClasses classes) {
        ArchRuleDefinition.classes().should(new BeInANullMarkedPackage()).check(classes);
    }

    private static ArchRule onlyIn(String ours, String library) {
        return noClasses()
                .that(DescribedPredicate.not(resideInAPackage(ours)))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .because("one package each hides a library, so that it can be replaced");
    }

    private static String[] concat(String[]... groups) {
        return java.util.Arrays.stream(groups).flatMap(java.util.Arrays::stream).toArray(String[]::new);
    }

    private static final class BeInANullMarkedPackage extends ArchCondition<JavaClass> {
        BeInANullMarkedPackage() {
            super("be in a package marked with @NullMarked");
        }

        @Override
        public void check(JavaClass type, ConditionEvents events) {
            var marked = type.getPackage().isAnnotatedWith(NullMarked.class);
            events.add(new SimpleConditionEvent(
                    type,
                    marked,
                    "%s: package-info.java of %s lacks @NullMarked".formatted(type.getName(), type.getPackageName())));
        }
    }
}
