package dev.plumbline.cli.vpn;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.groups.ServerGroup;
import dev.plumbline.accounts.groups.ServerGroups;
import dev.plumbline.accounts.session.Session;
import dev.plumbline.cli.Problem;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.Output;

/**
 * The server of a stack of the blueprint openvpn.
 *
 * @param session where it stands, with the caller's own rights
 * @param stack the stack's name in CloudFormation
 * @param outputs the stack's outputs
 */
public record VpnServer(Session session, String stack, Map<String, String> outputs) {

    /** Copies and checks that nothing is missing. */
    public VpnServer {
        requireNonNull(session, "session is null");
        requireNonNull(stack, "stack is null");
        outputs = Map.copyOf(outputs);
    }

    /**
     * Finds it by the name that the stack has in the estate.
     *
     * @throws Problem where there is no such stack, or it is none of a VPN server
     */
    public static VpnServer find(Session session, String name) {
        String stack = "estate-" + name;
        try {
            Map<String, String> outputs = session
                    .client(CloudFormationClient.class, CloudFormationClient::builder)
                    .describeStacks(request -> request.stackName(stack))
                    .stacks()
                    .getFirst()
                    .outputs()
                    .stream()
                    .collect(Collectors.toMap(Output::outputKey, Output::outputValue));
            return new VpnServer(session, stack, outputs);
        } catch (CloudFormationException error) {
            if (String.valueOf(error.getMessage()).contains("does not exist")) {
                throw new Problem(
                        "there is no stack " + stack + " in " + session.region(),
                        "Name the VPN's stack as your environment's file does with --stack, and its account with --profile.",
                        error);
            }
            throw error;
        }
    }

    /**
     * Has the server sign a request for a name.
     *
     * @throws Problem where it refuses, as it does for a name that has a valid certificate
     */
    public Profile issue(String name) {
        ClientKey key = ClientKey.generate();
        String answer = run("IssueDocumentName", Map.of("Name", name, "Request", key.request(name)));
        return Profile.of(this, key, Issued.read(answer, name, key));
    }

    /**
     * Has the server revoke every certificate of a name and cut its connection.
     *
     * @return the serial numbers
     * @throws Problem where the name has none
     */
    public List<String> revoke(String name) {
        return run("RevokeDocumentName", Map.of("Name", name)).lines().toList();
    }

    /** Asks the server for the certificates of its clients. */
    public List<Certificate> certificates() {
        return Certificate.read(run("ListDocumentName", Map.of()));
    }

    /** An output of the stack. */
    String output(String name) {
        String value = outputs.get(name);
        if (value == null) {
            throw new Problem(
                    "the stack " + stack + " has no output " + name + ": it is none of the blueprint openvpn",
                    "Name the VPN's stack with --stack.");
        }
        return value;
    }

    private String run(String document, Map<String, String> parameters) {
        RunCommand.Said said = new RunCommand(session).run(output(document), instance(), parameters);
        if (said.exit() != 0) {
            String complaint =
                    said.err().strip().lines().reduce((first, last) -> last).orElse("it says nothing");
            throw new Problem(complaint, advice(said.exit()));
        }
        return said.out();
    }

    private String instance() {
        String group = output("GroupName");
        return ServerGroups.in(session)
                .named(group)
                .map(ServerGroup::serving)
                .filter(serving -> !serving.isEmpty())
                .map(List::getFirst)
                .orElseThrow(() -> new Problem(
                        "no server of " + group + " stands at the moment",
                        "A new one takes some minutes to start: try again, and look at plumbline verify if it lasts."));
    }

    /** What the exit codes of the server's script ask for. */
    private static String advice(int exit) {
        return switch (exit) {
            case 2 -> "A name is lower-case letters, digits and ._@-, at most 63; not the server's own.";
            case 3 -> "See the names and what they have with plumbline vpn list.";
            case 5 -> "Try it again.";
            default -> "Look into the server's log, and at plumbline verify.";
        };
    }
}
