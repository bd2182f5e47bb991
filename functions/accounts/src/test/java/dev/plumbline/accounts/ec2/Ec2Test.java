package dev.plumbline.accounts.ec2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.accounts.stub.StubAnswer;
import dev.plumbline.accounts.stub.StubAws;
import dev.plumbline.accounts.stub.StubRequest;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** EC2 refuses requests that name too much; so many are never named at once. */
class Ec2Test {

    private final StubAws aws = new StubAws(Ec2Test::answer);
    private final Ec2 ec2 = Ec2.in(aws.hub());

    /** Each instance that is asked for is there, tagged and impaired. */
    private static StubAnswer answer(StubRequest request) {
        StringBuilder items = new StringBuilder();
        request.form().forEach((name, id) -> {
            if (id.startsWith("i-")) {
                items.append("<item><instanceId>").append(id).append("</instanceId>");
                items.append("<tagSet><item><key>owner</key><value>ada</value></item></tagSet>");
                items.append("<systemStatus><status>impaired</status></systemStatus></item>");
            }
        });
        return StubAnswer.ok(
                switch (request.action()) {
                    case "DescribeInstances" ->
                        "<R><reservationSet><item><instancesSet>" + items
                                + "</instancesSet></item></reservationSet></R>";
                    case "DescribeInstanceStatus" -> "<R><instanceStatusSet>" + items + "</instanceStatusSet></R>";
                    default -> "<R/>";
                });
    }

    private static List<String> ids(int number) {
        return IntStream.range(0, number)
                .mapToObj(each -> "i-%04d".formatted(each))
                .toList();
    }

    /** "Maximum 100 explicitly specified instance IDs": API reference, DescribeInstanceStatus. */
    @Test
    void failingStatusChecks_ofMoreThanAHundred_asksForAHundredAtOnce() {
        assertThat(ec2.failingStatusChecks(ids(201))).hasSize(201);

        assertThat(aws.requests())
                .extracting(request -> values(request, "InstanceId."))
                .containsExactly(100L, 100L, 1L);
    }

    /** "Up to 200 values per filter in a single request": user guide, Using_Filtering. */
    @Test
    void instances_moreThanTwoHundred_areTwoHundredValuesOfAFilterAtOnce() {
        assertThat(ec2.taggedInstances(ids(201), "owner")).hasSize(201);
        assertThat(ec2.instances(ids(401))).hasSize(401);
        assertThat(ec2.openPorts(ids(201))).isEmpty();

        assertThat(aws.requests())
                .allSatisfy(request ->
                        assertThat(values(request, "Filter.1.Value.")).isBetween(1L, 200L));
    }

    @Test
    void instances_none_asksNobody() {
        assertThat(ec2.instances(List.of())).isEmpty();
        assertThat(ec2.openPorts(List.of())).isEmpty();
        assertThat(ec2.failingStatusChecks(List.of())).isEmpty();

        assertThat(aws.requests()).isEmpty();
    }

    private static long values(StubRequest request, String prefix) {
        return request.form().keySet().stream()
                .filter(name -> name.startsWith(prefix))
                .count();
    }
}
