package dev.plumbline.accounts.probes;

import dev.plumbline.accounts.identities.AccessKey;
import dev.plumbline.accounts.identities.Identities;
import dev.plumbline.accounts.session.Session;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.stream.Collectors;

/** Whether no user of the account has an access key, apart from those that are allowed one. */
final class UsersWithoutAccessKeys implements Probe {

    @Override
    public String name() {
        return "users-without-access-keys";
    }

    @Override
    public SortedSet<String> required() {
        return Probes.arguments("Except");
    }

    @Override
    public SortedSet<String> optional() {
        return Probes.arguments();
    }

    @Override
    public boolean comesWithTime() {
        return false;
    }

    @Override
    public ProbeResult look(ProbeArguments arguments, Session session) {
        Set<String> allowed = Set.copyOf(arguments.texts("Except"));
        Identities identities = Identities.in(session);
        List<AccessKey> keys = identities.users().stream()
                .filter(user -> !allowed.contains(user))
                .flatMap(user -> identities.accessKeys(user).stream())
                .toList();
        String whose = keys.stream().map(AccessKey::user).distinct().collect(Collectors.joining(", "));
        String seen = keys.stream().map(UsersWithoutAccessKeys::describe).collect(Collectors.joining("; "));
        return new ProbeResult(
                keys.isEmpty(),
                keys.isEmpty() ? "the account's users" : whose,
                "no access key",
                keys.isEmpty() ? "no access key" : seen);
    }

    private static String describe(AccessKey key) {
        return key.id() + " of " + key.user() + (key.active() ? " is active" : " is there, though inactive");
    }
}
