package dev.plumbline.estate.blueprint;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The types that CloudFormation has for parameters. */
public final class ParameterTypes {

    private static final String SSM_VALUE = "AWS::SSM::Parameter::Value<";
    private static final Pattern ANY = Pattern.compile("(?s).+");
    private static final Map<String, Pattern> SINGLE = Map.ofEntries(
            Map.entry("String", Pattern.compile("(?s).*")),
            Map.entry("Number", Pattern.compile("[-+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]{1,3})?")),
            Map.entry("AWS::EC2::AvailabilityZone::Name", Pattern.compile("[a-z]{2}(-[a-z]+)+-[0-9][a-z]|[a-z0-9-]+")),
            Map.entry("AWS::EC2::Image::Id", Pattern.compile("ami-[0-9a-f]{8,17}")),
            Map.entry("AWS::EC2::Instance::Id", Pattern.compile("i-[0-9a-f]{8,17}")),
            Map.entry("AWS::EC2::KeyPair::KeyName", ANY),
            Map.entry("AWS::EC2::SecurityGroup::GroupName", ANY),
            Map.entry("AWS::EC2::SecurityGroup::Id", Pattern.compile("sg-[0-9a-f]{8,17}")),
            Map.entry("AWS::EC2::Subnet::Id", Pattern.compile("subnet-[0-9a-f]{8,17}")),
            Map.entry("AWS::EC2::Volume::Id", Pattern.compile("vol-[0-9a-f]{8,17}")),
            Map.entry("AWS::EC2::VPC::Id", Pattern.compile("vpc-[0-9a-f]{8,17}")),
            Map.entry("AWS::Route53::HostedZone::Id", Pattern.compile("[A-Z0-9]{1,32}")),
            Map.entry("AWS::SSM::Parameter::Name", Pattern.compile("[a-zA-Z0-9_./:-]{1,2048}")));

    private ParameterTypes() {}

    /** Returns the names of all types, without those that take their value from an SSM parameter. */
    public static Set<String> names() {
        Set<String> names = new TreeSet<>(SINGLE.keySet());
        names.add("CommaDelimitedList");
        SINGLE.keySet().stream()
                .filter(ParameterTypes::canBeListed)
                .map(type -> "List<" + type + ">")
                .forEach(names::add);
        return names;
    }

    /** Whether there is such a type. */
    public static boolean exists(String type) {
        if (type.startsWith(SSM_VALUE) && type.endsWith(">")) {
            String inner = type.substring(SSM_VALUE.length(), type.length() - 1);
            return inner.equals("List<String>") || exists(inner);
        }
        return names().contains(type);
    }

    /** Whether a value is the name of an SSM parameter that holds the actual one. */
    public static boolean fromSsm(String type) {
        return type.startsWith(SSM_VALUE);
    }

    /**
     * Returns what each single value of a type, or each item of a list, has to look like. The items of a
     * {@code CommaDelimitedList} are strings, one more than there are commas, and may be empty (CloudFormation user
     * guide, "Parameters section structure").
     */
    public static Pattern form(String type) {
        if (fromSsm(type)) {
            return form("AWS::SSM::Parameter::Name");
        }
        if (type.equals("CommaDelimitedList")) {
            return form("String");
        }
        String item = type.startsWith("List<") ? type.substring("List<".length(), type.length() - 1) : type;
        return Optional.ofNullable(SINGLE.get(item)).orElse(ANY);
    }

    /** Whether the values, or the items, are numbers. */
    public static boolean numeric(String type) {
        return type.equals("Number") || type.equals("List<Number>");
    }

    private static boolean canBeListed(String type) {
        return !type.equals("String")
                && !type.equals("AWS::EC2::KeyPair::KeyName")
                && !type.equals("AWS::SSM::Parameter::Name");
    }
}
