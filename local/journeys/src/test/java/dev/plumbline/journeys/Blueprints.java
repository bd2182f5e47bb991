package dev.plumbline.journeys;

/** Blueprints of a company's own, as small as they can be. */
final class Blueprints {

    /** A queue, with a parameter, an output and a check. */
    static final String QUEUE = """
            Description: A queue for messages.
            Metadata:
              Plumbline:
                Checks:
                  - Id: queue-retention
                    Resource: Queue
                    Expect: MessageRetentionPeriod = $number($parameters.RetentionSeconds)
                    Says: Messages are kept as long as declared
                    Seen: MessageRetentionPeriod
            Parameters:
              RetentionSeconds:
                Type: Number
                Description: How long messages are kept, in seconds.
                MinValue: 60
                MaxValue: 1209600
            Resources:
              Queue:
                Type: AWS::SQS::Queue
                Properties:
                  MessageRetentionPeriod: !Ref RetentionSeconds
            Outputs:
              QueueArn:
                Description: ARN of the queue.
                Value: !GetAtt Queue.Arn
            """;

    /** A role that would take the place of the provisioner's. */
    static final String TAKEOVER = """
            Description: Rewrites the role that deploys it.
            Resources:
              Role:
                Type: AWS::IAM::Role
                Properties:
                  RoleName: plumbline-provision
                  AssumeRolePolicyDocument:
                    Version: "2012-10-17"
                    Statement:
                      - Effect: Allow
                        Principal: { AWS: "*" }
                        Action: sts:AssumeRole
            """;

    private Blueprints() {}

    /** The declaration of a stack of {@link #QUEUE}. */
    static String queue(String name, int retentionSeconds) {
        return """
                %s:
                  blueprint: queue
                  parameters: { RetentionSeconds: %d }
                """.formatted(name, retentionSeconds);
    }
}
