package dev.plumbline.journeys;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plumbline.accounts.session.Configuration;
import dev.plumbline.accounts.session.HubCredentials;
import dev.plumbline.accounts.session.Session;
import dev.plumbline.accounts.session.Sessions;
import dev.plumbline.cli.local.Checkout;
import dev.plumbline.cli.local.LocalAccount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
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

    private static final String ROLES = "member-roles";
    private static final String REGION = "member-region";

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

    /**
     * The SDK's module for Organizations is nowhere else wanted; the emulator takes a caller's word for who they are.
     */
    private JsonNode organizations(String action, String body) {
        HttpRequest request = HttpRequest.newBuilder(journey.organization().endpoint())
                .header("Content-Type", "application/x-amz-json-1.1")
                .header("X-Amz-Target", "AWSOrganizationsV20161128." + action)
                .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=999999999999/20260101/us-east-1/organizations/aws4_request,"
                                + " SignedHeaders=host, Signature=0")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(action + " was answered with " + answer.body());
            }
            return new ObjectMapper().readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Makes a region of an account ready; does nothing where it is. */
    void region(String account, String region) {
        deploy(cloudFormation(account, region), REGION);
    }

    /** Makes an account and one region of it ready; does nothing where they are. */
    void account(String account, String region) {
        deploy(cloudFormation(account, region), ROLES);
        region(account, region);
    }

    private CloudFormationClient cloudFormation(String account, String region) {
        return administrator(account, region).client(CloudFormationClient.class, CloudFormationClient::builder);
    }

    private void deploy(CloudFormationClient to, String template) {
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
        // The SDK's own waiter looks every half minute.
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> to.describeStacks(request -> request.stackName(name))
                                .stacks()
                                .getFirst()
                                .stackStatus(),
                        status -> status == StackStatus.CREATE_COMPLETE);
    }

    /** The same as those of dev. */
    private List<Parameter> parameters(String stack) {
        return journey
                .administrator(LocalAccount.DEV)
                .client(CloudFormationClient.class, CloudFormationClient::builder)
                .describeStacks(request -> request.stackName(stack))
                .stacks()
                .getFirst()
                .parameters()
                .stream()
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
