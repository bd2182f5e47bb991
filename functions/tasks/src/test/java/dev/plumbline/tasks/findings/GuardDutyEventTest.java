package dev.plumbline.tasks.findings;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.tasks.playbooks.Playbook;
import dev.plumbline.tasks.playbooks.Playbooks;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * One event for each kind of resource that the published schema ({@code aws.guardduty@GuardDutyFinding}) knows, with
 * the fields that it leaves out or fills with null: each is read, and finds its playbook or none, which is then
 * reported.
 */
class GuardDutyEventTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String INSTANCE =
            "{'resourceType':'Instance','accessKeyDetails':null,'instanceDetails':{'instanceId':'i-0123456789abcdef0',"
                    + "'iamInstanceProfile':null,'networkInterfaces':[{'vpcId':'vpc-0123456789abcdef0','subnetId':"
                    + "'subnet-0123456789abcdef0','publicIp':null,'securityGroups':[{'groupName':'web','groupId':"
                    + "'sg-0123456789abcdef0'}]}],'tags':[{'key':'team','value':'shop'}]}}";

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Recon:EC2/PortProbeUnprotectedPort | INSTANCE | {'actionType':'PORT_PROBE','portProbeAction':"
                        + "{'portProbeDetails':[{'remoteIpDetails':{'ipAddressV4':'198.51.100.7'}}]}}"
                        + " | open-ingress | sg-0123456789abcdef0 from 198.51.100.7",
                "UnauthorizedAccess:EC2/RDPBruteForce | INSTANCE | {'networkConnectionAction':{'connectionDirection':"
                        + "'OUTBOUND','remoteIpDetails':{'ipAddressV4':'198.51.100.7'}}}"
                        + " | compromised-instance | i-0123456789abcdef0",
                "UnauthorizedAccess:EC2/SSHBruteForce | INSTANCE | {'networkConnectionAction':{'connectionDirection':"
                        + "'INBOUND','remoteIpDetails':{'ipAddressV6':'2001:db8::1'}}}"
                        + " | open-ingress | sg-0123456789abcdef0",
                "Backdoor:EC2/C&CActivity.B!DNS | INSTANCE | {'dnsRequestAction':{'domain':'x.example'}}"
                        + " | compromised-instance | i-0123456789abcdef0",
                "CryptoCurrency:Runtime/BitcoinTool.B!DNS | INSTANCE | {'actionType':'DNS_REQUEST'}"
                        + " | compromised-instance | i-0123456789abcdef0",
                "Backdoor:Runtime/C&CActivity.B | {'resourceType':'ECSCluster','ecsClusterDetails':{'name':'c'}} | {}"
                        + " | none | ``",
                "CredentialAccess:IAMUser/AnomalousBehavior | {'resourceType':'AccessKey','accessKeyDetails':"
                        + "{'accessKeyId':'ASIAABCDEFGHIJKLMNOP','userType':'AssumedRole','userName':'app'}} | {}"
                        + " | access-keys | app",
                "UnauthorizedAccess:IAMUser/ConsoleLoginSuccess.B | {'resourceType':'AccessKey','accessKeyDetails':"
                        + "{'accessKeyId':'','principalId':'AIDAX','userType':'Root','userName':'Root'}} | {} | none | ``",
                "Policy:S3/BucketPublicAccessGranted | {'resourceType':'S3Bucket','s3BucketDetails':[{'name':'files',"
                        + "'owner':null}]} | {} | public-bucket | files",
                "Object:S3/MaliciousFile | {'resourceType':'S3Object','s3BucketDetails':[{'name':'files','s3ObjectDetails':"
                        + "[{'key':'a'}]}]} | {} | none | ``",
                "Policy:Kubernetes/AnonymousAccessGranted | {'resourceType':'EKSCluster','eksClusterDetails':{'name':'dev'},"
                        + "'kubernetesDetails':{}} | {} | exposed-cluster | dev",
                "CredentialAccess:RDS/AnomalousBehavior.SuccessfulLogin | {'resourceType':'RDSDBInstance',"
                        + "'rdsDbInstanceDetails':{'dbInstanceIdentifier':'orders'}} | {} | none | ``",
                "Backdoor:Lambda/C&CActivity.B | {'resourceType':'Lambda','lambdaDetails':{'functionName':'f'}} | {} | none | ``",
                "Execution:Container/MaliciousFile | {'resourceType':'Container','containerDetails':{}} | null | none | ``",
                "AttackSequence:IAM/CompromisedCredentials | {'resourceType':'AttackSequence'} | null | none | ``",
                "SomethingNew:Kind/OfThing!v2.Beta | null | null | none | ``"
            })
    void read_eachKindOfResource_findsItsPlaybookOrIsReported(
            String type, String resource, String action, String playbook, String about) throws JsonProcessingException {
        Finding finding = found(event(type, resource.equals("INSTANCE") ? INSTANCE : resource, action));

        assertThat(finding.type()).isEqualTo(type);
        Optional<Playbook> serving = new Playbooks().of(finding);
        String subject = serving.flatMap(each -> each.resource(finding))
                .map(Object::toString)
                .orElse("");
        assertThat(subject).isEqualTo(about);
        if (!subject.isEmpty()) {
            assertThat(serving.orElseThrow().name()).isEqualTo(playbook);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "UnauthorizedAccess:EC2/SSHBruteForce, ACTOR, compromised-instance",
        "UnauthorizedAccess:EC2/SSHBruteForce, TARGET, open-ingress",
        "UnauthorizedAccess:EC2/RDPBruteForce, ACTOR, compromised-instance",
        "Recon:EC2/PortProbeUnprotectedPort, TARGET, open-ingress",
        "Backdoor:EC2/C&CActivity.B, TARGET, compromised-instance",
        "UnauthorizedAccess:EC2/SSHBruteForce, <b>, open-ingress"
    })
    void read_partThatTheInstanceHad_choosesThePlaybook(String type, String part, String playbook)
            throws JsonProcessingException {
        ObjectNode event = event(type, INSTANCE, "{'actionType':'NETWORK_CONNECTION'}");
        event.withObject("/detail/service").put("resourceRole", part);

        assertThat(new Playbooks().of(found(event)).orElseThrow().name()).isEqualTo(playbook);
    }

    @Test
    void read_timeOfTheRepeat_isWhenTheThingWasSeenAndNeverAfterTheEvent() throws JsonProcessingException {
        ObjectNode event = event("Recon:EC2/Portscan", INSTANCE, "{}");
        assertThat(found(event).seenAt()).isEqualTo("2026-11-24T11:58:00.999Z");

        event.withObject("/detail/service").put("eventLastSeen", "2026-11-24T11:58:00.125Z");
        assertThat(found(event).seenAt()).isEqualTo("2026-11-24T11:58:00.125Z");

        event.withObject("/detail/service").put("eventLastSeen", "2026-11-24T12:30:00.125Z");
        assertThat(found(event).seenAt()).isEqualTo("2026-11-24T11:59:00.999Z");
    }

    @Test
    void read_finding_isAsSevereAsItsSourceSays() throws JsonProcessingException {
        ObjectNode event = event("Object:S3/MaliciousFile", "null", "null");
        for (String[] band : new String[][] {{"2", "LOW"}, {"5.5", "MEDIUM"}, {"8", "HIGH"}, {"9", "CRITICAL"}}) {
            event.withObject("/detail").put("severity", Double.parseDouble(band[0]));
            assertThat(found(event).severity().name()).isEqualTo(band[1]);
        }
    }

    private static Finding found(JsonNode event) {
        return ((Incoming.Found) Incoming.read(event)).finding();
    }

    private static ObjectNode event(String type, String resource, String action) throws JsonProcessingException {
        ObjectNode event = (ObjectNode) JSON.readTree("""
                {"version": "0", "source": "aws.guardduty", "detail-type": "GuardDuty Finding", "account": "111111111111",
                 "region": "eu-west-1", "time": "2026-11-24T11:59:00Z", "resources": [],
                 "detail": {"schemaVersion": "2.0", "accountId": "111111111111", "region": "eu-west-1", "partition": "aws",
                  "id": "16afba5c5c43e07c9e3e5e2e544e95df", "severity": 8, "title": "What it is", "description": "And more",
                  "createdAt": "2026-11-24T11:00:00.000Z", "updatedAt": "2026-11-24T11:58:00.000Z",
                  "service": {"serviceName": "guardduty", "detectorId": "d", "archived": false, "count": 1,
                   "eventFirstSeen": "2026-11-24T11:00:00.000Z", "eventLastSeen": "2026-11-24T11:58:00.000Z",
                   "additionalInfo": {"value": "{}", "type": "default"}}}}
                """);
        ObjectNode detail = event.withObject("/detail");
        detail.put("type", type).set("resource", JSON.readTree(resource.replace('\'', '"')));
        detail.withObject("/service").set("action", JSON.readTree(action.replace('\'', '"')));
        return event;
    }
}
