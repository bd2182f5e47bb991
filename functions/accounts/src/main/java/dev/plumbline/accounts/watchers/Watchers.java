package dev.plumbline.accounts.watchers;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.accounts.calls.Answer;
import dev.plumbline.accounts.calls.Call;
import dev.plumbline.accounts.calls.Calls;
import dev.plumbline.accounts.calls.Operation;
import dev.plumbline.accounts.session.Session;
import dev.plumbline.failure.Failure;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What one account and region is watched by, whoever made it. What AWS answers as an error is raised as a
 * {@link Failure} that says what happens next.
 *
 * <p>AWS Config takes "only one customer managed configuration recorder" and "only one delivery channel for each
 * account for each Region" (API reference, PutConfigurationRecorder and PutDeliveryChannel); CloudTrail has five trails
 * in a region, each with a name of its own (quotas of its user guide; TrailAlreadyExistsException of CreateTrail); IAM
 * Access Analyzer has one analyzer of an account's external access (quotas of its user guide).
 */
public final class Watchers {

    private static final String RECORDER = "AWS::Config::ConfigurationRecorder";
    private static final String CHANNEL = "AWS::Config::DeliveryChannel";
    private static final String TRAIL = "AWS::CloudTrail::Trail";
    private static final String ANALYZER = "AWS::AccessAnalyzer::Analyzer";
    private static final Set<String> TYPES = Set.of(RECORDER, CHANNEL, TRAIL, ANALYZER);

    private static final int TRAILS = 5;
    private static final String EXTERNAL_ACCESS = "ACCOUNT";

    private final Calls calls;

    private Watchers(Calls calls) {
        this.calls = requireNonNull(calls, "calls is null");
    }

    /** Returns what watches where a session works. */
    public static Watchers in(Session session) {
        return new Watchers(Calls.in(session));
    }

    /** Whether something of a type can be in the way of another: else there is nothing to look for. */
    public static boolean knows(String type) {
        return TYPES.contains(type);
    }

    /**
     * Returns what is in the way of a new resource.
     *
     * @param type its type
     * @param properties its properties, as far as they are known
     * @param together the types of what is made with it: a channel goes the way of the recorder that uses it
     */
    public Optional<InTheWay> inTheWayOf(String type, JsonNode properties, Set<String> together) {
        return switch (type) {
            case RECORDER -> recorder();
            case CHANNEL -> together.contains(RECORDER) && recorder().isPresent() ? Optional.empty() : channel();
            case TRAIL -> trail(properties.path("TrailName").asText());
            case ANALYZER ->
                analyzer(
                        properties.path("AnalyzerName").asText(),
                        properties.path("Type").asText());
            default -> Optional.empty();
        };
    }

    private Optional<InTheWay> recorder() {
        return names(Operation.DESCRIBE_RECORDERS, "ConfigurationRecorders", "name").stream()
                .findFirst()
                .map(name -> new InTheWay(
                        name,
                        "the recorder \"" + name + "\" of AWS Config, which takes one in each region",
                        "aws configservice delete-configuration-recorder --configuration-recorder-name " + name
                                + channel().map(used -> " && " + used.removal()).orElse("")));
    }

    private Optional<InTheWay> channel() {
        return names(Operation.DESCRIBE_CHANNELS, "DeliveryChannels", "name").stream()
                .findFirst()
                .map(name -> new InTheWay(
                        name,
                        "the delivery channel \"" + name + "\" of AWS Config, which takes one in each region",
                        "aws configservice delete-delivery-channel --delivery-channel-name " + name));
    }

    private Optional<InTheWay> trail(String wanted) {
        List<String> there = names(Operation.DESCRIBE_TRAILS, "trailList", "Name");
        if (there.contains(wanted)) {
            return Optional.of(new InTheWay(
                    wanted, "a trail named \"" + wanted + "\"", "aws cloudtrail delete-trail --name " + wanted));
        }
        if (there.size() < TRAILS) {
            return Optional.empty();
        }
        String one = there.getFirst();
        return Optional.of(new InTheWay(
                one,
                "the trails " + String.join(", ", there) + ", and CloudTrail takes " + TRAILS + " in each region",
                "aws cloudtrail delete-trail --name " + one));
    }

    private Optional<InTheWay> analyzer(String wanted, String type) {
        Call asked = Call.of(Operation.LIST_ANALYZERS).with("type", type);
        List<String> there = calls.ask(asked).stream()
                .flatMap(answer -> answer.items("analyzers").stream())
                .map(found -> found.text("name"))
                .toList();
        boolean full = type.equals(EXTERNAL_ACCESS) && !there.isEmpty();
        return there.stream()
                .filter(name -> full || name.equals(wanted))
                .findFirst()
                .map(name -> new InTheWay(
                        name,
                        "the analyzer \"" + name + "\" of IAM Access Analyzer"
                                + (full ? ", which takes one of external access in each region" : ""),
                        "aws accessanalyzer delete-analyzer --analyzer-name " + name));
    }

    private List<String> names(Operation operation, String list, String field) {
        Answer answer = calls.ask(Call.of(operation)).orElse(Answer.nothing());
        return answer.items(list).stream().map(found -> found.text(field)).toList();
    }
}
