package dev.plumbline.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.plumbline.accounts.stub.StubAnswer;
import dev.plumbline.accounts.stub.StubAws;
import dev.plumbline.accounts.stub.StubRequest;
import dev.plumbline.cli.Problem;
import org.junit.jupiter.api.Test;

class GuardDutyAdministratorTest {

    private static final String SECURITY = "444444444444";

    private String known = "";
    private final StubAws aws = new StubAws(this::answer);
    private final GuardDutyAdministrator administrator = new GuardDutyAdministrator(aws.hub());

    /** "You must designate one member account", in each region (GuardDuty's guide, accounts with Organizations). */
    @Test
    void become_nobodyInCharge_enablesTheAccountOnce() {
        administrator.become(SECURITY);
        administrator.become(SECURITY);

        assertThat(known).isEqualTo(SECURITY);
        assertThat(aws.actions()).containsExactly("GET /admin", "POST /admin/enable", "GET /admin");
    }

    @Test
    void become_anotherInCharge_isToldAndChangesNothing() {
        known = "222222222222";

        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> administrator.become(SECURITY))
                .withMessageContaining("222222222222 administers GuardDuty");
        assertThat(aws.actions()).containsExactly("GET /admin");
    }

    private StubAnswer answer(StubRequest request) {
        return switch (request.action()) {
            case "GET /admin" ->
                StubAnswer.ok("{\"adminAccounts\":["
                        + (known.isEmpty() ? "" : "{\"adminAccountId\":\"" + known + "\",\"adminStatus\":\"ENABLED\"}")
                        + "]}");
            case "POST /admin/enable" -> {
                known = request.json().path("adminAccountId").asText();
                yield StubAnswer.ok("");
            }
            default -> throw new AssertionError(request.action());
        };
    }
}
