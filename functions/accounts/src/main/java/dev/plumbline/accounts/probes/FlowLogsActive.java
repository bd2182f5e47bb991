package dev.plumbline.accounts.probes;

import dev.plumbline.accounts.ec2.Ec2;
import dev.plumbline.accounts.ec2.FlowLog;
import dev.plumbline.accounts.session.Session;
import java.util.List;
import java.util.SortedSet;
import java.util.stream.Collectors;

/** Whether a flow log of a VPC records into a log group, and its delivery does not fail. */
final class FlowLogsActive implements Probe {

    @Override
    public String name() {
        return "flow-logs-active";
    }

    @Override
    public SortedSet<String> required() {
        return Probes.arguments("LogGroupName", "VpcId");
    }

    @Override
    public SortedSet<String> optional() {
        return Probes.arguments();
    }

    @Override
    public ProbeResult look(ProbeArguments arguments, Session session) {
        String vpcId = arguments.text("VpcId");
        String logGroup = arguments.text("LogGroupName");
        List<FlowLog> logs = Ec2.in(session).flowLogs(vpcId);
        boolean passed = logs.stream().anyMatch(log -> delivers(log, logGroup));
        String seen = logs.isEmpty()
                ? "no flow log"
                : logs.stream().map(FlowLogsActive::describe).collect(Collectors.joining("; "));
        return new ProbeResult(passed, vpcId, "an active flow log that delivers to " + logGroup, seen);
    }

    /** Until there was traffic nothing is said of its delivery: that is not a fault. */
    private static boolean delivers(FlowLog log, String logGroup) {
        return log.logGroup().equals(logGroup)
                && log.status().equals("ACTIVE")
                && !log.delivery().equals("FAILED");
    }

    private static String describe(FlowLog log) {
        String delivery = log.delivery().isEmpty() ? "nothing delivered yet" : "delivery " + log.delivery();
        String error = log.error().isEmpty() ? "" : " (" + log.error() + ")";
        String where = log.logGroup().isEmpty() ? "elsewhere" : "to " + log.logGroup();
        return "%s %s %s, %s%s".formatted(log.id(), log.status(), where, delivery, error);
    }
}
