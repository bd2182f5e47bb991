package dev.plumbline.estate;

import static java.util.Objects.requireNonNull;

import dev.plumbline.estate.patching.VersionOrder;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A property that AWS itself moves upwards and takes back for nobody, such as the minor version of an engine that RDS
 * upgrades in the maintenance window. What AWS has moved is no drift: it cannot be put back.
 *
 * @param resource logical id of the resource
 * @param type its CloudFormation type
 * @param property name of its property
 * @param parameter name of the parameter that declares it
 * @param reach how far AWS moves it
 */
public record AwsMove(String resource, String type, String property, String parameter, Reach reach) {

    /** As the CloudFormation user guide lists them, "Using drift-aware change sets". */
    private static final Set<String> LEFT_ALONE =
            Set.of("AWS::RDS::DBInstance/EngineVersion", "AWS::RDS::DBCluster/EngineVersion");

    private static final Pattern NUMBERS = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,9})*");

    /** Checks that nothing is missing. */
    public AwsMove {
        requireNonNull(resource, "resource is null");
        requireNonNull(type, "type is null");
        requireNonNull(property, "property is null");
        requireNonNull(parameter, "parameter is null");
        requireNonNull(reach, "reach is null");
    }

    /** How far AWS moves a property. */
    public sealed interface Reach {

        /** To newer versions with the same first number. */
        record SameMajorVersion() implements Reach {

            /** What the metadata calls it. */
            public static final String WORD = "major-version";
        }

        /**
         * To larger numbers, up to the value of a parameter.
         *
         * @param parameter the parameter's name
         */
        record UpTo(String parameter) implements Reach {
            /** Checks that there is a name. */
            public UpTo {
                requireNonNull(parameter, "parameter is null");
            }
        }
    }

    /** Whether a drift-aware change set leaves the property as it is, and does not put it back with the rest. */
    public boolean isLeftAloneByReverts() {
        return LEFT_ALONE.contains(type + "/" + property);
    }

    /** Whether it is about a property of a resource. */
    public boolean isOf(String someResource, String someProperty) {
        return resource.equals(someResource) && property.equals(someProperty);
    }

    /**
     * Whether AWS may have moved the property from one value to another: upwards, and not too far.
     *
     * @param parameters the values of the stack's parameters
     */
    public boolean covers(String from, String to, Map<String, String> parameters) {
        if (!isAhead(to, from)) {
            return false;
        }
        return switch (reach) {
            case Reach.SameMajorVersion() -> first(from).equals(first(to));
            case Reach.UpTo(String limit) -> {
                String most = parameters.getOrDefault(limit, "");
                yield NUMBERS.matcher(most).matches() && !VersionOrder.above(to, most);
            }
        };
    }

    /** Whether one value of the property is above another; never where either is no version and no number. */
    public static boolean isAhead(String one, String other) {
        return NUMBERS.matcher(one).matches() && NUMBERS.matcher(other).matches() && VersionOrder.above(one, other);
    }

    /** Returns the line of the live repository that declares a value: a version in quotes, as 17.10 is no number. */
    public String line(String value) {
        return parameter + ": "
                + switch (reach) {
                    case Reach.SameMajorVersion() -> '"' + value + '"';
                    case Reach.UpTo(String _) -> value;
                };
    }

    private static String first(String version) {
        return version.split("\\.", 2)[0];
    }
}
