package dev.plumbline.accounts.stacks;

import static java.util.stream.Collectors.toCollection;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.estate.forecast.Forecast;
import dev.plumbline.json.Json;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Which types and properties decide who may do what. The types are those whose purpose that is; the properties are
 * those that hold a policy document in any resource schema (a test of the templates holds the list against the
 * schemas), and the rules of security groups. Not for what a policy says: any change of one counts.
 */
public final class Access {

    private static final Pattern TYPES = Pattern.compile(
            "AWS::(?:"
                    + "(?:IAM|KMS|LakeFormation|Organizations|RolesAnywhere|SSO|VerifiedPermissions)::.*"
                    + "|Cognito::(?:IdentityPoolRoleAttachment|IdentityPoolPrincipalTag)"
                    + "|EC2::(?:NetworkInterfacePermission|VPCEndpointServicePermissions)"
                    + "|EKS::(?:AccessEntry|IdentityProviderConfig|PodIdentityAssociation)"
                    + "|Lambda::(?:LayerVersionPermission|Permission|Url)"
                    + "|RAM::ResourceShare"
                    + "|S3::AccessGrant.*"
                    + "|[A-Za-z0-9]+::(?:[A-Za-z0-9]*(?:Resource|Bucket|Queue|Topic|Registry|EventBus|Auth|Sink|Table|Inline)Policy))");

    /** Of these a rule that lets the whole world in counts. */
    private static final Map<String, Set<String>> RULES = Map.of(
            "AWS::EC2::SecurityGroup", Set.of("SecurityGroupIngress"),
            "AWS::EC2::SecurityGroupIngress", Set.of("CidrIp", "CidrIpv6"),
            "AWS::EC2::NetworkAclEntry", Set.of("CidrBlock", "Ipv6CidrBlock"));

    private static final Set<String> POLICIES = Set.of(
            "AccessPolicies",
            "AccessPolicy",
            "AssumeRolePolicyDocument",
            "DestinationPolicy",
            "FileSystemPolicy",
            "InlinePolicy",
            "InvestigationGroupPolicy",
            "KeyPolicy",
            "KmsPolicyDocument",
            "ModelPackageGroupPolicy",
            "ModelPolicy",
            "NamespaceResourcePolicy",
            "PermissionsPolicyDocument",
            "Policies",
            "Policy",
            "PolicyDocument",
            "PolicyTemplate",
            "PolicyText",
            "RepositoryPolicy",
            "RepositoryPolicyText",
            "ResourcePolicy",
            "ResourcePolicyDocument",
            "S3AccessPolicy",
            "S3PolicyDocument",
            "SessionPolicy",
            "StsPolicyDocument",
            "WebAppEndpointPolicy");

    /** What CloudFormation, or the forecast, writes for a value that it does not know yet, or does not show. */
    private static final Pattern UNTOLD = Pattern.compile("\\{\\{changeSet:|\\*\\*\\*\\*|"
            + Pattern.quote(Forecast.KNOWN_AFTER_APPLY) + "|" + Pattern.quote(Forecast.SECRET));

    private static final Pattern WORLD = Pattern.compile("(?:^|[^0-9a-fA-F.:])(?:0\\.0\\.0\\.0/0|::/0)(?:$|[^0-9])");

    private Access() {}

    /** Whether a resource of this type decides who may do what, whatever its properties. */
    public static boolean isGivenBy(String type) {
        return TYPES.matcher(type).matches();
    }

    /**
     * Whether a property that changes decides who may do what.
     *
     * @param type the resource's type
     * @param property the property's name
     * @param after its value afterwards, empty if it is not told
     */
    public static boolean isGivenBy(String type, String property, String after) {
        if (POLICIES.contains(property)) {
            return true;
        }
        return RULES.getOrDefault(type, Set.of()).contains(property)
                && (after.isEmpty()
                        || UNTOLD.matcher(after).find()
                        || WORLD.matcher(after).find());
    }

    /**
     * Returns the properties of a resource that is to be made which decide who may do what.
     *
     * @param context the resource as a change set describes it ({@code AfterContext}), empty if it does not
     */
    static SortedSet<String> given(String type, String context) {
        try {
            return given(type, Json.read(context.isEmpty() ? "{}" : context).path("Properties"));
        } catch (JacksonException unreadable) {
            // A context that CloudFormation has cut: what it would have told is taken for the worst.
            return new TreeSet<>(Set.of("AfterContext"));
        }
    }

    static SortedSet<String> given(String type, JsonNode properties) {
        if (properties.isEmpty() && RULES.containsKey(type)) {
            return new TreeSet<>(RULES.get(type));
        }
        return properties.properties().stream()
                .filter(property -> isGivenBy(type, property.getKey(), Json.text(property.getValue())))
                .map(Map.Entry::getKey)
                .collect(toCollection(TreeSet::new));
    }
}
