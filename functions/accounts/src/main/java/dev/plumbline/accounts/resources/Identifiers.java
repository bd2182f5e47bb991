package dev.plumbline.accounts.resources;

import static java.util.Objects.requireNonNull;

import dev.plumbline.accounts.ec2.Ec2;
import java.util.Set;

/**
 * Finds the identifier that Cloud Control wants from the physical id that CloudFormation lists. For most types they are
 * the same, also where the identifier has several parts (a route's is {@code rtb-…|0.0.0.0/0} in both). The others are
 * here.
 */
final class Identifiers {

    /** Their identifiers have parts that the physical id does not tell. */
    private static final Set<String> INCOMPLETE = Set.of(
            "AWS::ApiGateway::Resource",
            "AWS::ApplicationAutoScaling::ScalableTarget",
            "AWS::EC2::VPCCidrBlock",
            "AWS::EKS::AccessEntry",
            "AWS::Lambda::Permission",
            "AWS::Route53::RecordSet");

    private final Ec2 ec2;

    Identifiers(Ec2 ec2) {
        this.ec2 = requireNonNull(ec2, "ec2 is null");
    }

    Identifier of(String type, String physicalId) {
        if (physicalId.isEmpty()) {
            return new Identifier.Absent();
        }
        if (INCOMPLETE.contains(type)) {
            return new Identifier.Unknown("The identifier of a resource of type " + type
                    + " does not follow from its physical id: use a probe in place of an expectation");
        }
        return type.equals("AWS::EC2::EIP") ? address(physicalId) : new Identifier.Known(physicalId);
    }

    /** The physical id is the address alone; the identifier is {@code address|allocation}. */
    private Identifier address(String physicalId) {
        if (physicalId.contains("|")) {
            return new Identifier.Known(physicalId);
        }
        return ec2.allocation(physicalId)
                .<Identifier>map(allocation -> new Identifier.Known(physicalId + "|" + allocation))
                .orElseGet(Identifier.Absent::new);
    }
}
