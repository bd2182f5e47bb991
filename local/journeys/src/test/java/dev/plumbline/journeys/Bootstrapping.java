package dev.plumbline.journeys;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.accounts.session.Configuration;
import dev.plumbline.accounts.session.HubCredentials;
import dev.plumbline.accounts.session.Session;
import dev.plumbline.accounts.session.Sessions;
import dev.plumbline.cli.local.Checkout;
import dev.plumbline.cli.local.LocalAccount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;

/**
 * Makes accounts and regions that the local default does not have ready for Plumbline, as an organisation's stack sets
 * do.
 */
final class Bootstrapping {

    private static final List<String> ROLES = List.of("member-deploy", "member-look", "member-mend");
    private static final String REGION = "member-region";
    private static final String MANAGEMENT = "999999999999";

    private final Journey journey;

    Bootstrapping(Journey journey) {
        this.journey = journey;
    }

    /** The administrator of an account, in a region. */
    Session administrator(String account, String region) {
        return new Sessions(new Configuration(
                        region,
                        account,
                        "",
                        new HubCredentials.Keys(account, "test", ""),
                        journey.organization().endpoint()))
                .hub();
    }

    /** Opens an account in the organisation; does nothing where there is one of that name. Returns its id. */
    String open(String name) {
        Optional<String> there = accounts()
                .filter(account -> account.path("Name").asText().equals(name))
                .map(account -> account.path("Id").asText())
                .findFirst();
        return there.orElseGet(() -> organizations(
                        "CreateAccount", "{\"AccountName\":\"" + name + "\",\"Email\":\"" + name + "@example.com\"}")
                .at("/CreateAccountStatus/AccountId")
                .asText());
    }

    private Stream<JsonNode> accounts() {
        return StreamSupport.stream(
                organizations("ListAccounts", "{}").path("Accounts").spliterator(), false);
    }

    /** Asks the organisation, as its management account. */
    private JsonNode organizations(String action, String body) {
        return new Account(administrator(MANAGEMENT, "us-east-1"))
                .ask("organizations", "AWSOrganizationsV20161128." + action, body);
    }

    /** Makes a region of an account ready; does nothing where it is. */
    void region(String account, String region) {
        deploy(administrator(account, region), REGION);
    }

    /** Makes an account and one region of it ready; does nothing where they are. */
    void account(String account, String region) {
        ROLES.forEach(roles -> deploy(administrator(account, region), roles));
        region(account, region);
    }

    private void deploy(Session administrator, String template) {
        CloudFormationClient to = administrator.client(CloudFormationClient.class, CloudFormationClient::builder);
        String name = "plumbline-" + template;
        boolean there = to.describeStacksPaginator().stacks().stream()
                .anyMatch(
                        stack -> stack.stackName().equals(name) && stack.stackStatus() == StackStatus.CREATE_COMPLETE);
        if (there) {
            return;
        }
        to.createStack(request -> request.stackName(name)
                .templateBody(read(template))
                .parameters(parameters(name))
                .capabilities(Capability.CAPABILITY_NAMED_IAM));
        new Account(administrator).settled(name);
    }

    /** The same as those of dev. */
    private List<Parameter> parameters(String stack) {
        return new Account(journey.administrator(LocalAccount.DEV))
                .stack(stack).parameters().stream()
                        .map(parameter -> Parameter.builder()
                                .parameterKey(parameter.parameterKey())
                                .parameterValue(parameter.parameterValue())
                                .build())
                        .toList();
    }

    private static String read(String template) {
        try {
            return Files.readString(Checkout.current()
                    .exampleEstate()
                    .resolve("../../bootstrap/" + template + ".yaml")
                    .normalize());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
