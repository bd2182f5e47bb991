package dev.plumbline.tasks.findings;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.estate.Severity;
import dev.plumbline.estate.TargetKey;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Reads the detail of "GuardDuty Finding" events. Its shape is that of the schema which GuardDuty publishes in the
 * registry of EventBridge ({@code aws.guardduty@GuardDutyFinding}).
 */
final class GuardDutyFinding {

    private static final Pattern TYPE = Pattern.compile("[A-Za-z0-9:/.!&_-]{3,128}");
    private static final Pattern ID = Pattern.compile("[0-9a-zA-Z-]{1,64}");

    private GuardDutyFinding() {}

    static Incoming read(TargetKey target, Instant at, JsonNode detail) {
        String type = detail.path("type").asText();
        String id = detail.path("id").asText();
        if (!TYPE.matcher(type).matches() || !ID.matcher(id).matches()) {
            throw new IllegalArgumentException("a finding of GuardDuty has a type and an id");
        }
        String account = detail.path("accountId").asText();
        if (!account.equals(target.account())) {
            return new Incoming.OfAnother(target, Words.plain(account), type);
        }
        if (!detail.path("region").asText(target.region()).equals(target.region())) {
            throw new IllegalArgumentException("a finding of GuardDuty tells of another region than its envelope");
        }
        if (detail.path("service").path("archived").asBoolean(false)) {
            return new Incoming.Nothing("archived");
        }
        Finding finding = new Finding(
                Finding.Source.GUARDDUTY,
                type,
                id,
                severity(detail.path("severity").asDouble()),
                Words.plain(detail.path("title").asText(type)),
                Seen.told(detail.path("service").path("eventLastSeen"), at).toEpochMilli(),
                facts(detail));
        return new Incoming.Found(target, finding);
    }

    /** The bands of GuardDuty: low from 1, medium from 4, high from 7, critical from 9. */
    private static Severity severity(double number) {
        if (number >= 9) {
            return Severity.CRITICAL;
        }
        return number >= 7 ? Severity.HIGH : number >= 4 ? Severity.MEDIUM : Severity.LOW;
    }

    private static SortedMap<Fact, String> facts(JsonNode detail) {
        TreeMap<Fact, String> facts = new TreeMap<>();
        JsonNode resource = detail.path("resource");
        JsonNode instance = resource.path("instanceDetails");
        JsonNode network = instance.path("networkInterfaces").path(0);
        put(facts, Fact.INSTANCE, instance.path("instanceId"));
        put(facts, Fact.VPC, network.path("vpcId"));
        put(facts, Fact.SUBNET, network.path("subnetId"));
        put(facts, Fact.GROUP, network.path("securityGroups").path(0).path("groupId"));
        put(facts, Fact.BUCKET, resource.path("s3BucketDetails").path(0).path("name"));
        put(facts, Fact.CLUSTER, resource.path("eksClusterDetails").path("name"));
        put(facts, Fact.DATABASE, resource.path("rdsDbInstanceDetails").path("dbInstanceIdentifier"));
        credentials(facts, resource.path("accessKeyDetails"));
        remote(facts, detail.path("service").path("action"));
        part(facts, detail.path("service"));
        return facts;
    }

    /** Who is told to do harm is told as the actor; older findings tell it only by the direction of the connection. */
    private static void part(SortedMap<Fact, String> facts, JsonNode service) {
        put(facts, Fact.PART, service.path("resourceRole"));
        JsonNode connection = service.path("action").path("networkConnectionAction");
        if (connection.path("connectionDirection").asText().equals("OUTBOUND")) {
            facts.putIfAbsent(Fact.PART, Fact.ACTOR);
        }
    }

    /** Temporary credentials belong to a role; its name is what GuardDuty calls the user's. */
    private static void credentials(SortedMap<Fact, String> facts, JsonNode key) {
        put(facts, Fact.KEY, key.path("accessKeyId"));
        switch (key.path("userType").asText()) {
            case "IAMUser" -> put(facts, Fact.USER, key.path("userName"));
            case "AssumedRole", "Role" -> put(facts, Fact.ROLE, key.path("userName"));
            default -> {
                // Of the root user and of other services nothing can be switched off.
            }
        }
    }

    private static void remote(SortedMap<Fact, String> facts, JsonNode action) {
        JsonNode probe = action.path("portProbeAction").path("portProbeDetails").path(0);
        put(facts, Fact.ADDRESS, probe.path("remoteIpDetails").path("ipAddressV4"));
        put(facts, Fact.PORT, probe.path("localPortDetails").path("port"));
        JsonNode connection = action.path("networkConnectionAction");
        if (connection.path("connectionDirection").asText("INBOUND").equals("INBOUND")) {
            put(facts, Fact.ADDRESS, connection.path("remoteIpDetails").path("ipAddressV4"));
            put(facts, Fact.PORT, connection.path("localPortDetails").path("port"));
        }
    }

    private static void put(SortedMap<Fact, String> facts, Fact fact, JsonNode node) {
        if (node.isTextual() || node.isIntegralNumber()) {
            fact.read(node.asText()).ifPresent(id -> facts.put(fact, id));
        }
    }
}
