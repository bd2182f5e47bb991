package dev.plumbline.tasks.playbooks;

import static java.util.Map.entry;

import dev.plumbline.tasks.findings.Fact;
import dev.plumbline.tasks.findings.Finding;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The registry: which playbooks there are, and which one serves what a source found. */
public final class Playbooks {

    private static final List<Playbook> ALL = List.of(
            new OpenIngress(),
            new DefaultSecurityGroup(),
            new PublicBucket(),
            new FlowLogsMissing(),
            new TrailStopped(),
            new WatchSwitchedOff(),
            new MetadataVersion(),
            new ExposedDatabase(),
            new AccessKeys(),
            new CompromisedInstance(),
            new ExposedCluster(),
            new AccountDefaults());

    /** By rule of Config, under the names that AWS gives to its managed rules. */
    private static final Map<String, String> RULES = Map.ofEntries(
            entry("restricted-ssh", OpenIngress.NAME),
            entry("restricted-common-ports", OpenIngress.NAME),
            entry("vpc-sg-open-only-to-authorized-ports", OpenIngress.NAME),
            entry("vpc-default-security-group-closed", DefaultSecurityGroup.NAME),
            entry("s3-bucket-public-read-prohibited", PublicBucket.NAME),
            entry("s3-bucket-public-write-prohibited", PublicBucket.NAME),
            entry("s3-bucket-level-public-access-prohibited", PublicBucket.NAME),
            entry("s3-access-point-public-access-blocks", PublicBucket.NAME),
            entry("vpc-flow-logs-enabled", FlowLogsMissing.NAME),
            entry("cloud-trail-enabled", TrailStopped.NAME),
            entry("cloudtrail-enabled", TrailStopped.NAME),
            entry("cloud-trail-log-file-validation-enabled", TrailStopped.NAME),
            entry("guardduty-enabled-centralized", WatchSwitchedOff.NAME),
            entry("config-enabled-all-regions", WatchSwitchedOff.NAME),
            entry("ec2-imdsv2-check", MetadataVersion.NAME),
            entry("rds-instance-public-access-check", ExposedDatabase.NAME),
            entry("db-instance-backup-enabled", ExposedDatabase.NAME),
            entry("rds-instance-deletion-protection-enabled", ExposedDatabase.NAME),
            entry("access-keys-rotated", AccessKeys.NAME),
            entry("iam-user-unused-credentials-check", AccessKeys.NAME),
            entry("eks-endpoint-no-public-access", ExposedCluster.NAME),
            entry("iam-password-policy", AccountDefaults.NAME),
            entry("ec2-ebs-encryption-by-default", AccountDefaults.NAME));

    /** By the beginning of a type of GuardDuty; the longest that fits counts. */
    private static final Map<String, String> TYPES = Map.ofEntries(
            entry("Recon:EC2/PortProbeUnprotectedPort", OpenIngress.NAME),
            entry("UnauthorizedAccess:EC2/SSHBruteForce", OpenIngress.NAME),
            entry("UnauthorizedAccess:EC2/RDPBruteForce", OpenIngress.NAME),
            entry("Policy:S3/BucketAnonymousAccessGranted", PublicBucket.NAME),
            entry("Policy:S3/BucketPublicAccessGranted", PublicBucket.NAME),
            entry("Policy:S3/BucketBlockPublicAccessDisabled", PublicBucket.NAME),
            entry("UnauthorizedAccess:IAMUser/", AccessKeys.NAME),
            entry("CredentialAccess:IAMUser/", AccessKeys.NAME),
            entry("Exfiltration:IAMUser/", AccessKeys.NAME),
            entry("Impact:IAMUser/", AccessKeys.NAME),
            entry("PenTest:IAMUser/", AccessKeys.NAME),
            entry("Backdoor:EC2/", CompromisedInstance.NAME),
            entry("CryptoCurrency:EC2/", CompromisedInstance.NAME),
            entry("Trojan:EC2/", CompromisedInstance.NAME),
            entry("Backdoor:Runtime/", CompromisedInstance.NAME),
            entry("CryptoCurrency:Runtime/", CompromisedInstance.NAME),
            entry("Trojan:Runtime/", CompromisedInstance.NAME),
            entry("Execution:EC2/", CompromisedInstance.NAME),
            entry("UnauthorizedAccess:EC2/TorClient", CompromisedInstance.NAME),
            entry("UnauthorizedAccess:EC2/MaliciousIPCaller.Custom", CompromisedInstance.NAME),
            entry("Policy:Kubernetes/AnonymousAccessGranted", ExposedCluster.NAME),
            entry("Discovery:Kubernetes/SuccessfulAnonymousAccess", ExposedCluster.NAME),
            entry("CredentialAccess:Kubernetes/SuccessfulAnonymousAccess", ExposedCluster.NAME),
            entry("Impact:Kubernetes/SuccessfulAnonymousAccess", ExposedCluster.NAME));

    /** Creates the registry. */
    @Inject
    public Playbooks() {}

    private static boolean acts(Finding finding) {
        return finding.fact(Fact.PART).filter(Fact.ACTOR::equals).isPresent();
    }

    /** Returns every playbook. */
    public List<Playbook> all() {
        return ALL;
    }

    /** Returns a playbook by its name, or nothing where there is none. */
    public Optional<Playbook> named(String name) {
        return ALL.stream().filter(playbook -> playbook.name().equals(name)).findFirst();
    }

    /**
     * Returns the playbook for a finding, or nothing where there is none, or it lacks what the playbook needs. Who
     * tries the passwords of others is in other hands, while a door at which others try is to be shut: one type tells
     * of both.
     */
    public Optional<Playbook> of(Finding finding) {
        return switch (finding.source()) {
            case CONFIG -> Optional.ofNullable(RULES.get(finding.type())).flatMap(this::named);
            case GUARDDUTY ->
                TYPES.entrySet().stream()
                        .filter(entry -> finding.type().startsWith(entry.getKey()))
                        .max(Map.Entry.comparingByKey())
                        .map(Map.Entry::getValue)
                        .map(name -> name.equals(OpenIngress.NAME) && acts(finding) ? CompromisedInstance.NAME : name)
                        .flatMap(this::named);
        };
    }
}
