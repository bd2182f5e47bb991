package dev.plumbline.estate;

/**
 * The kinds of problems that a live repository can have. The names are shown to people and searched for: they do not
 * change.
 */
public enum ProblemCode {
    /** A file that every live repository has is not there. */
    FILE_MISSING("A file that has to be there is missing."),
    /** A file lies where it is not read. */
    FILE_UNEXPECTED("A file lies where it would be read under another name."),
    /** The text is not YAML or JSON. */
    SYNTAX("The text is not valid YAML or JSON."),
    /** The document is larger or deeper than any real one, as a bomb is. */
    TOO_LARGE("A file is larger, deeper or refers to itself more often than is allowed."),
    /** A YAML tag where none is allowed. */
    TAG_REFUSED("A YAML tag stands where only plain values are read."),
    /** A YAML alias in a template, which CloudFormation refuses. */
    ALIAS_REFUSED("A YAML alias stands in a template; CloudFormation does not read them."),
    /** The same key twice in one mapping. */
    DUPLICATE_KEY("A key stands twice in the same mapping."),
    /** A key that nobody reads. */
    UNKNOWN_KEY("A key is not known at this place."),
    /** A key that has to be given. */
    MISSING_KEY("A required key is missing."),
    /** A value of the wrong shape: a list for a text and the like. */
    WRONG_TYPE("A value has the wrong shape, such as a list where a text is expected."),
    /** A value of the right shape that is not allowed. */
    WRONG_VALUE("A value has the right shape but is not one of those allowed."),
    /** A name that breaks the rules for names. */
    WRONG_NAME("A name of an organisation, environment, stack or blueprint breaks the rules for names."),
    /** An account id that is not 12 digits. */
    WRONG_ACCOUNT("An account id is not twelve digits in quotes."),
    /** Not an AWS region. */
    WRONG_REGION("A region does not look like the name of an AWS region."),
    /** A region of GovCloud, China or another partition. */
    UNSUPPORTED_PARTITION(
            "A region is in a partition of AWS, such as GovCloud or China, in which Plumbline does not run."),
    /** A region that the environment does not have. */
    UNKNOWN_REGION("A stack names a region that its environment does not have."),
    /** A stack that is left out of all regions. */
    NO_REGION("An environment or a stack is left without any region."),
    /** An environment of a wave without a file, or a reference to none. */
    UNKNOWN_ENVIRONMENT("An environment is named that has no file."),
    /** An environment that is in no wave. */
    ENVIRONMENT_WITHOUT_WAVE("An environment is in no wave."),
    /** An environment that is in two waves. */
    ENVIRONMENT_IN_TWO_WAVES("An environment is listed more than once in the waves."),
    /** The name in a file is not the file's. */
    ENVIRONMENT_NAME_DIFFERS("An environment's name is not the name of its file."),
    /** Two environments in one account. */
    ACCOUNT_USED_TWICE("Two environments use the same account."),
    /** A blueprint that does not exist. */
    UNKNOWN_BLUEPRINT("A blueprint is neither built in nor in the repository."),
    /** A blueprint that is newer than the pin. */
    BLUEPRINT_NOT_IN_PIN("A built-in blueprint is newer than the pinned version."),
    /** A pin that this release does not have. */
    PIN_UNKNOWN("The pinned version is newer than this release of Plumbline."),
    /** Two files for one blueprint. */
    BLUEPRINT_TWICE("A blueprint has more than one template."),
    /** A template that is not a CloudFormation template. */
    TEMPLATE_INVALID("A template lacks what every CloudFormation template has."),
    /** A template above CloudFormation's limits. */
    TEMPLATE_LIMIT("A template is above a limit of CloudFormation."),
    /** A transform that nobody has allowed. */
    TRANSFORM_REFUSED("A template names a transform, such as a macro, that the deployed repository does not allow."),
    /** A stack within a stack. */
    NESTED_STACK_REFUSED("A template holds a stack of its own, whose changes no change set tells."),
    /** A template's parameter that CloudFormation would refuse. */
    TEMPLATE_PARAMETER("A template declares a parameter that cannot work."),
    /** A role, user, group, policy or profile whose name is not the estate's. */
    PRINCIPAL_NOT_OF_ESTATE("A template names a role, user, group, policy or profile that the estate may not make."),
    /** Plumbline's metadata in a template is wrong. */
    METADATA_INVALID("The metadata for Plumbline in a template is wrong."),
    /** A logical id that the template does not have. */
    UNKNOWN_RESOURCE("A logical id is named that the template does not have."),
    /** A check on a type that cannot be read. */
    RESOURCE_NOT_READABLE("A check is on a resource type that Cloud Control cannot read."),
    /** A probe that does not exist. */
    UNKNOWN_PROBE("A check names a probe, or an argument of one, that does not exist."),
    /** An expression that is not JSONata. */
    EXPRESSION_INVALID("An expression is not valid JSONata."),
    /** A parameter that the blueprint does not have. */
    UNKNOWN_PARAMETER("A parameter is named that the blueprint does not have."),
    /** A required parameter without a value. */
    MISSING_PARAMETER("A parameter without a default has no value."),
    /** A value that the blueprint's parameter does not accept. */
    PARAMETER_REFUSED("A value is not accepted by the blueprint's parameter."),
    /** A secret in plain text. */
    SECRET_IN_REPOSITORY("A parameter that hides its value is given in plain text."),
    /** A reference that cannot be read. */
    REFERENCE_MALFORMED("A reference is not of the form ${environment/stack@region.Output}."),
    /** A stack that does not exist. */
    UNKNOWN_STACK("A reference names a stack that its environment does not have."),
    /** An output that the blueprint does not have. */
    UNKNOWN_OUTPUT("A reference names an output that the blueprint does not have."),
    /** A reference that could mean several regions, or a region without the stack. */
    REFERENCE_REGION("A reference does not lead to exactly one region."),
    /** A reference to something that is deployed later. */
    REFERENCE_TO_LATER_WAVE(
            "A reference leads to a stack that is deployed later, or at the same time in another account or region."),
    /** Stacks that refer to each other in a circle. */
    CYCLE("Stacks refer to each other in a circle."),
    /** Address ranges that overlap. */
    OVERLAPPING_CIDR("Two address ranges overlap."),
    /** Tags that AWS refuses. */
    TAG_INVALID("A tag is not allowed by AWS."),
    /** A setting that does not exist. */
    UNKNOWN_SETTING("A setting is not known.");

    private final String meaning;

    ProblemCode(String meaning) {
        this.meaning = meaning;
    }

    /** Returns what it means, as one sentence for the reference. */
    public String meaning() {
        return meaning;
    }
}
