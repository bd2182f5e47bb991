package dev.plumbline.tasks.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.tasks.plan.PlanInput.Wish;
import org.junit.jupiter.api.Test;

class WishTest {

    private static Wish wish(String trigger) {
        return new Wish(trigger, "github:1", "refs/heads/main", "before", "green", null);
    }

    @Test
    void forbids_workflowWasGreenForAnotherCommit_holdsTheHeadBack() {
        assertThat(wish("circleci").forbids("newer")).isTrue();
        assertThat(wish("circleci").forbids("green")).isFalse();
    }

    @Test
    void forbids_pushOrPerson_takesTheHeadWhateverTheHintSaid() {
        assertThat(wish("push").forbids("newer")).isFalse();
        assertThat(wish("person").forbids("newer")).isFalse();
    }
}
