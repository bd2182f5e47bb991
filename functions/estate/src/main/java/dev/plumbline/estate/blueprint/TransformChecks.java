package dev.plumbline.estate.blueprint;

import dev.plumbline.estate.Position;
import dev.plumbline.estate.ProblemCode;
import dev.plumbline.estate.Problems;
import dev.plumbline.estate.yaml.Node;

/**
 * Looks for what CloudFormation would run or read before anybody has seen what it makes: transforms at the top of a
 * template and anywhere in it, in their long and short form, and stacks within the stack, whose templates lie where
 * nobody has reviewed them. Fails closed: what could stand for one of these is refused, too.
 */
final class TransformChecks {

    private static final String FUNCTION = "Fn::Transform";
    private static final String LOOP = "Fn::ForEach::";
    private static final String NESTED_STACK = "AWS::CloudFormation::Stack";

    private final TransformRules rules;
    private final Problems problems;

    TransformChecks(TransformRules rules, Problems problems) {
        this.rules = rules;
        this.problems = problems;
    }

    void run(Node.Entries template) {
        if (rules.deployed()) {
            return;
        }
        template.value("Transform").ifPresent(this::named);
        search(template);
        template.value("Resources")
                .filter(Node.Entries.class::isInstance)
                .map(Node.Entries.class::cast)
                .ifPresent(this::resources);
    }

    private void search(Node node) {
        // The short form is !Transform; a tag that only ends like it is nothing that CloudFormation knows.
        if (node.tag().filter(tag -> tag.endsWith("Transform")).isPresent()) {
            named(node);
        }
        switch (node) {
            case Node.Scalar _ -> {
                // Its tag was looked at.
            }
            case Node.Items items -> items.all().forEach(this::search);
            case Node.Entries entries -> entries.all().values().forEach(this::entry);
        }
    }

    private void entry(Node.Entry entry) {
        String key = entry.key().text();
        if (key.equals(FUNCTION)) {
            named(entry.value());
        } else if (key.equals("<<")) {
            // "CloudFormation doesn't support hash merges": who reads one would read what was not looked at here.
            problems.add(
                    entry.key().position(),
                    ProblemCode.TEMPLATE_INVALID,
                    "CloudFormation does not merge mappings",
                    "write out what << stands for");
        } else if (key.startsWith("Fn::") && key.contains("$") && !key.startsWith(LOOP)) {
            problems.add(
                    entry.key().position(),
                    ProblemCode.TRANSFORM_REFUSED,
                    "the function " + key + " is put together, and could be " + FUNCTION,
                    "write out its name");
        }
        search(entry.value());
    }

    /** A transform is a name, a mapping with a Name, or a list of these. */
    private void named(Node node) {
        switch (node) {
            case Node.Scalar name -> judge(name.text(), name.position());
            case Node.Items items -> items.all().forEach(this::named);
            case Node.Entries entries -> {
                if (entries.value("Name").orElse(null) instanceof Node.Scalar name && name.tagOrNull() == null) {
                    judge(name.text(), name.position());
                } else {
                    problems.add(
                            entries.position(),
                            ProblemCode.TRANSFORM_REFUSED,
                            "a transform without a plain Name cannot be judged",
                            "write out its name");
                }
            }
        }
    }

    private void judge(String name, Position position) {
        rules.refusal(name)
                .ifPresent(hint -> problems.add(
                        position, ProblemCode.TRANSFORM_REFUSED, "the transform " + name + " is not allowed", hint));
    }

    private void resources(Node.Entries section) {
        for (Node.Entry entry : section.all().values()) {
            if (entry.key().text().startsWith(LOOP) && entry.value() instanceof Node.Items loop) {
                loop.all().stream()
                        .filter(Node.Entries.class::isInstance)
                        .map(Node.Entries.class::cast)
                        .forEach(this::resources);
            } else if (entry.value() instanceof Node.Entries resource
                    && resource.value("Type").orElse(null) instanceof Node.Scalar type) {
                type(type);
            }
        }
    }

    private void type(Node.Scalar type) {
        if (type.text().equals(NESTED_STACK)) {
            problems.add(
                    type.position(),
                    ProblemCode.NESTED_STACK_REFUSED,
                    "a stack within the stack is not read: no change set tells what becomes of its resources",
                    "make its template a blueprint, and declare a stack of that blueprint beside this one");
        } else if (type.text().contains("$") || type.tagOrNull() != null) {
            problems.add(
                    type.position(),
                    ProblemCode.TEMPLATE_INVALID,
                    "the type " + type.text() + " is put together, and could be any",
                    "write out the types, a loop for each");
        }
    }
}
