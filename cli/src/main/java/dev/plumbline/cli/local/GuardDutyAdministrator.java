package dev.plumbline.cli.local;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.calls.Call;
import dev.plumbline.accounts.calls.Calls;
import dev.plumbline.accounts.calls.Operation;
import dev.plumbline.accounts.session.Session;
import dev.plumbline.cli.Problem;
import java.util.Optional;

/**
 * Who administers the organisation's GuardDuty in a region, as the management account decides it. The function in
 * {@code bootstrap/organization.yaml} does the same on AWS; the local default has no stack sets and deploys no such
 * template.
 */
final class GuardDutyAdministrator {

    private final Session management;

    /**
     * Creates it.
     *
     * @param management a session of the management account in the region
     */
    GuardDutyAdministrator(Session management) {
        this.management = requireNonNull(management, "management is null");
    }

    /**
     * Puts an account in charge; does nothing if it is.
     *
     * @throws Problem if another one is
     */
    void become(String account) {
        Calls calls = Calls.in(management);
        Optional<String> known = calls.ask(Call.of(Operation.LIST_ADMINISTRATORS)).stream()
                .flatMap(answer -> answer.items("adminAccounts").stream())
                .map(each -> each.text("adminAccountId"))
                .findFirst();
        if (known.isEmpty()) {
            calls.ask(Call.of(Operation.ENABLE_ADMINISTRATOR).with("adminAccountId", account));
        } else if (!known.get().equals(account)) {
            throw new Problem(
                    known.get() + " administers GuardDuty in " + management.region() + ", and not " + account,
                    "Remove it there (DisableOrganizationAdminAccount), or start over with ./plumbline up --fresh.");
        }
    }
}
