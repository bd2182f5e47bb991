package dev.plumbline.journeys;

import static dev.plumbline.cli.local.LocalAccount.DEV;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.accounts.ledger.Outcome;
import dev.plumbline.accounts.ledger.Question;
import dev.plumbline.cli.local.Delivery;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What leaves Git is removed, after an approval and in reverse order. */
@ExtendWith(LocalDefault.class)
class RemovalJourneyTest {

    private final Journey journey;
    private final Account dev;

    RemovalJourneyTest(Journey journey) {
        this.journey = journey;
        this.dev = new Account(journey.administrator(DEV));
    }

    @BeforeEach
    void restore() {
        journey.restore();
        Ended begun = journey.push(tree(List.of("archive", "follower")));
        assertThat(begun.outcome().good()).as(begun.toString()).isTrue();
    }

    @Test
    void remove_twoStacks_goesInReverseOrderAfterApprovals() {
        Delivery pushed = journey.send(tree(List.of()));

        Question first = journey.asked(pushed, "follower");
        assertThat(first.text()).contains("no longer in Git", "AWS::Logs::LogGroup");
        assertThat(journey.ledger().questions().of(first.run())).hasSize(1);
        assertThat(journey.command("orphans")).startsWith("1\n").contains("follower", "archive");
        approve(first);
        Question second = journey.asked(pushed, "archive");
        assertThat(dev.stacks()).doesNotContain("estate-follower").contains("estate-archive");
        approve(second);
        Ended run = journey.ended(pushed);

        assertThat(run.outcome()).as(run.toString()).isEqualTo(Outcome.DEPLOYED);
        assertThat(run.line(DEV, "archive").action()).isEqualTo("remove");
        assertThat(dev.stacks()).doesNotContain("estate-follower", "estate-archive");
        assertThat(journey.target(DEV).stacks()).doesNotContainKeys("follower", "archive");
        assertThat(journey.command("orphans")).startsWith("0\n");
        assertThat(journey.push(tree(List.of()).write("README.md", "A word.\n")).outcome())
                .isEqualTo(Outcome.UNCHANGED);
    }

    @Test
    void remove_whatAnotherUsedBefore_waitsUntilThatWasDeployedWithoutIt() {
        Delivery pushed = journey.send(journey.baseline()
                .write("blueprints/archive.yaml", Blueprints.ARCHIVE)
                .addStack("dev", Blueprints.archive("follower", "follower", "nobody")));

        Question question = journey.asked(pushed, "archive");
        assertThat(journey.ledger()
                        .stacks()
                        .read(Journey.stack(DEV, "follower"))
                        .needs())
                .isEmpty();
        approve(question);

        assertThat(journey.ended(pushed).outcome()).isEqualTo(Outcome.DEPLOYED);
        assertThat(dev.stacks()).contains("estate-follower").doesNotContain("estate-archive");
    }

    @Test
    void reject_removal_leavesItAndListsIt() {
        Delivery pushed = journey.send(tree(List.of("archive")));
        Question question = journey.asked(pushed, "follower");

        journey.command("reject", question.run(), "follower", "--reason", "still needed");

        assertThat(journey.ended(pushed).outcome()).isEqualTo(Outcome.FAILED);
        assertThat(dev.stacks()).contains("estate-follower");
        assertThat(journey.command("orphans")).startsWith("1\n").contains("follower");
        assertThat(journey.push(tree(List.of("archive", "follower"))).outcome().good())
                .isTrue();
    }

    @Test
    void revert_commit_takesItBack() {
        String before = journey.organization().head();
        journey.push(tree(List.of("archive", "follower"))
                .replace("dev", "FlowLogRetentionDays: 7", "FlowLogRetentionDays: 30"));
        assertThat(journey.deployedRetention()).isEqualTo(30);

        Ended reverted = journey.push(tree(List.of("archive", "follower")));

        assertThat(reverted.run().commit()).isNotEqualTo(before);
        assertThat(reverted.outcome()).isEqualTo(Outcome.DEPLOYED);
        assertThat(journey.deployedRetention()).isEqualTo(7);
    }

    private void approve(Question question) {
        assertThat(journey.command(
                        "approve",
                        question.run(),
                        question.place(),
                        "--changes",
                        question.changesId(),
                        "--reason",
                        "it left Git"))
                .startsWith("0\n");
    }

    private LiveTree tree(List<String> stacks) {
        LiveTree tree = journey.baseline().write("blueprints/archive.yaml", Blueprints.ARCHIVE);
        if (stacks.contains("archive")) {
            tree.addStack("dev", Blueprints.archive("archive", "archive", ""));
        }
        if (stacks.contains("follower")) {
            tree.addStack("dev", Blueprints.archive("follower", "follower", "${archive.Name}"));
        }
        return tree;
    }
}
