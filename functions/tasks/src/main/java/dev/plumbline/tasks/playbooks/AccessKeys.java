package dev.plumbline.tasks.playbooks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.accounts.calls.Answer;
import dev.plumbline.accounts.calls.Call;
import dev.plumbline.accounts.calls.Operation;
import dev.plumbline.json.Json;
import dev.plumbline.tasks.findings.Fact;
import dev.plumbline.tasks.findings.Finding;
import java.net.URLDecoder;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Access keys that are in other hands, too old, or unused: they are switched off, not deleted. Where a role's temporary
 * credentials are in other hands, everything that was begun before the finding is denied to it.
 */
final class AccessKeys implements Playbook {

    static final String NAME = "access-keys";

    private static final Duration OLD = Duration.ofDays(90);
    private static final Pattern ISSUED = Pattern.compile("\"aws:TokenIssueTime\"\\s*:\\s*\"([^\"]+)\"");
    private static final String DENIAL = "plumbline-revoke-older-sessions";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<Operation> operations() {
        return Set.of(
                Operation.LIST_USERS,
                Operation.LIST_ACCESS_KEYS,
                Operation.GET_ACCESS_KEY_LAST_USED,
                Operation.UPDATE_ACCESS_KEY,
                Operation.GET_ROLE_POLICY,
                Operation.PUT_ROLE_POLICY,
                Operation.DELETE_ROLE_POLICY);
    }

    @Override
    public Optional<String> resource(Finding finding) {
        return finding.fact(Fact.ROLE)
                .or(() -> finding.fact(Fact.USER)
                        .or(() -> finding.fact(Fact.USER_ID))
                        .map(user -> meant(finding) + " of " + user));
    }

    @Override
    public Inspection inspect(Subject subject, Hands hands) {
        String role = subject.fact(Fact.ROLE);
        return role.isEmpty() ? user(subject, hands) : role(role, subject, hands);
    }

    /** Which keys of a user a finding is about: a stolen one must not wait for what is done about old ones. */
    private static String meant(Finding finding) {
        if (finding.source() == Finding.Source.GUARDDUTY) {
            return "access key " + finding.fact(Fact.KEY).orElse("");
        }
        return ofAge(finding) ? "old access keys" : "unused access keys";
    }

    private static boolean ofAge(Finding finding) {
        return finding.type().contains("rotated");
    }

    private static Inspection user(Subject subject, Hands hands) {
        Optional<String> user = name(subject, hands);
        if (user.isEmpty()) {
            return Inspection.gone();
        }
        Optional<Answer> keys = hands.ask(Parameters.of("UserName", user.get()).call(Operation.LIST_ACCESS_KEYS));
        if (keys.isEmpty()) {
            return Inspection.gone();
        }
        List<Step> steps = new ArrayList<>();
        for (Answer key : keys.get().items("AccessKeyMetadata")) {
            if (key.text("Status").equals("Active")) {
                reason(key, subject, hands).ifPresent(why -> steps.add(off(user.get(), key.text("AccessKeyId"), why)));
            }
        }
        return Inspection.asked(
                steps, user.get(), "take the access key out of the template: people sign in with roles");
    }

    private static Optional<String> name(Subject subject, Hands hands) {
        String name = subject.fact(Fact.USER);
        if (!name.isEmpty()) {
            return Optional.of(name);
        }
        String id = subject.fact(Fact.USER_ID);
        return hands.look(Operation.LIST_USERS, Parameters.of().with("MaxItems", 1000)).items("Users").stream()
                .filter(user -> user.text("UserId").equals(id))
                .map(user -> user.text("UserName"))
                .findFirst();
    }

    /** Why a key is switched off, or nothing where it may stay. */
    private static Optional<String> reason(Answer key, Subject subject, Hands hands) {
        String id = key.text("AccessKeyId");
        if (subject.finding().source() == Finding.Source.GUARDDUTY) {
            return id.equals(subject.fact(Fact.KEY)) ? Optional.of("in other hands") : Optional.empty();
        }
        Instant before = subject.openedAt().minus(OLD);
        boolean old = time(key.text("CreateDate")).isBefore(before);
        if (ofAge(subject.finding())) {
            return old ? Optional.of("older than " + OLD.toDays() + " days") : Optional.empty();
        }
        Answer used = hands.look(Operation.GET_ACCESS_KEY_LAST_USED, Parameters.of("AccessKeyId", id))
                .at("AccessKeyLastUsed");
        boolean unused = old && time(used.text("LastUsedDate")).isBefore(before);
        return unused ? Optional.of("unused for " + OLD.toDays() + " days") : Optional.empty();
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException never) {
            return Instant.EPOCH;
        }
    }

    private static Step off(String user, String key, String why) {
        return Step.of(
                        "switch the access key " + key + " of " + user + " off, which is " + why,
                        key(user, key, "Inactive"),
                        key(user, key, "Active"))
                .interrupting();
    }

    private static Call key(String user, String key, String status) {
        return Parameters.of("UserName", user)
                .with("AccessKeyId", key)
                .with("Status", status)
                .call(Operation.UPDATE_ACCESS_KEY);
    }

    private static Inspection role(String role, Subject subject, Hands hands) {
        Optional<String> before = hands.ask(Parameters.of("RoleName", role)
                        .with("PolicyName", DENIAL)
                        .call(Operation.GET_ROLE_POLICY))
                .map(answer -> URLDecoder.decode(answer.text("PolicyDocument"), UTF_8));
        boolean denied = before.map(document -> !since(document).isBefore(subject.openedAt()))
                .orElse(false);
        Call back = before.map(document -> put(role, document))
                .orElseGet(() -> Parameters.of("RoleName", role)
                        .with("PolicyName", DENIAL)
                        .call(Operation.DELETE_ROLE_POLICY));
        List<Step> steps = denied
                ? List.of()
                : List.of(Step.of(
                                "deny " + role + " everything to sessions from before " + subject.openedAt(),
                                put(role, Json.text(denial(subject.openedAt()))),
                                back)
                        .interrupting());
        // Also where a stack owns the role: a template cannot know which sessions are in other hands.
        return Inspection.ofAccount(steps, "nothing: the sessions are the cause, not the template");
    }

    private static Call put(String role, String document) {
        return Parameters.of("RoleName", role)
                .with("PolicyName", DENIAL)
                .with("PolicyDocument", document)
                .call(Operation.PUT_ROLE_POLICY);
    }

    /** From when on the sessions of a role are let be by an earlier denial. */
    private static Instant since(String document) {
        Matcher time = ISSUED.matcher(document);
        return time.find() ? time(time.group(1)) : Instant.EPOCH;
    }

    /** What the console of IAM calls "revoke older sessions". */
    private static ObjectNode denial(Instant before) {
        ObjectNode policy = JsonNodeFactory.instance.objectNode().put("Version", "2012-10-17");
        ObjectNode statement = policy.putArray("Statement").addObject().put("Effect", "Deny");
        statement.putArray("Action").add("*");
        statement.putArray("Resource").add("*");
        statement.putObject("Condition").putObject("DateLessThan").put("aws:TokenIssueTime", before.toString());
        return policy;
    }
}
