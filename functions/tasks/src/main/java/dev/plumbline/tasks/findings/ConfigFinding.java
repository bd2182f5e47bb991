package dev.plumbline.tasks.findings;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.estate.Severity;
import dev.plumbline.estate.TargetKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the detail of "Config Rules Compliance Change" events, whose shape AWS Config's guide describes. */
final class ConfigFinding {

    private static final Pattern RULE = Pattern.compile("[A-Za-z0-9_-]{1,128}");

    /**
     * Security Hub, conformance packs and organisation rules put a name of their own around that of the managed rule.
     */
    private static final List<Pattern> WRAPPED = List.of(
            Pattern.compile("securityhub-(.+)-[0-9a-f]{6,8}"),
            Pattern.compile("(.+)-conformance-pack-[a-z0-9]{9}"),
            Pattern.compile("OrgConfigRule-(.+)-[a-z0-9]{8}"));

    private static final Map<String, Fact> FACTS = Map.ofEntries(
            Map.entry("AWS::::Account", Fact.ACCOUNT),
            Map.entry("AWS::EC2::SecurityGroup", Fact.GROUP),
            Map.entry("AWS::EC2::VPC", Fact.VPC),
            Map.entry("AWS::EC2::Instance", Fact.INSTANCE),
            Map.entry("AWS::S3::Bucket", Fact.BUCKET),
            Map.entry("AWS::S3::AccessPoint", Fact.ACCESS_POINT),
            Map.entry("AWS::CloudTrail::Trail", Fact.TRAIL),
            Map.entry("AWS::RDS::DBInstance", Fact.DATABASE_ID),
            Map.entry("AWS::EKS::Cluster", Fact.CLUSTER),
            Map.entry("AWS::IAM::User", Fact.USER_ID));

    private ConfigFinding() {}

    static Incoming read(TargetKey target, Instant at, JsonNode detail) {
        String account = detail.path("awsAccountId").asText(target.account());
        String rule = detail.path("configRuleName").asText();
        if (!RULE.matcher(rule).matches()) {
            throw new IllegalArgumentException("an event of Config names a rule");
        }
        if (!account.equals(target.account())) {
            return new Incoming.OfAnother(target, Words.plain(account), rule);
        }
        JsonNode result = detail.path("newEvaluationResult");
        if (!result.path("complianceType").asText().equals("NON_COMPLIANT")) {
            return new Incoming.Nothing("the rule is kept");
        }
        String type = detail.path("resourceType").asText();
        String id = detail.path("resourceId").asText();
        return new Incoming.Found(
                target,
                new Finding(
                        Finding.Source.CONFIG,
                        unwrapped(rule),
                        rule,
                        Severity.MEDIUM,
                        Words.plain(type + " " + id + " does not keep the rule " + rule),
                        seen(result, at).toEpochMilli(),
                        facts(type, id)));
    }

    /**
     * What Config has judged was recorded when the event that set the rule off was sent, at the latest; its verdict
     * comes minutes later.
     */
    private static Instant seen(JsonNode result, Instant at) {
        Instant invoked = Seen.told(result.path("configRuleInvokedTime"), at);
        return Seen.told(result.path("evaluationResultIdentifier").path("orderingTimestamp"), invoked);
    }

    private static String unwrapped(String rule) {
        return WRAPPED.stream()
                .map(pattern -> pattern.matcher(rule))
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1))
                .findFirst()
                .orElse(rule);
    }

    private static SortedMap<Fact, String> facts(String type, String id) {
        TreeMap<Fact, String> facts = new TreeMap<>();
        Fact fact = FACTS.getOrDefault(type, Fact.RESOURCE);
        // An access point may be told by its ARN.
        String name = fact == Fact.ACCESS_POINT ? id.substring(id.lastIndexOf('/') + 1) : id;
        fact.read(name).ifPresent(read -> facts.put(fact, read));
        if (fact == Fact.DATABASE_ID && facts.isEmpty()) {
            Fact.DATABASE.read(id).ifPresent(read -> facts.put(Fact.DATABASE, read));
        }
        return facts;
    }
}
