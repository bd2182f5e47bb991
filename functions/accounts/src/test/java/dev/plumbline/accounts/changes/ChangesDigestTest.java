package dev.plumbline.accounts.changes;

import static dev.plumbline.accounts.changes.ChangesForTests.added;
import static dev.plumbline.accounts.changes.ChangesForTests.modified;
import static dev.plumbline.accounts.changes.ChangesForTests.property;
import static dev.plumbline.accounts.changes.ChangesForTests.removed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.accounts.stacks.Change;
import dev.plumbline.accounts.stacks.Change.Detail;
import dev.plumbline.accounts.stacks.Change.Replacement;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChangesDigestTest {

    private static final Change ADDS = added("Subnet", "AWS::EC2::Subnet");
    private static final Change REMOVES = removed("Vpc", "AWS::EC2::VPC");

    @Test
    void of_sameChangesInAnotherOrder_isTheSame() {
        assertThat(ChangesDigest.of("intended", List.of(ADDS, REMOVES)))
                .isEqualTo(ChangesDigest.of("intended", List.of(REMOVES, ADDS)))
                .matches("[0-9a-f]{64}");
        assertThat(digest(property("A", "Never"), property("B", "Always")))
                .isEqualTo(digest(property("B", "Always"), property("A", "Never")));
    }

    @Test
    void of_documentSpelledInAnotherWay_isTheSame() {
        assertThat(digest(value("{\"a\":1,\"b\":[2,3]}"))).isEqualTo(digest(value("{ \"b\": [2, 3], \"a\": 1 }")));
        assertThat(digest(value("{\"b\":[3,2]}"))).isNotEqualTo(digest(value("{\"b\":[2,3]}")));
    }

    @Test
    void of_anotherChange_isAnother() {
        String one = ChangesDigest.of("intended", List.of(REMOVES));
        assertThat(ChangesDigest.of("intended", List.of(ADDS))).isNotEqualTo(one);
        assertThat(ChangesDigest.of("intended", List.of(REMOVES, ADDS))).isNotEqualTo(one);
        assertThat(ChangesDigest.of("intended", List.of(removed("Other", "AWS::EC2::VPC"))))
                .isNotEqualTo(one);
    }

    @Test
    void of_anotherValue_isAnother() {
        assertThat(digest(value("10.0.0.0/16"))).isNotEqualTo(digest(value("10.1.0.0/16")));
        assertThat(digest(value("{not a document"))).isNotEqualTo(digest(value("{another")));
    }

    /** What CloudFormation shows of a hidden value is the same for all of them. */
    @Test
    void of_anotherIntention_isAnotherThoughTheChangesReadTheSame() {
        assertThat(ChangesDigest.of("intended", List.of(REMOVES)))
                .isNotEqualTo(ChangesDigest.of("also intended", List.of(REMOVES)));
    }

    private static String digest(Detail... details) {
        return ChangesDigest.of(
                "intended", List.of(modified("Vpc", "AWS::EC2::VPC", Replacement.CONDITIONAL, details)));
    }

    private static Detail value(String after) {
        return new Detail("Properties", "/Properties/CidrBlock", "Always", "", "", "", after, false);
    }
}
