package dev.plumbline.accounts.zones;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.errors.ErrorCode;
import dev.plumbline.accounts.errors.ErrorTable;
import dev.plumbline.accounts.query.QueryAnswer;
import dev.plumbline.accounts.query.XmlNode;
import dev.plumbline.accounts.session.Session;
import dev.plumbline.accounts.wire.Wire;
import dev.plumbline.failure.Failure;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * The hosted zones of one account; Route 53 is one service for all regions. Each method may be repeated. What AWS
 * answers as an error is raised as a {@link Failure} that says what happens next.
 */
public final class Zones {

    private static final ErrorTable ERRORS = ErrorTable.of("Route 53").build();
    private static final Wire.Service SERVICE = new Wire.Service("Route 53", "route53", "route53", "us-east-1", false);
    private static final String PATH = "/2013-04-01/hostedzone/";

    private static final List<String> ADDRESSES = List.of("A", "AAAA", "CNAME");

    private final Session session;

    private Zones(Session session) {
        this.session = requireNonNull(session, "session is null");
    }

    /** Returns the gateway for where a session works. */
    public static Zones in(Session session) {
        return new Zones(session);
    }

    /** Returns a zone by its id, or nothing where there is none. */
    public Optional<Zone> find(String zoneId) {
        return get("GetHostedZone", PATH + zoneId, Map.of())
                .map(answer -> Zone.of(
                        answer.find("HostedZone").map(zone -> zone.text("Name")).orElse(""),
                        answer.find("DelegationSet").stream()
                                .flatMap(set -> set.items("NameServers").stream())
                                .map(XmlNode::content)
                                .toList()));
    }

    /**
     * Returns the servers to which a zone refers who asks for a name below it, without their last dots; none where it
     * does not delegate that name, or where there is no such zone.
     */
    public SortedSet<String> delegation(String zoneId, String name) {
        Map<String, String> from = Map.of("name", name + ".", "type", "NS", "maxitems", "1");
        TreeSet<String> servers = new TreeSet<>();
        get("ListResourceRecordSets", PATH + zoneId + "/rrset", from).stream()
                .flatMap(answer -> answer.items("ResourceRecordSets").stream())
                .filter(record -> record.text("Type").equals("NS")
                        && Zone.plain(record.text("Name")).equals(name))
                .flatMap(record -> record.items("ResourceRecords").stream())
                .forEach(record -> servers.add(Zone.plain(record.text("Value"))));
        return Collections.unmodifiableSortedSet(servers);
    }

    /**
     * Returns what a zone answers who asks for the address of a name: addresses or another name, without its last dot;
     * none where it knows no such name, or where there is no such zone.
     */
    public SortedSet<String> answers(String zoneId, String name) {
        Map<String, String> from = Map.of("name", name + ".", "maxitems", "10");
        TreeSet<String> answers = new TreeSet<>();
        get("ListResourceRecordSets", PATH + zoneId + "/rrset", from).stream()
                .flatMap(answer -> answer.items("ResourceRecordSets").stream())
                .filter(record -> ADDRESSES.contains(record.text("Type"))
                        && Zone.plain(record.text("Name")).equals(name))
                .forEach(record -> {
                    record.items("ResourceRecords").forEach(value -> answers.add(Zone.plain(value.text("Value"))));
                    record.find("AliasTarget").ifPresent(alias -> answers.add(Zone.plain(alias.text("DNSName"))));
                });
        return Collections.unmodifiableSortedSet(answers);
    }

    private Optional<XmlNode> get(String action, String path, Map<String, String> query) {
        Wire wire = Wire.to(SERVICE, session);
        SdkHttpRequest.Builder request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.GET)
                .uri(wire.endpoint())
                .encodedPath(path);
        query.forEach(request::putRawQueryParameter);
        return ERRORS.callUnless(
                List.of(new ErrorCode("NoSuchHostedZone")),
                "call " + action + " in " + session,
                () -> wire.send(action, request.build(), new byte[0], QueryAnswer::read));
    }
}
