package dev.plumbline.estate.read;

import dev.plumbline.estate.DeclaredParameter;
import dev.plumbline.estate.OutputName;
import dev.plumbline.estate.ProblemCode;
import dev.plumbline.estate.Problems;
import dev.plumbline.estate.TemplateParameter;
import dev.plumbline.estate.Value;
import dev.plumbline.estate.blueprint.ParameterTypes;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Judges a value by what the blueprint says of its parameter, as CloudFormation will. What depends on a reference is
 * not judged: its value is not known yet.
 */
final class ParameterRules {

    private static final int MOST_BYTES = 4_096;

    private final Problems problems;

    ParameterRules(Problems problems) {
        this.problems = problems;
    }

    /** Reports a value that the parameter of a blueprint does not accept. A hidden value is never shown. */
    void judge(String blueprint, TemplateParameter parameter, DeclaredParameter declared) {
        Value<OutputName> value = declared.value();
        if (parameter.noEcho() && plainSecret(value)) {
            problems.add(
                    declared.position(),
                    ProblemCode.SECRET_IN_REPOSITORY,
                    parameter.name() + " is a secret and stands here in plain text",
                    "keep it in Secrets Manager and write {{resolve:secretsmanager:NAME}}; change it, since Git remembers");
            return;
        }
        if (value instanceof Value.Mapping
                && (parameter.list() || !parameter.type().equals("String"))) {
            refuse(blueprint, parameter, declared, "a mapping is no " + parameter.type());
            return;
        }
        literals(parameter, value)
                .map(literal -> refusal(parameter, literal))
                .flatMap(Optional::stream)
                .findFirst()
                .ifPresent(reason -> refuse(blueprint, parameter, declared, reason));
    }

    /** Returns the single values that are known: the whole, or the items of a list. */
    private static Stream<String> literals(TemplateParameter parameter, Value<OutputName> value) {
        return switch (value) {
            case Value.Literal<OutputName> literal ->
                parameter.list() ? items(literal.text()) : Stream.of(literal.text());
            case Value.Sequence<OutputName> sequence
            when parameter.list() -> sequence.items().stream().flatMap(item -> literals(parameter, item));
            case Value.Sequence<OutputName> sequence ->
                sequence.references().findAny().isPresent()
                        ? Stream.empty()
                        : Stream.of(String.join(
                                ",",
                                sequence.items().stream()
                                        .flatMap(item -> literals(parameter, item))
                                        .toList()));
            case Value.Reference<OutputName> reference -> Stream.empty();
            case Value.Joined<OutputName> joined -> Stream.empty();
            case Value.Mapping<OutputName> mapping -> Stream.empty();
        };
    }

    private static Stream<String> items(String text) {
        return Arrays.stream(text.split(",", -1)).map(String::strip);
    }

    private static Optional<String> refusal(TemplateParameter parameter, String value) {
        if (value.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            return Optional.of("it is longer than " + MOST_BYTES + " bytes");
        }
        if (value.startsWith("{{resolve:")) {
            return Optional.empty();
        }
        if (!ParameterTypes.form(parameter.type()).matcher(value).matches()) {
            return Optional.of("it is no " + parameter.type());
        }
        if (!parameter.allowedValues().isEmpty() && !allowed(parameter, value)) {
            return Optional.of("it is none of " + String.join(", ", parameter.allowedValues()));
        }
        if (parameter.pattern().isPresent()
                && !BoundedMatch.matches(parameter.pattern().get(), value)) {
            return Optional.of("it does not match " + parameter.pattern().get());
        }
        return outOfBounds(parameter, value);
    }

    private static boolean allowed(TemplateParameter parameter, String value) {
        List<String> allowed = parameter.allowedValues();
        return allowed.contains(value)
                || (ParameterTypes.numeric(parameter.type())
                        && allowed.stream()
                                .filter(each -> ParameterTypes.form("Number")
                                        .matcher(each)
                                        .matches())
                                .anyMatch(each -> new BigDecimal(each).compareTo(new BigDecimal(value)) == 0));
    }

    private static Optional<String> outOfBounds(TemplateParameter parameter, String value) {
        TemplateParameter.Bounds bounds = parameter.bounds();
        BigDecimal size = BigDecimal.valueOf(value.codePointCount(0, value.length()));
        if (bounds.minLength() != null && size.compareTo(bounds.minLength()) < 0) {
            return Optional.of("it is shorter than " + bounds.minLength() + " characters");
        }
        if (bounds.maxLength() != null && size.compareTo(bounds.maxLength()) > 0) {
            return Optional.of("it is longer than " + bounds.maxLength() + " characters");
        }
        if (!ParameterTypes.numeric(parameter.type())) {
            return Optional.empty();
        }
        BigDecimal number = new BigDecimal(value);
        if (bounds.minValue() != null && number.compareTo(bounds.minValue()) < 0) {
            return Optional.of("it is below " + bounds.minValue());
        }
        if (bounds.maxValue() != null && number.compareTo(bounds.maxValue()) > 0) {
            return Optional.of("it is above " + bounds.maxValue());
        }
        return Optional.empty();
    }

    private static boolean plainSecret(Value<OutputName> value) {
        return switch (value) {
            case Value.Literal<OutputName> literal ->
                !literal.text().isEmpty() && !literal.text().startsWith("{{resolve:");
            case Value.Reference<OutputName> reference -> false;
            case Value.Joined<OutputName> joined -> joined.parts().stream().anyMatch(ParameterRules::plainSecret);
            case Value.Sequence<OutputName> sequence ->
                sequence.items().stream().anyMatch(ParameterRules::plainSecret);
            case Value.Mapping<OutputName> mapping ->
                mapping.entries().values().stream().anyMatch(ParameterRules::plainSecret);
        };
    }

    private void refuse(String blueprint, TemplateParameter parameter, DeclaredParameter declared, String reason) {
        problems.add(
                declared.position(),
                ProblemCode.PARAMETER_REFUSED,
                parameter.name() + " of " + blueprint + shown(parameter, declared.value()) + " is refused: " + reason,
                parameter.constraint());
    }

    private static String shown(TemplateParameter parameter, Value<OutputName> value) {
        return !parameter.noEcho()
                        && value instanceof Value.Literal<OutputName> literal
                        && literal.text().length() <= 80
                ? ", \"" + literal.text() + "\","
                : "";
    }
}
