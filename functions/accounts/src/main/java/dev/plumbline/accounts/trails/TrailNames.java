package dev.plumbline.accounts.trails;

import dev.plumbline.accounts.session.Session;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The names under which CloudTrail may have a resource. Each service names its resources to CloudTrail in its own way:
 * most by their id, KMS and Secrets Manager by ARN, some by the name alone, and what is a part of something, such as a
 * route or a rule of an ACL, is named by what it is a part of.
 */
public final class TrailNames {

    /** How many digits Secrets Manager adds to a name, with the dash before them. */
    private static final int SECRET_SUFFIX = 7;

    /** ARNs by type, in which P is the partition, R the region and A the account. */
    private static final Map<String, String> ARNS = Map.ofEntries(
            Map.entry("AWS::KMS::Key", "arn:P:kms:R:A:key/"),
            Map.entry("AWS::KMS::Alias", "arn:P:kms:R:A:"),
            Map.entry("AWS::Lambda::Function", "arn:P:lambda:R:A:function:"),
            Map.entry("AWS::Logs::LogGroup", "arn:P:logs:R:A:log-group:"),
            Map.entry("AWS::CloudWatch::Alarm", "arn:P:cloudwatch:R:A:alarm:"),
            Map.entry("AWS::CloudTrail::Trail", "arn:P:cloudtrail:R:A:trail/"),
            Map.entry("AWS::DynamoDB::Table", "arn:P:dynamodb:R:A:table/"),
            Map.entry("AWS::ECR::Repository", "arn:P:ecr:R:A:repository/"),
            Map.entry("AWS::EKS::Cluster", "arn:P:eks:R:A:cluster/"),
            Map.entry("AWS::Events::Rule", "arn:P:events:R:A:rule/"),
            Map.entry("AWS::IAM::Role", "arn:P:iam::A:role/"),
            Map.entry("AWS::IAM::User", "arn:P:iam::A:user/"),
            Map.entry("AWS::RDS::DBInstance", "arn:P:rds:R:A:db:"),
            Map.entry("AWS::S3::Bucket", "arn:P:s3:::"));

    private TrailNames() {}

    /**
     * Returns the names, the likeliest first.
     *
     * @param type the resource's type
     * @param physicalId its id in its stack
     * @param where the account and region that the resource is in
     */
    public static List<String> of(String type, String physicalId, Session where) {
        Set<String> names = new LinkedHashSet<>();
        if (physicalId.contains("|")) {
            // acl-1|100|true, rtb-1|0.0.0.0/0, IGW|vpc-1, cluster|add-on: what it is a part of, and its own name.
            List<String> parts = List.of(physicalId.split("\\|", -1));
            parts.stream().filter(TrailNames::isName).forEach(names::add);
            return List.copyOf(names);
        }
        names.add(physicalId);
        if (physicalId.startsWith("arn:")) {
            String last = physicalId.substring(physicalId.lastIndexOf(':') + 1);
            names.add(type.startsWith("AWS::SecretsManager::") ? withoutSuffix(last) : afterStroke(last));
        } else if (ARNS.containsKey(type)) {
            names.add(ARNS.getOrDefault(type, "")
                            .replace(":P:", ":" + where.partition() + ":")
                            .replace(":R:", ":" + where.region() + ":")
                            .replace(":A:", ":" + where.account() + ":")
                    + physicalId);
        } else if (physicalId.contains("/")) {
            names.add(afterStroke(physicalId));
        }
        return List.copyOf(names);
    }

    /** Numbers, addresses and words of one letter name nothing to CloudTrail. */
    private static boolean isName(String part) {
        return part.matches("[A-Za-z].*[a-z0-9-].*") && !part.equals("true") && !part.equals("false");
    }

    private static String afterStroke(String text) {
        return text.substring(text.lastIndexOf('/') + 1);
    }

    private static String withoutSuffix(String name) {
        return name.length() > SECRET_SUFFIX ? name.substring(0, name.length() - SECRET_SUFFIX) : name;
    }
}
