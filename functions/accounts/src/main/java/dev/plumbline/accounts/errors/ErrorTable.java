package dev.plumbline.accounts.errors;

import static java.util.Objects.requireNonNull;

import dev.plumbline.failure.Failure;
import dev.plumbline.failure.Retryable;
import dev.plumbline.failure.Stalled;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * What the error codes of one service mean, applied around every call of its gateway. A rule of the service comes
 * before the common ones. An error that no rule knows is {@link Stalled}: somebody has to look at it.
 */
public final class ErrorTable {

    private static final ErrorTable COMMON = new Builder("AWS", List.of())
            .retry(
                    "Throttling",
                    "ThrottledException",
                    "RequestThrottled",
                    "RequestThrottledException",
                    "RequestLimitExceeded",
                    "TooManyRequestsException",
                    "ProvisionedThroughputExceededException",
                    "BandwidthLimitExceeded",
                    "SlowDown",
                    "EC2ThrottledException",
                    "PriorRequestNotComplete",
                    "TransactionInProgressException",
                    "RequestTimeout",
                    "InternalFailure",
                    "InternalError",
                    "InternalServerError",
                    "InternalServiceError",
                    "ServiceUnavailable",
                    "Unavailable",
                    "ExpiredToken",
                    "RequestExpired")
            .stall(
                    "The role may not do this: deploy the newest bootstrap/member-*.yaml (in the hub: template.yaml)",
                    "AccessDenied",
                    "UnauthorizedOperation",
                    "NotAuthorized",
                    "AuthorizationError",
                    "AuthFailure")
            .stall(
                    "The credentials are not valid: sign in again, or look whether the role still exists",
                    "InvalidClientTokenId",
                    "UnrecognizedClientException",
                    "SignatureDoesNotMatch")
            .stall(
                    "The region is not enabled for this account: enable it, or take it out of the environment",
                    "OptInRequired",
                    "RegionDisabledException")
            .build();

    private final String service;
    private final List<Rule> rules;

    private ErrorTable(String service, List<Rule> rules) {
        this.service = service;
        this.rules = rules;
    }

    /** Starts the table of a service, which inherits the common rules. */
    public static Builder of(String service) {
        return new Builder(service, COMMON.rules);
    }

    /**
     * Calls AWS.
     *
     * @param what what is attempted, for people: {@code describe stack estate-network in 111111111111/eu-west-1}
     * @throws Failure of the kind that this table says
     */
    public <T> T call(String what, Supplier<T> call) {
        try {
            return call.get();
        } catch (SdkException error) {
            throw failure(what, error);
        }
    }

    /**
     * Calls AWS, where an answer that is an error on the wire is an ordinary answer to us: nothing.
     *
     * @throws Failure of the kind that this table says, for every other error
     */
    public <T> Optional<T> callUnless(ErrorCode expected, String what, Supplier<T> call) {
        return callUnless(List.of(expected), what, call);
    }

    /**
     * Calls AWS, where some answers that are errors on the wire are an ordinary answer to us: nothing.
     *
     * @throws Failure of the kind that this table says, for every other error
     */
    public <T> Optional<T> callUnless(List<ErrorCode> expected, String what, Supplier<T> call) {
        return callOr(Map.of(expected, Optional.empty()), what, () -> Optional.of(call.get()));
    }

    /**
     * Calls AWS, where some answers that are errors on the wire stand for values.
     *
     * @param values what each of some codes stands for; a code stands for one value only
     * @throws Failure of the kind that this table says, for every other error
     */
    public <T> T callOr(Map<List<ErrorCode>, T> values, String what, Supplier<T> call) {
        try {
            return call.get();
        } catch (AwsServiceException error) {
            return values.entrySet().stream()
                    .filter(entry -> entry.getKey().stream().anyMatch(code -> code.matches(error)))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElseThrow(() -> failure(what, error));
        } catch (SdkException error) {
            throw failure(what, error);
        }
    }

    /** Returns what an error means. */
    public Failure failure(String what, SdkException error) {
        return alreadyTyped(error).orElseGet(() -> switch (error) {
            case AwsServiceException answer -> answered(what, answer);
            default -> unanswered(what, error);
        });
    }

    /** A failure to open the session is raised inside the call that needed it, and keeps its own meaning. */
    private static Optional<Failure> alreadyTyped(Throwable error) {
        return Stream.iterate(error, Objects::nonNull, Throwable::getCause)
                .filter(Failure.class::isInstance)
                .map(Failure.class::cast)
                .findFirst();
    }

    private Failure answered(String what, AwsServiceException error) {
        Optional<Rule> rule =
                rules.stream().filter(each -> each.code().matches(error)).findFirst();
        String code = error.awsErrorDetails() == null
                ? "HTTP " + error.statusCode()
                : String.valueOf(error.awsErrorDetails().errorCode());
        String advice = rule.map(Rule::advice).orElse("");
        String message = "Could not %s: %s (%s %s)%s"
                .formatted(what, AwsMessage.of(error), service, code, advice.isEmpty() ? "" : ". " + advice);
        Next unknown = error.statusCode() >= 500 || error.statusCode() == 429 ? Next.RETRY : Next.STALL;
        return rule.map(Rule::next).orElse(unknown).failure(message, error);
    }

    private Failure unanswered(String what, SdkException error) {
        String message = "Could not %s: %s (%s did not answer)"
                .formatted(what, AwsMessage.oneLine(String.valueOf(error.getMessage())), service);
        return error.retryable() || NetworkFault.causes(error)
                ? new Retryable(message, error)
                : new Stalled(message, error);
    }

    private record Rule(ErrorCode code, Next next, String advice) {}

    /** Collects the rules of one service. */
    public static final class Builder {

        private final String service;
        private final List<Rule> inherited;
        private final List<Rule> own = new ArrayList<>();

        private Builder(String service, List<Rule> inherited) {
            this.service = requireNonNull(service, "service is null");
            this.inherited = inherited;
        }

        /** These codes pass: the same call is worth repeating. */
        public Builder retry(String... codes) {
            return add(Next.RETRY, "", codes);
        }

        /** These codes mean that somebody else is at work there. */
        public Builder wait(String... codes) {
            return add(Next.WAIT, "", codes);
        }

        /** This code with this part of a message means that somebody else is at work there. */
        public Builder waitWhere(String code, String fragment) {
            own.add(new Rule(new ErrorCode(code, fragment), Next.WAIT, ""));
            return this;
        }

        /** These codes need a person, who is told what to do. */
        public Builder stall(String advice, String... codes) {
            return add(Next.STALL, advice, codes);
        }

        /** This code with this part of a message needs a person, who is told what to do. */
        public Builder stallWhere(String code, String fragment, String advice) {
            own.add(new Rule(new ErrorCode(code, fragment), Next.STALL, advice));
            return this;
        }

        /** This code with this part of a message means that the live repository is wrong. */
        public Builder rejectWhere(String code, String fragment) {
            own.add(new Rule(new ErrorCode(code, fragment), Next.REJECT, ""));
            return this;
        }

        /** Returns the table. */
        public ErrorTable build() {
            return new ErrorTable(
                    service, Stream.concat(own.stream(), inherited.stream()).toList());
        }

        private Builder add(Next next, String advice, String... codes) {
            Stream.of(codes)
                    .map(code -> new Rule(new ErrorCode(code), next, advice))
                    .forEach(own::add);
            return this;
        }
    }
}
