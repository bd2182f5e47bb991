package dev.plumbline.accounts.letters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.accounts.stub.StubAnswer;
import dev.plumbline.accounts.stub.StubAws;
import dev.plumbline.accounts.stub.StubRequest;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The queue of what could not be delivered, below the SDK. */
class DeadLettersTest {

    private static final String URL = "https://sqs.eu-west-1.amazonaws.com/555555555555/plumbline-dead-letters";
    private static final String OBSERVE = "arn:aws:lambda:eu-west-1:555555555555:function:plumbline-observe:live";

    private final Deque<String> batches = new ArrayDeque<>();
    private final StubAws aws = new StubAws(request -> StubAnswer.ok(
            request.action().equals("ReceiveMessage") && !batches.isEmpty() ? batches.removeFirst() : "{}"));
    private final DeadLetters letters = DeadLetters.in(aws.hub(), URL);

    @Test
    void receive_moreThanOneBatch_isEverythingTheOldestFirst() {
        batches.add("{\"Messages\":[" + message("b", 2_000) + "," + message("c", 3_000) + "]}");
        batches.add("{\"Messages\":[" + message("a", 1_000) + "]}");

        List<DeadLetter> found = letters.receive();

        assertThat(found).extracting(DeadLetter::id).containsExactly("a", "b", "c");
        assertThat(found.getFirst())
                .isEqualTo(new DeadLetter(
                        "a",
                        Instant.ofEpochMilli(1_000),
                        "{}",
                        "arn:aws:events:eu-west-1:555555555555:rule/plumbline/plumbline-findings",
                        OBSERVE,
                        "NO_PERMISSIONS: not allowed",
                        "handle-a"));
        StubRequest asked = aws.requests().getFirst();
        assertThat(asked.header("X-Amz-Target")).isEqualTo("AmazonSQS.ReceiveMessage");
        assertThat(asked.header("Content-Type")).isEqualTo("application/x-amz-json-1.0");
        assertThat(asked.json().path("QueueUrl").asText()).isEqualTo(URL);
    }

    @Test
    void releaseAndRemove_nameWhatWasReceived() {
        batches.add("{\"Messages\":[" + message("a", 1_000) + "]}");
        DeadLetter letter = letters.receive().getFirst();

        letters.release(letter);
        letters.remove(letter);

        assertThat(aws.actions()).endsWith("ChangeMessageVisibility", "DeleteMessage");
        assertThat(aws.requests().getLast().json().path("ReceiptHandle").asText())
                .isEqualTo("handle-a");
    }

    /** Attack {@code replay-elsewhere}: a message names somebody else's function, or a machine in another account. */
    @ParameterizedTest
    @CsvSource({
        "arn:aws:lambda:eu-west-1:555555555555:function:plumbline-observe:live, Function",
        "arn:aws:states:eu-west-1:555555555555:stateMachine:plumbline-remediate, Machine",
        "arn:aws:sns:eu-west-1:555555555555:plumbline-alarms, Topic",
        "arn:aws:states:eu-west-1:999999999999:stateMachine:plumbline-remediate, Unknown",
        "arn:aws:lambda:us-east-1:555555555555:function:plumbline-observe:live, Unknown",
        "arn:aws:lambda:eu-west-1:555555555555:function:others, Unknown",
        "arn:aws:lambda:eu-west-1:555555555555:function:plumbline-observe:live:x, Unknown",
        "arn:aws:sqs:eu-west-1:555555555555:plumbline-dead-letters, Unknown"
    })
    void destination_ofATarget_isTheControlPlanesOwnOrNone(String target, String kind) {
        DeadLetter letter = new DeadLetter("a", Instant.EPOCH, "{}", "arn:rule", target, "", "h");

        assertThat(Destination.of(letter, "555555555555", "eu-west-1")
                        .getClass()
                        .getSimpleName())
                .isEqualTo(kind);
    }

    /** Lambda's dead letters have no attribute that names the function. */
    @ParameterizedTest
    @CsvSource({
        "aws.codecommit, plumbline-codecommit",
        "aws.cloudformation, plumbline-observe",
        "plumbline, plumbline-observe"
    })
    void destination_ofWhatLambdaGaveUp_isKnownByItsSource(String source, String function) {
        DeadLetter letter = new DeadLetter("a", Instant.EPOCH, "{\"source\":\"" + source + "\"}", "", "", "", "h");

        assertThat(Destination.of(letter, "555555555555", "eu-west-1"))
                .isEqualTo(new Destination.Function(
                        "arn:aws:lambda:eu-west-1:555555555555:function:" + function + ":live"));
    }

    private static String message(String id, long at) {
        return ("{'MessageId':'" + id + "','ReceiptHandle':'handle-" + id
                        + "','Body':'{}','Attributes':{'SentTimestamp':'" + at
                        + "'},'MessageAttributes':{'RULE_ARN':{'StringValue':"
                        + "'arn:aws:events:eu-west-1:555555555555:rule/plumbline/plumbline-findings','DataType':'String'},"
                        + "'TARGET_ARN':{'StringValue':'" + OBSERVE + "','DataType':'String'},"
                        + "'ERROR_CODE':{'StringValue':'NO_PERMISSIONS','DataType':'String'},"
                        + "'ERROR_MESSAGE':{'StringValue':'not allowed','DataType':'String'}}}")
                .replace('\'', '"');
    }
}
