package dev.plumbline.webhook;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the door's code may not do, whoever changes it. */
class ArchitectureTest {

    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.plumbline.webhook");

    @Test
    void signaturePackage_always_comparesInConstantTimeOnly() {
        noClasses()
                .that()
                .resideInAPackage("dev.plumbline.webhook.signature")
                .should()
                .callMethod(String.class, "equals", Object.class)
                .orShould()
                .callMethod(String.class, "equalsIgnoreCase", String.class)
                .orShould()
                .callMethod(String.class, "contentEquals", CharSequence.class)
                .orShould()
                .callMethod(String.class, "compareTo", String.class)
                .orShould()
                .callMethod(Object.class, "equals", Object.class)
                .orShould()
                .callMethod(Objects.class, "equals", Object.class, Object.class)
                .orShould()
                .callMethod(Arrays.class, "equals", byte[].class, byte[].class)
                .orShould()
                .callMethod(Arrays.class, "compare", byte[].class, byte[].class)
                .because("the time of a comparison tells how far it came; MessageDigest.isEqual does not")
                .check(OURS);
    }

    @Test
    void signaturePackage_always_parsesNothing() {
        noClasses()
                .that()
                .resideInAPackage("dev.plumbline.webhook.signature")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.fasterxml..", "dev.plumbline.webhook.payload", "dev.plumbline.webhook.http")
                .because("the origin is proven before anything is parsed")
                .check(OURS);
    }

    @Test
    void everything_always_makesNothingUnique() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(Random.class, SecureRandom.class, UUID.class)
                .because("what is random in a snapshot is the same in all functions that are restored from it")
                .check(OURS);
    }

    @Test
    void everythingButTheShell_always_knowsNoLambda() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "dev.plumbline.webhook.door",
                        "dev.plumbline.webhook.payload",
                        "dev.plumbline.webhook.secrets",
                        "dev.plumbline.webhook.signature")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.amazonaws..", "io.micronaut..")
                .check(OURS);
    }
}
