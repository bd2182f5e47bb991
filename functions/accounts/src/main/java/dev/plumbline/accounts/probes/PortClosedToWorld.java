package dev.plumbline.accounts.probes;

import static java.util.stream.Collectors.joining;

import dev.plumbline.accounts.ec2.Ec2;
import dev.plumbline.accounts.ec2.OpenPort;
import dev.plumbline.accounts.session.Session;
import java.util.List;
import java.util.SortedSet;

/** Whether no security group of an account and region lets in a port of TCP from the whole world, whoever made it. */
final class PortClosedToWorld implements Probe {

    @Override
    public String name() {
        return "port-closed-to-world";
    }

    @Override
    public SortedSet<String> required() {
        return Probes.arguments("Port");
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
        int port = Integer.parseInt(arguments.text("Port"));
        List<OpenPort> open = Ec2.in(session).openToWorld().stream()
                .filter(rule -> rule.reaches(port))
                .toList();
        String expected = "no security group that lets in tcp " + port + " from the world";
        return open.isEmpty()
                ? new ProbeResult(true, "every security group", expected, "none")
                : new ProbeResult(
                        false,
                        open.stream().map(OpenPort::groupId).distinct().collect(joining(", ")),
                        expected,
                        open.stream().map(OpenPort::toString).collect(joining("; ")));
    }
}
