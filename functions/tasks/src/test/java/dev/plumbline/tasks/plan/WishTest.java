package dev.plumbline.tasks.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.tasks.plan.PlanInput.Wish;
import org.junit.jupiter.api.Test;

class WishTest {

    private static Wish wish(String trigger) {
        return new Wish(trigger, "github:1", "refs/heads/main", "before", "green", null, null, null, null);
    }

    @Test
    void vouchedFor_workflowWasGreen_isItsCommitAndNoOther() {
        assertThat(wish("circleci").vouchedFor()).contains("green");
    }

    @Test
    void vouchedFor_pushOrPerson_isWhateverTheHeadIs() {
        assertThat(wish("push").vouchedFor()).isEmpty();
        assertThat(wish("person").vouchedFor()).isEmpty();
    }
}
