package dev.plumbline.accounts.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.plumbline.accounts.stub.StubAnswer;
import dev.plumbline.accounts.stub.StubAws;
import dev.plumbline.accounts.stub.StubRequest;
import dev.plumbline.failure.Stalled;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class BucketTest {

    private static final byte[] TEMPLATE = "Resources: {}".getBytes(StandardCharsets.UTF_8);

    private final Map<String, String> objects = new ConcurrentHashMap<>();
    private final StubAws aws = new StubAws(this::answer);
    private final Bucket bucket = Bucket.in(aws.hub(), "plumbline-555555555555");

    @Test
    void everyCall_always_namesTheOwner() {
        bucket.putIfAbsent("templates/1.yaml", TEMPLATE, "application/yaml");
        bucket.put("runs/1/plan.json", TEMPLATE, "application/json");
        bucket.get("templates/1.yaml");
        bucket.getJson("nothing");

        assertThat(aws.requests())
                .hasSize(4)
                .allSatisfy(request -> assertThat(request.header("x-amz-expected-bucket-owner"))
                        .isEqualTo("555555555555"));
    }

    @Test
    void putIfAbsent_thereAlready_storesNothing() {
        assertThat(bucket.putIfAbsent("templates/1.yaml", TEMPLATE, "application/yaml"))
                .isTrue();
        assertThat(bucket.putIfAbsent("templates/1.yaml", new byte[] {'x'}, "application/yaml"))
                .isFalse();

        assertThat(bucket.get("templates/1.yaml")).contains(TEMPLATE);
    }

    @Test
    void get_noSuchKey_isNothing() {
        assertThat(bucket.get("nothing")).isEmpty();
    }

    @Test
    void putJson_thenGetJson_isTheSame() {
        bucket.putJson("runs/1/plan.json", JsonNodeFactory.instance.objectNode().put("waves", 2));

        assertThat(bucket.getJson("runs/1/plan.json"))
                .contains(JsonNodeFactory.instance.objectNode().put("waves", 2));
    }

    @Test
    void get_bucketOfAnotherOwner_stalls() {
        Bucket squatted = Bucket.in(
                new StubAws(request -> StubAnswer.objectError(403, "AccessDenied")).hub(), "plumbline-555555555555");

        assertThatThrownBy(() -> squatted.get("templates/1.yaml")).isInstanceOf(Stalled.class);
    }

    @Test
    void url_onAws_isTheOneThatCloudFormationTakes() {
        assertThat(bucket.url("templates/1.yaml"))
                .isEqualTo("https://plumbline-555555555555.s3.eu-west-1.amazonaws.com/templates/1.yaml");
    }

    private StubAnswer answer(StubRequest request) {
        String key = request.http().encodedPath();
        if (request.action().startsWith("GET ")) {
            String found = objects.get(key);
            return found == null ? StubAnswer.objectError(404, "NoSuchKey") : StubAnswer.ok(found);
        }
        if (request.header("If-None-Match").equals("*") && objects.containsKey(key)) {
            return StubAnswer.objectError(412, "PreconditionFailed");
        }
        objects.put(key, request.body());
        return StubAnswer.ok("");
    }
}
