package dev.plumbline.journeys;

import dev.plumbline.accounts.calls.Calls;
import dev.plumbline.accounts.session.Configuration;
import dev.plumbline.accounts.session.HubCredentials;
import dev.plumbline.accounts.session.Role;
import dev.plumbline.accounts.session.Sessions;
import dev.plumbline.cli.local.LocalAccount;
import dev.plumbline.estate.TargetKey;
import dev.plumbline.tasks.playbooks.Playbook;
import dev.plumbline.tasks.playbooks.Reach;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import software.amazon.awssdk.services.iam.IamClient;

/**
 * The role plumbline-remediate of an account, let to the account's administrator for a while. Only who may assume it
 * changes; what it may do is as it was deployed.
 */
final class RemediateRole implements AutoCloseable {

    private static final String NAME = "plumbline-remediate";
    private static final String REGION = "eu-west-1";

    private final IamClient iam;
    private final String trusted;
    private final Sessions sessions;
    private final LocalAccount account;

    private RemediateRole(IamClient iam, String trusted, Sessions sessions, LocalAccount account) {
        this.iam = iam;
        this.trusted = trusted;
        this.sessions = sessions;
        this.account = account;
    }

    static RemediateRole openTo(Journey journey, LocalAccount account) {
        IamClient iam = journey.administrator(account).client(IamClient.class, IamClient::builder);
        String trusted = URLDecoder.decode(
                iam.getRole(request -> request.roleName(NAME)).role().assumeRolePolicyDocument(),
                StandardCharsets.UTF_8);
        trust(iam, """
                {"Version": "2012-10-17", "Statement": [
                 {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::%s:root"}, "Action": "sts:AssumeRole"}]}
                """.formatted(account.id()));
        Configuration administrator = new Configuration(
                REGION,
                account.id(),
                "",
                new HubCredentials.Keys(account.id(), "test", ""),
                journey.organization().endpoint());
        return new RemediateRole(iam, trusted, new Sessions(administrator), account);
    }

    /** The account, in the session in which a playbook works. */
    Calls as(Playbook playbook) {
        TargetKey target = new TargetKey(account.id(), REGION);
        return Calls.in(sessions.assume(target, Role.REMEDIATE, Reach.of(playbook), "journey"));
    }

    private static void trust(IamClient iam, String policy) {
        iam.updateAssumeRolePolicy(request -> request.roleName(NAME).policyDocument(policy));
    }

    @Override
    public void close() {
        trust(iam, trusted);
    }
}
