package dev.plumbline.journeys;

/** Blueprints of a company's own, as small as they can be. */
final class Blueprints {

    /** A log group, with a parameter, an output and a check. */
    static final String JOURNAL = """
            Description: A log group for what happens.
            Metadata:
              Plumbline:
                Checks:
                  - Id: journal-retention
                    Resource: Journal
                    Expect: RetentionInDays = $number($parameters.RetentionDays)
                    Says: What happened is kept as long as declared
                    Seen: RetentionInDays
            Parameters:
              RetentionDays:
                Type: Number
                Description: How long it is kept, in days.
                AllowedValues: [7, 14, 30]
            Resources:
              Journal:
                Type: AWS::Logs::LogGroup
                Properties:
                  RetentionInDays: !Ref RetentionDays
            Outputs:
              JournalArn:
                Description: ARN of the log group.
                Value: !GetAtt Journal.Arn
            """;

    /** A role that would take the place of the provisioner's. */
    static final String TAKEOVER = """
            Description: Rewrites the role that deploys it.
            Resources:
              Role:
                Type: AWS::IAM::Role
                Properties:
                  # Validation lets it pass for one of the estate's.
                  Path: /estate/
                  RoleName: plumbline-provision
                  AssumeRolePolicyDocument:
                    Version: "2012-10-17"
                    Statement:
                      - Effect: Allow
                        Principal: { AWS: "*" }
                        Action: sts:AssumeRole
            """;

    /** A bucket with a name that somebody else may have. */
    static final String STORE = """
            Description: A bucket with a name.
            Resources:
              Store:
                Type: AWS::S3::Bucket
                Properties:
                  BucketName: taken-by-hand
            """;

    /** A log group that is replaced when its name changes, and says so in an output. */
    static final String ARCHIVE = """
            Description: A log group with a name.
            Parameters:
              Name:
                Type: String
                Description: Its name.
              Follows:
                Type: String
                Default: ""
                Description: Optional name of another.
            Resources:
              Archive:
                Type: AWS::Logs::LogGroup
                Properties:
                  LogGroupName: !Ref Name
                  RetentionInDays: 7
            Outputs:
              Name:
                Description: Its name.
                Value: !Ref Archive
            """;

    /** A database and a bucket: one leaves a snapshot, the other stays. */
    static final String VAULT = """
            Description: What is kept.
            Metadata:
              Plumbline:
                Stateful: [Database, Records]
            Parameters:
              Name:
                Type: String
                Description: Its name.
              DeletionProtection:
                Type: String
                Description: Whether the database is protected from deletion.
                Default: "true"
                AllowedValues: ["true", "false"]
            Resources:
              Records:
                Type: AWS::S3::Bucket
                DeletionPolicy: Retain
                UpdateReplacePolicy: Retain
                Properties:
                  BucketName: !Sub "${Name}-records"
              Database:
                Type: AWS::RDS::DBInstance
                DeletionPolicy: Snapshot
                UpdateReplacePolicy: Snapshot
                Properties:
                  DBInstanceIdentifier: !Ref Name
                  Engine: postgres
                  EngineVersion: "17.6"
                  DBInstanceClass: db.t4g.micro
                  AllocatedStorage: "20"
                  MasterUsername: postgres
                  ManageMasterUserPassword: true
                  DeletionProtection: !Ref DeletionProtection
            Outputs:
              Name:
                Description: Its name.
                Value: !Ref Records
            """;

    /** A secret that stays when its stack goes, as those of the built-in blueprint do. */
    static final String KEEPER = """
            Description: A secret that stays.
            Metadata:
              Plumbline:
                Stateful: [Secret]
            Parameters:
              Name:
                Type: String
                Description: Its name.
                Default: ""
            Conditions:
              HasName: !Not [!Equals [!Ref Name, ""]]
            Resources:
              Secret:
                Type: AWS::SecretsManager::Secret
                DeletionPolicy: RetainExceptOnCreate
                UpdateReplacePolicy: Retain
                Properties:
                  Name: !If [HasName, !Ref Name, !Ref AWS::NoValue]
                  GenerateSecretString: { PasswordLength: 32 }
            """;

    /** A security group that lets SSH in from somewhere. */
    static final String SITE = """
            Description: A security group.
            Parameters:
              Source:
                Type: String
                Description: From where SSH is let in.
            Resources:
              Group:
                Type: AWS::EC2::SecurityGroup
                Properties:
                  GroupDescription: Lets SSH in
                  SecurityGroupIngress:
                    - { IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: !Ref Source }
            Outputs:
              GroupId:
                Description: Its id.
                Value: !GetAtt Group.GroupId
            """;

    /** A network for a cluster. */
    static final String GROUND = """
            Description: A network of two subnets.
            Resources:
              Vpc:
                Type: AWS::EC2::VPC
                Properties: { CidrBlock: 10.99.0.0/16 }
              One:
                Type: AWS::EC2::Subnet
                Properties: { VpcId: !Ref Vpc, CidrBlock: 10.99.0.0/24 }
              Two:
                Type: AWS::EC2::Subnet
                Properties: { VpcId: !Ref Vpc, CidrBlock: 10.99.1.0/24 }
            Outputs:
              SubnetIds:
                Description: Its subnets.
                Value: !Sub "${One},${Two}"
            """;

    /** A cluster in it. */
    static final String FLEET = """
            Description: A cluster.
            Parameters:
              SubnetIds:
                Type: String
                Description: Subnets of its network.
            Resources:
              Role:
                Type: AWS::IAM::Role
                Properties:
                  PermissionsBoundary: !Sub "arn:${AWS::Partition}:iam::${AWS::AccountId}:policy/plumbline-boundary"
                  AssumeRolePolicyDocument:
                    Version: "2012-10-17"
                    Statement:
                      - Effect: Allow
                        Principal: { Service: eks.amazonaws.com }
                        Action: sts:AssumeRole
              Cluster:
                Type: AWS::EKS::Cluster
                Properties:
                  Name: fleet
                  RoleArn: !GetAtt Role.Arn
                  ResourcesVpcConfig:
                    SubnetIds: !Split [",", !Ref SubnetIds]
            """;

    private Blueprints() {}

    /** The declaration of a stack of {@link #SITE}. */
    static String site(String source) {
        return """
                site:
                  blueprint: site
                  parameters: { Source: "%s" }
                """.formatted(source);
    }

    /** The declaration of a stack of {@link #ARCHIVE}. */
    static String archive(String name, String logGroup, String follows) {
        return """
                %s:
                  blueprint: archive
                  parameters: { Name: %s, Follows: "%s" }
                """.formatted(name, logGroup, follows);
    }

    /** The declaration of a stack of {@link #JOURNAL}. */
    static String journal(String name, int retentionDays) {
        return """
                %s:
                  blueprint: journal
                  parameters: { RetentionDays: %d }
                """.formatted(name, retentionDays);
    }
}
