package dev.plumbline.accounts.letters;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.json.Json;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a dead letter was to go. Pure. */
public sealed interface Destination {

    /** A function's alias, which is called. */
    record Function(String arn) implements Destination {
        /** Checks that it is there. */
        public Function {
            requireNonNull(arn, "arn is null");
        }
    }

    /** A state machine, which is started. */
    record Machine(String arn) implements Destination {
        /** Checks that it is there. */
        public Machine {
            requireNonNull(arn, "arn is null");
        }
    }

    /** A topic, to which it is published. */
    record Topic(String arn) implements Destination {
        /** Checks that it is there. */
        public Topic {
            requireNonNull(arn, "arn is null");
        }
    }

    /** None of the control plane's. */
    record Unknown(String why) implements Destination {
        /** Checks that there is a reason. */
        public Unknown {
            requireNonNull(why, "why is null");
        }
    }

    /**
     * Returns where one was to go. Only what is the control plane's own is a destination, whatever a message says.
     * Lambda does not say whose event it gave up: two functions leave theirs here, and one of them hears of CodeCommit
     * alone.
     *
     * @param account the control plane's account
     * @param region its region
     */
    static Destination of(DeadLetter letter, String account, String region) {
        if (letter.target().isEmpty()) {
            String name = source(letter).equals("aws.codecommit") ? "plumbline-codecommit" : "plumbline-observe";
            return new Function("arn:aws:lambda:" + region + ":" + account + ":function:" + name + ":live");
        }
        Matcher own = Pattern.compile("arn:aws:(lambda|states|sns):" + Pattern.quote(region) + ":"
                        + Pattern.quote(account) + ":(?:function:|stateMachine:|)plumbline-[a-z-]+(:live)?")
                .matcher(letter.target());
        if (!own.matches()) {
            return new Unknown("it was for " + letter.target() + ", which is not the control plane's");
        }
        return switch (own.group(1)) {
            case "lambda" -> new Function(letter.target());
            case "states" -> new Machine(letter.target());
            default -> new Topic(letter.target());
        };
    }

    private static String source(DeadLetter letter) {
        try {
            JsonNode event = Json.read(letter.body());
            return event.path("source").asText();
        } catch (IOException _) {
            return "";
        }
    }
}
