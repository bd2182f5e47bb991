package dev.plumbline.accounts.names;

import java.util.regex.Pattern;

/**
 * The command of the AWS CLI that deletes a resource for good. Cloud Control deletes what has a delete handler, by its
 * identifier, which for most types is the physical id; where that would only schedule the deletion, or refuse what is
 * not empty, it is the service's own command.
 */
public final class DeleteCommand {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:@=+,-]+");

    private DeleteCommand() {}

    /**
     * Returns the command, in a line.
     *
     * @param type the resource's type
     * @param physicalId its physical id, as CloudFormation lists it
     * @param region where it is
     */
    public static String of(String type, String physicalId, String region) {
        String id = quoted(physicalId);
        String command = switch (type) {
            // Without this it is only scheduled, and its name is taken for a week at least (DeleteSecret).
            case "AWS::SecretsManager::Secret" ->
                "aws secretsmanager delete-secret --secret-id " + id + " --force-delete-without-recovery";
            case "AWS::S3::Bucket" -> "aws s3 rb " + quoted("s3://" + physicalId) + " --force";
            case "AWS::ECR::Repository" -> "aws ecr delete-repository --repository-name " + id + " --force";
            default -> "aws cloudcontrol delete-resource --type-name " + type + " --identifier " + id;
        };
        return command + " --region " + region;
    }

    private static String quoted(String text) {
        return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
