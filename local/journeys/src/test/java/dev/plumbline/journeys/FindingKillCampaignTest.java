package dev.plumbline.journeys;

import static dev.plumbline.cli.local.LocalAccount.DEV;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.plumbline.accounts.ledger.CaseStatus;
import dev.plumbline.accounts.ledger.FindingCase;
import dev.plumbline.accounts.ledger.FindingCase.Facts;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A function dies right after one of its requests took effect: whichever it was, the finding is fixed as if nothing had
 * happened, is one case, and people hear of it. {@code mvn verify} tries a seeded sample of the requests; {@code mvn
 * verify -Pcampaign} tries each.
 */
@ExtendWith(LocalDefault.class)
class FindingKillCampaignTest {

    private static final int SAMPLE = 3;
    private static final long SEED = 20261126;

    private final Journey journey;
    private final Findings findings;
    private final Account dev;

    FindingKillCampaignTest(Journey journey) {
        this.journey = journey;
        this.findings = new Findings(journey);
        this.dev = new Account(journey.administrator(DEV));
    }

    @TestFactory
    Stream<DynamicTest> function_killedAfterARequest_fixesAllTheSame() {
        // Else the playbook asks after twenty resources, as it should.
        Ended allowed =
                journey.push(journey.baseline().replace("dev", "findings:\n", "findings:\n  most-per-hour: 1000\n"));
        assertThat(allowed.outcome().good()).as(allowed.toString()).isTrue();
        journey.organization().emulator().forgetRequests();
        FindingCase undisturbed = handled("undisturbed");
        assertThat(undisturbed.status()).as(undisturbed.text(Facts.REASON)).isEqualTo(CaseStatus.FIXED);
        int requests = journey.functionRequests();
        return Kills.of(requests, SAMPLE, SEED).stream()
                .map(request -> DynamicTest.dynamicTest(
                        "killed after request " + request + " of " + requests, () -> kill(request)));
    }

    private void kill(int request) {
        journey.organization().emulator().forgetRequests();
        journey.faults(Map.of("killAfter", request));

        FindingCase fixed = handled("killed-after-" + request);

        int left = journey.organization().emulator().requestsUntilKill();
        journey.faults(Map.of("killAfter", 0));
        assumeThat(left).as("it was over before so many requests").isZero();
        assertThat(fixed.status()).as(fixed.text(Facts.REASON)).isEqualTo(CaseStatus.FIXED);
        assertThat(dev.openRules(fixed.resource())).isZero();
        assertThat(findings.all(fixed.resource()))
                .singleElement()
                .satisfies(found -> assertThat(found.count()).isEqualTo(1));
        assertThat(findings.changes(DEV).keySet()).containsExactly("RevokeSecurityGroupIngress");
        assertThat(findings.told()).isPositive();
    }

    private FindingCase handled(String name) {
        String group = dev.openGroup(name);
        return findings.handled(DEV, Findings.broken(DEV, "restricted-ssh", "AWS::EC2::SecurityGroup", group), group);
    }
}
