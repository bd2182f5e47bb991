package dev.plumbline.accounts.probes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.plumbline.accounts.stub.StubAnswer;
import dev.plumbline.accounts.stub.StubAws;
import dev.plumbline.accounts.stub.StubRequest;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UsersWithoutAccessKeysTest {

    private final StubAws aws = new StubAws(UsersWithoutAccessKeysTest::answer);

    @Test
    void look_keysOfThoseThatAreAllowed_passes() {
        ProbeResult result = look("bob,carol");

        assertThat(result).isEqualTo(new ProbeResult(true, "the account's users", "no access key", "no access key"));
    }

    @Test
    void look_keysOfOthers_namesUsersAndKeysAlsoWhereTheyAreInactive() {
        ProbeResult result = look("");

        assertThat(result.passed()).isFalse();
        assertThat(result.resource()).isEqualTo("bob, carol");
        assertThat(result.seen())
                .isEqualTo("AKIA1 of bob is active; AKIA2 of bob is there, though inactive; AKIA3 of carol is active");
    }

    @Test
    void look_usersOnTwoPages_readsBoth() {
        look("");

        assertThat(aws.actions())
                .containsExactly("ListUsers", "ListUsers", "ListAccessKeys", "ListAccessKeys", "ListAccessKeys");
    }

    private ProbeResult look(String except) {
        return new Probes().look("users-without-access-keys", Map.of("Except", TextNode.valueOf(except)), aws.hub());
    }

    private static StubAnswer answer(StubRequest request) {
        String body = request.body();
        if (request.action().equals("ListUsers")) {
            return body.contains("Marker=next")
                    ? users("<member><UserName>carol</UserName></member>", "")
                    : users(
                            "<member><UserName>alice</UserName></member><member><UserName>bob</UserName></member>",
                            "<IsTruncated>true</IsTruncated><Marker>next</Marker>");
        }
        if (body.contains("UserName=bob")) {
            return keys(key("AKIA1", "Active") + key("AKIA2", "Inactive"));
        }
        return keys(body.contains("UserName=carol") ? key("AKIA3", "Active") : "");
    }

    private static StubAnswer users(String members, String more) {
        return StubAnswer.ok("<ListUsersResponse><ListUsersResult><Users>" + members + "</Users>" + more
                + "</ListUsersResult></ListUsersResponse>");
    }

    private static StubAnswer keys(String members) {
        return StubAnswer.ok("<ListAccessKeysResponse><ListAccessKeysResult><AccessKeyMetadata>" + members
                + "</AccessKeyMetadata></ListAccessKeysResult></ListAccessKeysResponse>");
    }

    private static String key(String id, String status) {
        return "<member><AccessKeyId>" + id + "</AccessKeyId><Status>" + status + "</Status></member>";
    }
}
