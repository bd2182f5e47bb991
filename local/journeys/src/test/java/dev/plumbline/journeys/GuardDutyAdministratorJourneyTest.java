package dev.plumbline.journeys;

import static dev.plumbline.cli.local.LocalAccount.SECURITY;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.accounts.calls.Answer;
import dev.plumbline.accounts.calls.Operation;
import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.accounts.session.Session;
import dev.plumbline.accounts.wire.DocumentError;
import dev.plumbline.accounts.wire.Wire;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * The security account switches GuardDuty on for the organisation for as long as the management account lets it
 * administer that: "Only the organization's management account can run this API operation" (API reference,
 * EnableOrganizationAdminAccount).
 */
@ExtendWith(LocalDefault.class)
class GuardDutyAdministratorJourneyTest {

    private static final String ENABLE = "{'adminAccountId':'" + SECURITY.id() + "'}";

    private final Journey journey;
    private final Session management;
    private final Account security;

    GuardDutyAdministratorJourneyTest(Journey journey) {
        this.journey = journey;
        this.management = new Bootstrapping(journey).administrator("999999999999", "eu-west-1");
        this.security = new Account(journey.administrator(SECURITY));
    }

    @BeforeEach
    void restore() {
        journey.restore();
    }

    @Test
    void settings_accountThatNobodyPutsInChargeAnyMore_stallWithWhatToDoAndTheOthersAreApplied() {
        assertThat(administrators()).containsExactly(SECURITY.id());
        disable();
        try {
            security.ask(Operation.DELETE_PASSWORD_POLICY, "{}");

            Ended run = journey.scheduled("security");

            assertThat(run.outcome()).as(run.toString()).isEqualTo(Outcome.FAILED);
            assertThat(journey.command("run", run.run().id()))
                    .contains("bootstrap/organization.yaml", "GuardDutyAdministratorId=" + SECURITY.id());
            assertThat(security.ask(Operation.GET_PASSWORD_POLICY, "{}")
                            .at("PasswordPolicy")
                            .text("MinimumPasswordLength"))
                    .isEqualTo("14");
        } finally {
            new Account(management).ask(Operation.ENABLE_ADMINISTRATOR, ENABLE);
        }

        Ended again = journey.scheduled("security");

        assertThat(again.outcome()).as(again.toString()).isEqualTo(Outcome.DEPLOYED);
        assertThat(security.ask(Operation.DESCRIBE_MEMBERS, "{'detectorId':'" + detector() + "'}")
                        .text("autoEnableOrganizationMembers"))
                .isEqualTo("ALL");
    }

    private List<String> administrators() {
        return new Account(management)
                .ask(Operation.LIST_ADMINISTRATORS, "{}").items("adminAccounts").stream()
                        .map((Answer each) -> each.text("adminAccountId"))
                        .toList();
    }

    private String detector() {
        return security.ask(Operation.LIST_DETECTORS, "{}").texts("detectorIds").getFirst();
    }

    /** What nothing of the product does. */
    private void disable() {
        Wire wire = Wire.to(Wire.Service.regional("GuardDuty", "guardduty"), management);
        byte[] body = ENABLE.replace('\'', '"').getBytes(UTF_8);
        SdkHttpRequest request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(wire.endpoint())
                .encodedPath("/admin/disable")
                .putHeader("Content-Type", "application/json")
                .putHeader("Content-Length", Integer.toString(body.length))
                .build();
        boolean done = wire.send("DisableOrganizationAdminAccount", request, body, answer -> {
            if (!answer.isSuccessful()) {
                throw DocumentError.read(answer);
            }
            return true;
        });
        assertThat(done).isTrue();
    }
}
