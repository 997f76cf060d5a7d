package dev.minik.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.minik.cli");

    @Test
    void packagesDependOneWay() {
        slices().matching("dev.minik.cli.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void nothingBelowKnowsWhatIsBehindThePorts() {
        noClasses()
                .that()
                .resideInAPackage("dev.minik.cli.(*)..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.minik.cli",
                        "dev.minik.engine..",
                        "dev.minik.image..",
                        "com.github.dockerjava..",
                        "org.bouncycastle..",
                        "org.yaml..")
                .check(CLASSES);
    }

    @Test
    void onlyTheTerminalPackageKnowsTheProcess() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.minik.cli.terminal..")
                .should()
                .callMethod(System.class, "getenv")
                .orShould()
                .callMethod(System.class, "getenv", String.class)
                .orShould()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(CLASSES);
    }
}
