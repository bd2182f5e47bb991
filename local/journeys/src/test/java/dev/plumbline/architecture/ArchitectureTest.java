package dev.plumbline.architecture;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.security.SecureRandom;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final String ESTATE = "dev.plumbline.estate..";
    private static final String JSON = "dev.plumbline.json..";
    private static final String ACCOUNTS = "dev.plumbline.accounts..";
    private static final String TASKS = "dev.plumbline.tasks..";
    private static final String WEBHOOK = "dev.plumbline.webhook..";
    private static final String CLI = "dev.plumbline.cli..";
    private static final String HOST = "dev.plumbline.local.host..";
    private static final String SDK = "software.amazon.awssdk..";

    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("generated"))
            .importPackages("dev.plumbline");

    @Test
    void estate_always_knowsNoOtherModule() {
        nothingIn(ESTATE, JSON, "dev.plumbline.failure..").knows(ACCOUNTS, TASKS, WEBHOOK, CLI, HOST, SDK);
    }

    @Test
    void accounts_always_knowsOnlyTheEstate() {
        nothingIn(ACCOUNTS).knows(TASKS, WEBHOOK, CLI, HOST);
    }

    @Test
    void tasks_always_knowsNeitherDoorNorCommandNorSdkTypes() {
        nothingIn(TASKS).knows(WEBHOOK, CLI, HOST, SDK);
    }

    @Test
    void webhook_always_knowsNoTask() {
        nothingIn(WEBHOOK).knows(TASKS, CLI, HOST, SDK);
    }

    @Test
    void cli_always_knowsNoTask() {
        nothingIn(CLI).knows(TASKS, WEBHOOK, HOST);
    }

    @Test
    void localHost_always_knowsNothingOfOurs() {
        nothingIn(HOST).knows(ESTATE, ACCOUNTS, TASKS, WEBHOOK, CLI, SDK);
    }

    @Test
    void functions_always_makeNothingUnique() {
        noClasses()
                .that()
                .resideInAnyPackage(ESTATE, ACCOUNTS, TASKS, WEBHOOK)
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(Random.class, SecureRandom.class, UUID.class)
                .because("what is random in a snapshot is the same in all functions that are restored from it")
                .check(OURS);
    }

    /**
     * A bucket's name can be taken by a stranger, and what is written there is theirs. BucketTest holds the one class
     * to it.
     */
    @Test
    void functions_always_nameTheOwnerOfTheBucketThatTheyAsk() {
        noClasses()
                .that()
                .resideInAnyPackage(ESTATE, ACCOUNTS, TASKS, WEBHOOK)
                .and()
                .doNotHaveFullyQualifiedName("dev.plumbline.accounts.objects.Bucket")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("software.amazon.awssdk.services.s3.S3Client")
                .because("only Bucket sends the expected owner with every request")
                .check(OURS);
    }

    /** Binding alone is a quarter of a cold start, and a tree makes a mapper of its own where it is told as text. */
    @Test
    void functions_always_leaveJacksonsDataBindingOut() {
        noClasses()
                .that()
                .resideInAnyPackage(ESTATE, JSON, ACCOUNTS, TASKS, WEBHOOK)
                .should()
                .dependOnClassesThat()
                .areAssignableTo("com.fasterxml.jackson.core.ObjectCodec")
                .orShould()
                .callMethodWhere(target(name("toString"))
                        .and(target(owner(assignableTo("com.fasterxml.jackson.databind.JsonNode")))))
                .because("dev.plumbline.json reads and writes without it")
                .check(OURS);
    }

    @Test
    void className_always_namesAConcept() {
        ArchRule rule = classes()
                .should()
                .haveNameNotMatching(".*(Util|Utils|Helper|Helpers|Manager|Common)")
                .because("a name says what the thing is");
        rule.check(OURS);
    }

    @Test
    void package_always_saysWhatBelongsInItAndIsNullMarked() {
        List<String> silent = OURS.stream()
                .map(type -> type.getPackage())
                .distinct()
                .filter(ours -> !isNullMarked(ours))
                .map(JavaPackage::getName)
                .sorted()
                .toList();

        assertThat(silent).isEmpty();
    }

    private static boolean isNullMarked(JavaPackage ours) {
        return ours.tryGetPackageInfo()
                .map(info -> info.isAnnotatedWith(NullMarked.class))
                .orElse(false);
    }

    private static Rule nothingIn(String... packages) {
        return (forbidden) -> noClasses()
                .that()
                .resideInAnyPackage(packages)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(forbidden)
                .allowEmptyShould(true)
                .check(OURS);
    }

    @FunctionalInterface
    private interface Rule {

        void knows(String... forbidden);
    }
}
