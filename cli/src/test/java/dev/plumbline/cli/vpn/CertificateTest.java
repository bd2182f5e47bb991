package dev.plumbline.cli.vpn;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CertificateTest {

    @Test
    void read_whatTheServerLists_tellsWhoIsAcceptedAndConnected() {
        List<Certificate> read = Certificate.read("""
                V\t271126074423Z\t\t0A\talice
                R\t271126074423Z\t261126080000Z,keyCompromise\t0B\talice
                E\t20511126074423Z\t\t0C\tbob
                C\t2026-11-26 07:50:00\t\t\talice
                """);

        assertThat(read)
                .containsExactly(
                        new Certificate(
                                "alice",
                                Certificate.State.VALID,
                                Instant.parse("2027-11-26T07:44:23Z"),
                                Optional.empty(),
                                "0A",
                                Optional.of("2026-11-26 07:50:00")),
                        new Certificate(
                                "alice",
                                Certificate.State.REVOKED,
                                Instant.parse("2027-11-26T07:44:23Z"),
                                Optional.of(Instant.parse("2026-11-26T08:00:00Z")),
                                "0B",
                                Optional.empty()),
                        new Certificate(
                                "bob",
                                Certificate.State.EXPIRED,
                                Instant.parse("2051-11-26T07:44:23Z"),
                                Optional.empty(),
                                "0C",
                                Optional.empty()));
    }
}
