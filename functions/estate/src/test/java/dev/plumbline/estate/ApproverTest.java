package dev.plumbline.estate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom an estate names as those who may answer, and whom STS then finds to be one of them. */
class ApproverTest {

    private static final String ROLE = "arn:aws:iam::555555555555:role/people/approvers";
    private static final String SESSION = "arn:aws:sts::555555555555:assumed-role/approvers/alice";
    private static final String USER = "arn:aws:iam::555555555555:user/people/alice";

    /** "IAM identifiers", IAM user guide: {@code arn:aws:sts::account:assumed-role/role-name/role-session-name}. */
    @ParameterizedTest
    @CsvSource({
        ROLE + ", arn:aws:sts::555555555555:assumed-role/approvers/alice, true",
        ROLE + ", arn:aws:sts::555555555555:assumed-role/approvers/bob, true",
        ROLE + ", arn:aws:sts::666666666666:assumed-role/approvers/alice, false",
        ROLE + ", arn:aws:sts::555555555555:assumed-role/approvers2/alice, false",
        ROLE + ", arn:aws:sts::555555555555:assumed-role/other/approvers, false",
        ROLE + ", arn:aws:sts::555555555555:federated-user/approvers, false",
        ROLE + ", arn:aws:iam::555555555555:user/approvers, false",
        ROLE + ", arn:aws:iam::555555555555:root, false",
        SESSION + ", arn:aws:sts::555555555555:assumed-role/approvers/alice, true",
        SESSION + ", arn:aws:sts::555555555555:assumed-role/approvers/alice2, false",
        USER + ", arn:aws:iam::555555555555:user/people/alice, true",
        USER + ", arn:aws:iam::555555555555:user/alice, false"
    })
    void is_whoeverSigned_isComparedWithoutPatterns(String named, String caller, boolean same) {
        assertThat(Approver.of(named))
                .hasValueSatisfying(approver -> assertThat(approver.is(caller)).isEqualTo(same));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "alice",
                "arn:aws:iam::555555555555:root",
                "arn:aws:iam::*:role/approvers",
                "arn:aws:iam::555555555555:role/*",
                "arn:aws:iam::555555555555:role/",
                "arn:aws:iam::55555555555:role/approvers",
                "arn:aws:iam::555555555555:group/approvers",
                "arn:aws:sts::555555555555:assumed-role/approvers",
                "arn:aws:sts::555555555555:assumed-role/approvers/*"
            })
    void of_whatNamesNobody_isNothing(String text) {
        assertThat(Approver.of(text)).isEmpty();
    }
}
